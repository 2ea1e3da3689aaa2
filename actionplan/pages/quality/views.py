"""Quality of reporting: an organisation's own list of what is left to do, and totals; no league table."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.choices import Choices, choices_of
from actionplan.pages.getters import page_of, plan_or_404

from .read import UNMET, QualityFilter, Reporter, counts_by_objective, message, point_counts, rows_of

JUDGED_ACTIONS_PER_PAGE = 50


@require_safe
def quality(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "quality", names=["point", "show"])
    chosen = QualityFilter.from_query(request.GET)
    totals = point_counts(choices, choices.actions)
    context = {
        "plan": plan,
        "choices": choices,
        "breadcrumbs": [(_("Overview"), choices.url("overview"))],
        "filter": chosen,
        "total": len(choices.actions),
        "totals": totals,
        "message": message(totals),
        "objectives": counts_by_objective(choices),
        "everything_url": choices.url("quality"),
        "says_met": bool(chosen.point) and chosen.result != UNMET,
        **_listed(request, choices, chosen),
    }
    return render(request, "quality/dashboard.html", context)


def _listed(request: PortalRequest, choices: Choices, chosen: QualityFilter) -> dict[str, Any]:
    """The actions of a point; else those of the organisation in the address, or of the person's own."""
    reporter, named = Reporter.of(request.user, choices), choices.scope.chosen.get("organisation", "")
    is_own = not named and not chosen.point and bool(reporter.organisations)
    if not (named or is_own or chosen.point):
        return {"page_obj": None}
    actions = choices.actions.led_by(named) if named else choices.actions
    if is_own:
        actions = actions.where(lambda action: action.lead in reporter.organisations)
    page = page_of(request, chosen.of(actions), JUDGED_ACTIONS_PER_PAGE)
    return {
        "page_obj": page,
        "rows": rows_of(choices, page.object_list, chosen, reporter),
        "among": len(actions),
        "is_own": is_own,
        "organisation": choices.picture.organisations.get(named),
    }
