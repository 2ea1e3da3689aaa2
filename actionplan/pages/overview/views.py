"""The overview: where the plan stands, what needs attention, whether the money follows."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.actions.read import attention_in, rows_of
from actionplan.pages.chart_files import Chart, chart_file, money_row
from actionplan.pages.choices import Choices, choices_of
from actionplan.pages.coming.read import coming_in
from actionplan.pages.getters import plan_or_404
from actionplan.pages.rounds.round_words import line_of_round_under_way

from .money import money_of
from .read import breakdown_of, stand_of, to_audit, trail_url, with_ended_bodies
from .since import since_last_round, what_was_due

WORST_SHOWN = 5
"""Of the points of attention; the list has all."""
ONWARD = {
    "changes": (_("What changed?"), _("between two rounds or days")),
    "trend": (_("Trend"), _("round beside round")),
    "quality": (_("Quality of reporting"), _("what is left to report")),
    "carriers": (_("Who carries what?"), _("organisations and ministers")),
}
"""The pages that go on from the overview with the same choice, by name."""


@require_safe
def overview(request: PortalRequest, plan_code: str) -> HttpResponse:
    """`?by=` names the parts of the breakdown."""
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "overview", names=["by"])
    context = {
        "plan": plan,
        "choices": choices,
        "to_audit": to_audit(choices, request),
        "trail_url": trail_url(choices),
        "attention": attention_in(choices),
        "worst": rows_of(choices, choices.actions.worst_first()[:WORST_SHOWN], request.user, reasons=True),
        "stand": stand_of(choices),
        "money": money_of(choices),
        "since": since_last_round(choices),
        "due": what_was_due(choices),
        "coming": coming_in(choices, request.user),
        "breakdown": breakdown_of(choices, request.GET.get("by", "")),
        "onward": _onward(choices),
        "with_ended_bodies": with_ended_bodies(choices, request.user),
        "round_line": line_of_round_under_way(plan, request.now) if choices.is_now else None,
    }
    return render(request, "overview/overview.html", context)


@require_safe
def money_chart(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "overview", names=[])
    money = money_of(choices)
    chart = Chart(
        "money",
        gettext("Planned, committed and paid by year"),
        [
            ("outline", gettext("planned")),
            ("committed", gettext("committed")),
            ("completed", gettext("paid")),
        ],
        [
            money_row(str(row.year), row.planned, row.committed, row.paid, money.longest)
            for row in money.years
        ],
    )
    return chart_file(request, choices, chart, choices.url("overview"))


def _onward(choices: Choices) -> list[dict[str, Any]]:
    pages = [
        {"url": choices.url(page), "label": label, "about": about} for page, (label, about) in ONWARD.items()
    ]
    recommendations = reverse("recommendations", args=[choices.plan.code])
    return [*pages, {"url": recommendations, "label": _("Recommendations"), "about": _("and what followed")}]
