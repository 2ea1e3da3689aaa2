"""Planned amounts per year in an amendment: calendar years before the first that changes keep what was planned for them.

What is left of a line's amount is spread by day over the rest of its period, unless somebody stated the amounts per year.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.money import ZERO, add_up, in_cents
from actionplan.planned.document import PlannedAction, PlannedBudgetLine, YearAmount
from actionplan.planned.faults import Fault, Faulty, step_to
from actionplan.planned.json_form import read_kept
from actions.models import AmendedAction
from budgets.models import BudgetTerms
from budgets.planned import (
    Period,
    PlannedLine,
    derived_by_year,
    period_of_action,
    period_of_line,
    planned_by_year,
    planned_from_year_on,
)
from objectives.models import Plan

ByYear = Mapping[int, Decimal]
"""Amounts in euro by calendar year."""
Spreads = Mapping[str, Mapping[int, ByYear]]
"""By code of the action and place of the line: the amounts as its lead spread them."""


@dataclass(frozen=True)
class LineBefore:
    """A budget line before an amendment: what it says, None for one that goes along from a merged action, and what is planned
    for its years."""

    line: PlannedBudgetLine | None
    period: Period
    planned: ByYear

    def until(self, first: int) -> dict[int, Decimal]:
        """The amounts of the years before this one."""
        return {year: amount for year, amount in self.planned.items() if year < first}


def spreads_in_force(plan: Plan, codes: Collection[str], on: datetime.date) -> Spreads:
    spreads: dict[str, dict[int, ByYear]] = defaultdict(dict)
    rows = BudgetTerms.objects.in_force(on).filter(line__action__plan=plan, line__action__code__in=codes)
    for terms in rows.select_related("line__action"):
        if years := terms.spread_on(on):
            spreads[terms.line.action.code][terms.line.place] = years
    return spreads


def periods_of(action: PlannedAction | None) -> list[Period]:
    return [Period(phase.start, phase.end) for phase in action.phases] if action else []


def period_of(line: PlannedBudgetLine, action: PlannedAction, plan: Period) -> Period:
    """The period of a budget line of the action, with a start and an end."""
    phases = periods_of(action)
    phase = phases[line.phase_place - 1] if line.phase_place else None
    return period_of_line(Period(line.start, line.end), phase, period_of_action(phases), plan)


def planned_line(
    line: PlannedBudgetLine, action: PlannedAction, plan: Period, spread: ByYear | None = None
) -> PlannedLine | None:
    """The input for the amounts per year; None for a line without an amount."""
    if line.amount is None:
        return None
    stated = {each.year: each.amount for each in line.years}
    return PlannedLine(
        in_cents(line.amount), line.per_year, period_of(line, action, plan), spread or None, stated or None
    )


def lines_before(
    action: PlannedAction, places: Sequence[int], plan: Period, spreads: Mapping[int, ByYear]
) -> dict[int, LineBefore]:
    """The lines of an action in force, by their places; those that stand at no place by now are left out."""
    before = {}
    for place, line in zip(places, action.lines, strict=False):
        planned = planned_line(line, action, plan, spreads.get(place))
        years = planned_by_year(planned) if planned else {}
        before[place] = LineBefore(line, period_of(line, action, plan), years)
    return before


def summed(all_years: Iterable[ByYear]) -> dict[int, Decimal]:
    """The sums by year, in order."""
    totals: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for years in all_years:
        for year, amount in years.items():
            totals[year] += amount
    return dict(sorted(totals.items()))


def planned_for(action: PlannedAction, plan: Period) -> ByYear:
    """The amounts planned for the action by year, as the document says; `plan` is the period of the plan."""
    lines = (planned_line(line, action, plan) for line in action.lines)
    return summed(planned_by_year(line) for line in lines if line)


def restated(before: PlannedBudgetLine | None, after: PlannedBudgetLine) -> bool:
    """Whether an amendment states the amounts per year of a line anew, so that a spread by the lead no longer holds."""
    return bool(after.years) and (before is None or after.years != before.years)


def with_planned_years(
    after: PlannedAction, before: Sequence[LineBefore | None], plan: Period, first: int
) -> PlannedAction:
    """What an amendment makes of an action, each line with its amounts per year where they are not as derived from the line.

    `before` has for each of its lines what it was, None for a new one. A line that has years already states them itself, from
    the calendar year `first` on. Raises Faulty where the years must be stated, where they do not add up, and where they say
    something else of earlier years.
    """
    lines, faults = [], []
    for position, (line, was) in enumerate(zip(after.lines, before, strict=True), 1):
        try:
            lines.append(_with_years(line, was, planned_line(line, after, plan), first))
        except Faulty as error:
            steps = step_to("actions", after, 1), step_to("lines", line, position)
            faults += [fault.within(*steps) for fault in error.faults]
    if faults:
        raise Faulty(faults)
    return after.with_lines(tuple(lines))


def _with_years(
    line: PlannedBudgetLine, was: LineBefore | None, planned: PlannedLine | None, first: int
) -> PlannedBudgetLine:
    kept = was.until(first) if was else {}
    if planned is None:
        if any(kept.values()):
            raise Faulty([Fault(("kind",), what_stays(kept, first))])
        return replace(line, years=())
    held = was.line if was else None
    if line.years and not (held and line.years == held.years):
        return replace(line, years=_stated(line, kept, first))
    if was and held and _money_of(line, planned.period) == _money_of(held, was.period):
        return replace(line, years=held.years)
    plain = planned._replace(stated=None)
    goes_along, derived = was is not None and held is None, derived_by_year(plain)
    if not goes_along and {year: amount for year, amount in derived.items() if year < first} == kept:
        return replace(line, years=())
    years = planned_from_year_on(plain, kept, first)
    if years is None:
        raise Faulty([Fault(("years",), _to_be_stated(plain, kept, first))])
    return replace(line, years=as_stated(years))


def _money_of(line: PlannedBudgetLine, period: Period) -> list[Any]:
    return [line.kind, line.amount, line.per_year, period]


def as_stated(years: ByYear) -> tuple[YearAmount, ...]:
    return tuple(YearAmount(year=year, amount=amount) for year, amount in sorted(years.items()))


def _stated(line: PlannedBudgetLine, kept: ByYear, first: int) -> tuple[YearAmount, ...]:
    """The amounts that somebody stated, after those of the earlier years."""
    if any(each.year < first and kept.get(each.year, ZERO) != each.amount for each in line.years):
        words = _("years before %(year)s keep what was planned for them: state the years from %(year)s on.")
        raise Faulty([Fault(("years",), words % {"year": first})])
    years = as_stated(kept) + tuple(each for each in line.years if each.year >= first)
    total = add_up(each.amount for each in years)
    if not line.per_year and line.amount != total:
        words = _(
            "with %(kept)s of the years before %(year)s they add up to %(total)s, and the amount is %(amount)s."
        )
        amounts = {"kept": add_up(kept.values()), "total": total, "amount": line.amount}
        in_words = {name: formatting.euro(amount) for name, amount in amounts.items()}
        raise Faulty([Fault(("years",), words % (in_words | {"year": first}))])
    return years


def _to_be_stated(line: PlannedLine, kept: ByYear, first: int) -> str:
    """Why the amounts per year cannot be derived."""
    if line.per_year:
        no_day = _(
            "the amount per year counts from %(year)s on, and the period has no day from then on. State the planned amounts per year from %(year)s on."
        )
        return no_day % {"year": first}
    so_far, left = add_up(kept.values()), Decimal(line.cents) / 100 - add_up(kept.values())
    words = {"year": first, "kept": formatting.euro(so_far), "left": formatting.euro(left)}
    if left < ZERO:
        return (
            _(
                "%(kept)s was planned for the years before %(year)s, which is more than the amount. State the planned amounts per year from %(year)s on."
            )
            % words
        )
    return (
        _(
            "%(left)s is left, and no day of the period from %(year)s on. State the planned amounts per year from %(year)s on."
        )
        % words
    )


def what_stays(kept: ByYear, first: int) -> str:
    words = _(
        "%(kept)s was planned for the years before %(year)s, and stays planned: keep the line, with that amount."
    )
    return words % {"kept": formatting.euro(add_up(kept.values())), "year": first}


# What somebody stated in an amendment


def years_by_hand(amended: AmendedAction | None, year_of_effect: int) -> dict[int, tuple[YearAmount, ...]]:
    """By place of the line: the amounts per year that somebody stated in the amendment, from the first year that changes."""
    after = read_kept(amended.after) if amended else None
    if amended is None or after is None:
        return {}
    first = max(amended.first_year or year_of_effect, year_of_effect)
    return {
        place: tuple(each for each in line.years if each.year >= first)
        for place, line in zip(amended.line_places, after.lines, strict=True)
        if place in amended.stated_places
    }


def as_somebody_stated(
    amended: AmendedAction | None, after: PlannedAction, year_of_effect: int
) -> PlannedAction:
    """The action with the amounts per year that somebody stated in the amendment: the others are computed anew.

    Lines of `after` beyond those that the amendment has keep theirs.
    """
    if amended is None or amended.after is None:
        return after
    by_hand, places = years_by_hand(amended, year_of_effect), amended.line_places
    lines = [
        replace(line, years=by_hand.get(place, ())) for place, line in zip(places, after.lines, strict=False)
    ]
    return after.with_lines((*lines, *after.lines[len(places) :]))


def carried_before(
    amended: AmendedAction | None, in_force: Collection[int], plan: Period
) -> dict[int, LineBefore]:
    """By place: lines that the amendment added with the amounts per year of a merged action."""
    after = read_kept(amended.after) if amended else None
    if amended is None or after is None:
        return {}
    return {
        place: LineBefore(None, plan, {each.year: each.amount for each in line.years})
        for place, line in zip(amended.line_places, after.lines, strict=True)
        if place in amended.stated_places and place not in in_force
    }


def is_outdated(amended: AmendedAction, before: Mapping[int, LineBefore], plan: Period, effect: int) -> bool:
    """Whether the amounts per year in a prepared amendment would be others by now; `effect` is its year of effect."""
    after = read_kept(amended.after)
    if after is None:
        return False
    were = {**before, **carried_before(amended, before, plan)}
    first = max(amended.first_year or effect, effect)
    plain = as_somebody_stated(amended, after, effect)
    try:
        return (
            with_planned_years(plain, [were.get(place) for place in amended.line_places], plan, first)
            != after
        )
    except Faulty:
        return True


def removed_with_money(
    before: Mapping[int, LineBefore], places: Collection[int], first: int
) -> Iterator[tuple[int, ByYear]]:
    """The places of lines that an amendment leaves out although something was planned for earlier years, and what."""
    for place, was in before.items():
        if place not in places and any((kept := was.until(first)).values()):
            yield place, kept
