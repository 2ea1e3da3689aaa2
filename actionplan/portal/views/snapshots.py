"""A closed round as a place: the plan as it was at the closing, its actions, each action, and the snapshot to take along."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from actionplan.portal.dashboards.counting import Counted
from actionplan.portal.dashboards.overview_page import figures_of
from actionplan.portal.dashboards.shown import shown_in
from actionplan.portal.filters import WITHIN
from actionplan.portal.frozen import Frozen, frozen_round_or_404
from actionplan.portal.frozen_answers import answers_by_organisation, late_answers, late_or_missing
from actionplan.portal.frozen_list import frozen_rows
from actionplan.portal.round_acts import acts_for
from actionplan.portal.round_getters import round_or_404
from actionplan.portal.round_trail import trail_of_rounds
from actionplan.reporting.sent_documents import documents_sent
from actionplan.rounds.download import name_of, zip_of

PAGE_SIZE = 100


def closed_round(request: HttpRequest, frozen: Frozen) -> HttpResponse:
    """The page of a round that is closed, or of an earlier closing of one that was reopened."""
    shown = shown_in(frozen)
    late = Paginator(late_or_missing(frozen), PAGE_SIZE).get_page(request.GET.get("page"))
    actions = list(frozen.rows.with_reviews_within().order_by("order")[: PAGE_SIZE + 1])
    context = {
        "plan": frozen.round.plan,
        "round": frozen.round,
        "frozen": frozen,
        "asked": frozen,
        "shown": shown,
        **figures_of(Counted(shown), request.GET.get("show", "")),
        "within": actions[0].reviews_within if actions else 0,
        "within_url": shown.list_url(review=WITHIN),
        "answers": answers_by_organisation(frozen),
        "sent": documents_sent(frozen.round),
        "page_obj": late,
        "late": late_answers(frozen, late.object_list, request.user),
        "rows": frozen_rows(actions[:PAGE_SIZE]),
        "has_more": len(actions) > PAGE_SIZE,
        "trail": trail_of_rounds(frozen.round.plan),
        "follows": request.user.has_perm("reporting.follow_rounds", frozen.round),
        "acts": acts_for(request.user, frozen.round) if frozen.round.is_closed else [],
    }
    return render(request, "rounds/closed.html", context)


@require_safe
def snapshot_zip(request: HttpRequest, plan_code: str, round_code: str) -> StreamingHttpResponse:
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
