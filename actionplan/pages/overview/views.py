"""The overview: where the plan stands, what needs attention, whether the money follows."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.choices import choices_of
from actionplan.pages.getters import plan_or_404
from actionplan.pages.rounds.round_words import line_of_round_under_way
from actionplan.picture.sentences import planned_note

from .read import (
    attention_of,
    disagreements_of,
    figures_of,
    matrix_of,
    money_of,
    newest_reports,
    with_ended_bodies,
)


@require_safe
def overview(request: PortalRequest, plan_code: str) -> HttpResponse:
    """`?show=` names what the parts of the plan are counted by."""
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "overview", names=["show"])
    context = {
        "plan": plan,
        "choices": choices,
        "figures": figures_of(choices, request.GET.get("show", "")),
        "attention": attention_of(choices, request.user),
        "money": money_of(choices),
        "planned_note": planned_note(),
        "reports": newest_reports(choices),
        "disagreements": disagreements_of(choices),
        "matrices": [matrix_of(choices, "policy_area"), matrix_of(choices, "minister")],
        "with_ended_bodies": with_ended_bodies(choices, request.user),
        "round_line": line_of_round_under_way(plan, request.now) if choices.is_now else None,
    }
    return render(request, "overview/overview.html", context)
