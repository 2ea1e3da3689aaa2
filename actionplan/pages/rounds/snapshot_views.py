"""The snapshot of a closed round, to take along."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.rounds.download import name_of, zip_of

from .getters import round_or_404
from .snapshot import frozen_round_or_404


@require_safe
def snapshot_zip(request: PortalRequest, plan_code: str, round_code: str) -> StreamingHttpResponse:
    """The snapshot with its verifier, as far as the person may read it."""
    round = round_or_404(request, plan_code, round_code)
    frozen = frozen_round_or_404(request, round)
    context = {
        "round": round,
        "plan": round.plan,
        "closing": frozen.closing,
        "snapshot": frozen.snapshot,
    }
    frozen.closing.round = round
    readme = render_to_string("rounds/snapshot_readme.txt", context)
    response = StreamingHttpResponse(
        zip_of(frozen.snapshot, request.user, readme), content_type="application/zip"
    )
    response["Content-Disposition"] = f'attachment; filename="{name_of(frozen.snapshot)}.zip"'
    return response
