"""The page of a round: while it is prepared or under way, and what it froze once it is closed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.documents.sent_documents import documents_sent
from actionplan.pages.choices import choices_of_closing
from actionplan.reporting.models import Snapshot

from .acts import acts_for
from .closed import closed_round
from .getters import round_or_404
from .page import round_context
from .trail import trail_of_rounds

PAGE_SIZE = 50


@require_safe
def round_page(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """`?closing=` names an earlier closing of one that was reopened, `?show=` what the parts of the plan are counted by."""
    round = round_or_404(request, plan_code, round_code)
    choices = choices_of_closing(request, round)
    if choices is None:
        earlier = Snapshot.objects.of_round(round).select_related("closing") if round.closed_at else []
        return render(request, "rounds/round.html", round_context(request, round) | {"earlier": earlier})
    closed = closed_round(choices, choices.snapshot, request.GET.get("show", ""), request.user)
    context = {
        "plan": round.plan,
        "round": round,
        "choices": choices,
        "closed": closed,
        "figures": closed.figures,
        "page_obj": Paginator(closed.late, PAGE_SIZE).get_page(request.GET.get("page")),
        "sent": documents_sent(round),
        "follows": request.user.has_perm("reporting.follow_rounds", round),
        "acts": acts_for(request.user, round) if round.is_closed else [],
        "trail": trail_of_rounds(round.plan),
    }
    return render(request, "rounds/closed.html", context)
