"""The page on which the lead spreads a budget line over the calendar years, beside what the portal derives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.forms import BoundField
from django.http import Http404
from django.shortcuts import get_object_or_404

from actionplan.accounts.requests import PortalRequest
from actionplan.base import formatting
from actionplan.base.brussels import day_of
from actionplan.base.tokens import new_token
from actionplan.pages.differences import FieldDifference
from actionplan.reporting.models import Spread
from actionplan.reports.spreads import planned_line, spread_shown
from actions.models import Action
from budgets.models import BudgetLine, BudgetTerms
from budgets.planned import PlannedLine, derived_by_year, planned_by_year, planned_total

from .forms.spreads import SpreadForm
from .parts import action_to_amend, page_about

MAY = "reporting.spread_line"


@dataclass(frozen=True)
class SpreadScene:
    """The line that an address names, for somebody who may spread it, with what is planned today."""

    action: Action
    line: BudgetLine
    terms: BudgetTerms
    planned: PlannedLine
    shown: int
    is_spread: bool
    """Whether the lead spread it, though the spread may no longer add up."""

    def form(self, data: Any = None) -> SpreadForm:
        opened = {"token": new_token(), "opened_on": self.shown}
        return SpreadForm(data, line=self.planned, initial=opened)


def scene_of(request: PortalRequest, plan_code: str, code: str, place: int) -> SpreadScene:
    """Somebody else than a contact point of the lead is refused (403); a line that has no amount today is not there."""
    action = action_to_amend(request, plan_code, code, MAY)
    line = get_object_or_404(BudgetLine, action=action, place=place)
    line.action = action
    return scene_again(request, action, line)


def scene_again(request: PortalRequest, action: Action, line: BudgetLine) -> SpreadScene:
    """The scene as it is now."""
    today = day_of(request.now)  # type: ignore[attr-defined]
    planned = planned_line(line, action, today)
    terms = BudgetTerms.objects.in_force(today).filter(line=line).first()
    if planned is None or terms is None or not derived_by_year(planned):
        raise Http404
    is_spread = Spread.objects.open().filter(line=line).exists()
    return SpreadScene(action, line, terms, planned, spread_shown(line), is_spread)


@dataclass(frozen=True)
class YearRow:
    """A calendar year with its field, what is derived for it, and what the lead planned until now."""

    year: int
    field: BoundField
    derived: Decimal | None
    planned: Decimal | None
    is_outside: bool
    """Not a year of the line's period: a bill that comes early or late."""


def spread_page(scene: SpreadScene, form: SpreadForm) -> dict[str, Any]:
    derived, planned = derived_by_year(scene.planned), planned_by_year(scene.planned)
    rows = [
        YearRow(year, field, derived.get(year), planned.get(year), year not in form.own_years)
        for year, field in form.rows()
    ]
    return {
        **page_about(scene.action),
        "scene": scene,
        "form": form,
        "rows": rows,
        "total": planned_total(scene.planned),
        "typed_total": form.typed_total(),
        "plan_says": scene.terms.printed_as or scene.action.budget_printed,
    }


def differences(scene: SpreadScene, form: SpreadForm) -> list[FieldDifference]:
    """Year by year, what was typed beside what is planned now, where they differ."""
    typed, now = form.amounts(), planned_by_year(scene.planned)
    return [
        FieldDifference(str(year), _shown(typed.get(year)), _shown(now.get(year)))
        for year in sorted({*typed, *now})
        if typed.get(year) != now.get(year)
    ]


def _shown(amount: Decimal | None) -> str:
    return "" if amount is None else formatting.euro(amount)
