"""Spreading a budget line over calendar years, beside the derived amounts, and going back to deriving them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.pages.differences import FieldDifference, both_versions
from actionplan.pages.getters import about_action
from actionplan.pages.tokens import acted, as_sent_on, form_page, sent_to
from actionplan.reporting.models import Spread
from actionplan.reports.spreads import derive_spread_again, planned_line, replace_spread, spread_shown
from actions.models import Action
from budgets.models import BudgetLine, BudgetTerms
from budgets.planned import PlannedLine, planned_by_year, planned_total

from .forms import SpreadForm
from .read import action_to_amend, address_today

MAY_SPREAD = "reporting.spread_line"


@dataclass(frozen=True)
class LineToSpread:
    """The line in the address, for somebody who may spread it, with its planned amounts today."""

    action: Action
    line: BudgetLine
    terms: BudgetTerms
    planned: PlannedLine
    shown: int
    is_spread: bool
    """Whether the lead spread it, even if the spread no longer adds up."""

    def form(self, data: Any = None) -> SpreadForm:
        opened = {"opened_on": self.shown}
        return SpreadForm(data, line=self.planned, initial=opened)


def line_to_spread(request: PortalRequest, plan_code: str, code: str, place: int) -> LineToSpread:
    """The line. 403 unless the person is a contact point of the lead; 404 if the line has no amount today."""
    action = action_to_amend(request, plan_code, code, MAY_SPREAD)
    line = get_object_or_404(BudgetLine, action=action, place=place)
    line.action = action
    return line_as_it_is_now(request, action, line)


def line_as_it_is_now(request: PortalRequest, action: Action, line: BudgetLine) -> LineToSpread:
    today = day_of(request.now)
    planned = planned_line(line, action, today)
    terms = BudgetTerms.objects.in_force(today).filter(line=line).first()
    if planned is None or terms is None or not planned_by_year(planned):
        raise Http404
    is_spread = Spread.objects.open().filter(line=line).exists()
    return LineToSpread(action, line, terms, planned, spread_shown(line), is_spread)


@dataclass(frozen=True)
class YearRow:
    """A calendar year with its field, the amount of the plan, stated or derived, and what the lead planned so far."""

    year: int
    field: BoundField
    of_plan: Decimal | None
    planned: Decimal | None


def spread_context(to_spread: LineToSpread, form: SpreadForm) -> dict[str, Any]:
    of_plan = planned_by_year(to_spread.planned._replace(spread=None))
    planned = planned_by_year(to_spread.planned)
    rows = [YearRow(year, field, of_plan.get(year), planned.get(year)) for year, field in form.rows()]
    return {
        **about_action(to_spread.action),
        "to_spread": to_spread,
        "form": form,
        "rows": rows,
        "total": planned_total(to_spread.planned),
        "typed_total": form.typed_total(),
        "plan_says": to_spread.terms.printed_as or to_spread.action.budget_printed,
    }


def differences(to_spread: LineToSpread, form: SpreadForm) -> list[FieldDifference]:
    """The years in which what was typed differs from what is planned now."""
    typed, now = form.amounts(), planned_by_year(to_spread.planned)
    return [
        FieldDifference(str(year), _in_words(typed.get(year)), _in_words(now.get(year)))
        for year in sorted({*typed, *now})
        if typed.get(year) != now.get(year)
    ]


def _in_words(amount: Decimal | None) -> str:
    return "" if amount is None else formatting.euro(amount)


@form_page
def spread(request: PortalRequest, plan_code: str, code: str, place: int) -> HttpResponse:
    to_spread = line_to_spread(request, plan_code, code, place)
    form = to_spread.form(sent_to(request))

    def act() -> None:
        replace_spread(
            line=to_spread.line,
            amounts=form.amounts(),
            opened_on=form.cleaned_data["opened_on"],
            by=request.user,
            at=request.now,
        )

    return _acted(request, to_spread, form, act, _("The line is spread over the years as you typed."))


@require_POST
def spread_derive(request: PortalRequest, plan_code: str, code: str, place: int) -> HttpResponse:
    """End the lead's own spread. The contents of the fields are ignored."""
    to_spread = line_to_spread(request, plan_code, code, place)
    sent = request.POST.get("opened_on", "")
    opened_on = int(sent) if sent.isdecimal() else 0

    def act() -> None:
        derive_spread_again(line=to_spread.line, opened_on=opened_on, by=request.user, at=request.now)

    done = _("The amounts per year are those of the plan again.")
    return _acted(request, to_spread, None, act, done)


def _acted(
    request: PortalRequest,
    to_spread: LineToSpread,
    form: SpreadForm | None,
    act: Callable[[], None],
    done: str,
) -> HttpResponse:
    """Answer the form; if somebody else was first, with both versions year by year."""

    def again() -> None:
        nonlocal to_spread
        to_spread = line_as_it_is_now(request, to_spread.action, to_spread.line)

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        if form is None:
            return {}
        now = to_spread.form(as_sent_on(request, to_spread.shown))
        return spread_context(to_spread, now) | both_versions(refusal, differences(to_spread, form))

    return acted(
        request,
        "amendments/spread.html",
        lambda: spread_context(to_spread, form or to_spread.form()),
        act,
        to=address_today(request, to_spread.action),
        form=form,
        done=done,
        again=again,
        conflict=conflict,
    )
