"""The snapshot of a closed round, to take along."""

from __future__ import annotations

from django.http import Http404, StreamingHttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.pages.getters import round_or_404
from actionplan.reporting.models import Round, Snapshot
from actionplan.rounds.download import name_of, zip_of


@require_safe
def snapshot_zip(request: PortalRequest, plan_code: str, round_code: str) -> StreamingHttpResponse:
    """The snapshot with its verifier, as far as the person may read it."""
    round = round_or_404(request, plan_code, round_code)
    snapshot = _snapshot_or_404(round, request.GET.get("closing", ""))
    closing = snapshot.closing
    closing.round = round
    context = {"round": round, "plan": round.plan, "closing": closing, "snapshot": snapshot}
    readme = render_to_string("rounds/snapshot_readme.txt", context)
    response = StreamingHttpResponse(zip_of(snapshot, request.user, readme), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name_of(snapshot)}.zip"'
    return response


def _snapshot_or_404(round: Round, number: str) -> Snapshot:
    """That of the closing with the number or, of a closed round, of its last one."""
    for snapshot in Snapshot.objects.of_round(round).select_related("closing__closed_by"):
        if number == str(snapshot.closing.number) or (round.is_closed and not number):
            return snapshot
    raise Http404
