"""A plan's money as a dashboard shows it: planned, committed, paid and forecast, of the actions in its scope, live or frozen.

Each action counts once, under its lead's policy area and its first coordinating minister, and so does its money, summed over
organisations. What nobody said is not there: unknown, never zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from actionplan.base.money import cents_by, in_euro
from actionplan.base.prepared import prepared_plain
from actionplan.base.twins import Twin
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import NONE
from actionplan.reporting.models import Expenditure, SnapshotMoney, TrackedAction
from actionplan.reporting.moments import Moment
from budgets.states import BudgetKind
from objectives.models import Plan

from .budget_lines import LineKey, Lines, frozen_lines, live_lines
from .scope import LivePart
from .shown import Shown

SPENT = ["committed", "paid", "forecast"]
MEASURES = ["planned", *SPENT]
NAMED = ["code", "title", "title_nl"]

Sums = Mapping[str, Decimal]
"""Euro by measure; a measure of which nothing is known is not there."""
Spent = dict[tuple[LineKey, int], Sums]
"""By line and calendar year."""
Group = TypeVar("Group", bound=Hashable)


class BudgetAction(NamedTuple):
    """An action in the scope: what its money counts under, as an address says it."""

    key: int
    code: str
    title: str
    title_nl: str
    objective: str
    policy_area: str
    minister: str
    organisation: str
    """The one that leads."""

    local_title = Twin("title")


def added_up(amounts: Iterable[tuple[Group, Sums]]) -> dict[Group, Sums]:
    """The sums of each group, where an unknown measure adds nothing."""
    found: dict[Group, dict[str, Decimal]] = {}
    for group, sums in amounts:
        into = found.get(group)
        if into is None:
            found[group] = dict(sums)
            continue
        for measure, amount in sums.items():
            into[measure] = into[measure] + amount if measure in into else amount
    return dict(found)


def _add(sums: dict[str, Decimal], measure: str, amount: Decimal) -> None:
    sums[measure] = sums[measure] + amount if measure in sums else amount


@dataclass(frozen=True)
class BudgetMoney:
    """The lines of the actions in the scope, and what was spent on them."""

    actions: dict[int, BudgetAction]
    """By key, in the plan's order."""
    lines: Lines
    spent: Spent
    year: int | None = None
    """The calendar year that `of_lines` is about; None is all of them."""

    @cached_property
    def of_years(self) -> dict[int, Sums]:
        """Each year in which anything was planned or spent, in order."""
        found: dict[int, dict[str, Decimal]] = defaultdict(dict)
        for line in self.lines.values():
            for year, amount in line.planned.items():
                _add(found[year], "planned", amount)
        for (_key, year), sums in self.spent.items():
            for measure, amount in sums.items():
                _add(found[year], measure, amount)
        return {year: found[year] for year in sorted(found)}

    @cached_property
    def total(self) -> Sums:
        """Of the year, or of all years."""
        years = self.of_years.items()
        return added_up((None, sums) for year, sums in years if self.year in (None, year)).get(None, {})

    @cached_property
    def of_lines(self) -> dict[LineKey, Sums]:
        """Each line, also one on which nothing is known, and one that was spent on and is no longer in force."""
        found: dict[LineKey, dict[str, Decimal]] = {key: {} for key in self.lines}
        for key, line in self.lines.items():
            for year, amount in line.planned.items():
                if self.year in (None, year):
                    _add(found[key], "planned", amount)
        for (key, year), sums in self.spent.items():
            if self.year in (None, year):
                into = found.setdefault(key, {})
                for measure, amount in sums.items():
                    _add(into, measure, amount)
        return dict(found)

    def by(self, part_of: Callable[[LineKey], str]) -> dict[str, Sums]:
        """The lines' sums added up by what each counts under; parts of which nothing is known are not there."""
        return added_up((part_of(key), sums) for key, sums in self.of_lines.items() if sums)

    @cached_property
    def without_amount(self) -> list[LineKey]:
        """Lines whose amount the plan does not print: counted beside totals."""
        return [key for key, line in self.lines.items() if line.kind != BudgetKind.AMOUNT]

    def cells(self) -> Iterator[tuple[LineKey, int, Sums]]:
        """What is planned, then what was spent, by line and year."""
        for key, line in self.lines.items():
            for year, amount in line.planned.items():
                yield key, year, {"planned": amount}
        for (key, year), sums in self.spent.items():
            yield key, year, sums


def budget_money(shown: Shown, year: int | None = None) -> BudgetMoney:
    """Four queries live, three frozen, whatever the size."""
    actions = {action.key: action for action in actions_shown(shown)}
    lines = frozen_lines(shown.frozen) if shown.frozen else live_lines(shown.plan, shown.moment)
    spent = frozen_spent(shown.frozen) if shown.frozen else live_spent(shown.plan, shown.moment)
    return BudgetMoney(
        actions,
        {key: line for key, line in lines.items() if key.action in actions},
        {cell: sums for cell, sums in spent.items() if cell[0].action in actions},
        year,
    )


def actions_shown(shown: Shown) -> Iterator[BudgetAction]:
    """The actions in the scope, in the plan's order: one query, lighter than that of `shown.actions`."""
    return _frozen_actions(shown, shown.frozen) if shown.frozen else _live_actions(shown)


def _live_actions(shown: Shown) -> Iterator[BudgetAction]:
    places = shown.places
    part = shown.scope.live_part(places)
    objectives = {pk: str(row.number) for pk, row in places.objectives.items()}
    areas = {pk: row.code for pk, row in places.policy_areas.items()} | {None: NONE}
    ministers = {pk: row.key for pk, row in places.ministers.items()} | {None: NONE}
    bodies = {pk: row.key for pk, row in places.organisations.items()} | {None: NONE}
    for *named, objective, area, minister, lead in _live_rows(
        shown.plan, shown.moment, *part.keys, shape=part.shape
    ):
        yield BudgetAction(*named, objectives[objective], areas[area], ministers[minister], bodies[lead])


@prepared_plain
def _live_rows(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    rows = TrackedAction.objects.filter(plan=plan).in_force(moment.plan_day).counting_once(moment)
    counting = ["objective", "counting_area", "counting_minister", "lead_organisation"]
    narrowed = LivePart.narrowed(shape, rows, keys, moment)
    return narrowed.in_plan_order().values_list("pk", *NAMED, *counting)


def _frozen_actions(shown: Shown, frozen: Frozen) -> Iterator[BudgetAction]:
    rows = shown.scope.of_frozen(frozen.rows.counted()).order_by("order")
    counting = ["objective_number", "area_code", "minister_key", "lead_key"]
    for *named, objective, area, minister, lead in rows.values_list("action", *NAMED, *counting):
        yield BudgetAction(*named, str(objective), area or NONE, minister or NONE, lead or NONE)


def live_spent(plan: Plan, moment: Moment) -> Spent:
    """One query, summed over organisations where the rows are."""
    return {
        (LineKey(action, place), year): {
            measure: in_euro(amount)
            for measure, amount in zip(SPENT, amounts, strict=True)
            if amount is not None
        }
        for action, place, year, *amounts in _live_spent(plan, moment)
    }


@prepared_plain
def _live_spent(plan: Plan, moment: Moment) -> QuerySet:
    is_known = Q(committed__isnull=False) | Q(paid__isnull=False) | Q(forecast__isnull=False)
    rows = Expenditure.objects.standing_in(plan, moment).filter(is_known)
    return cents_by(rows, SPENT, "line__action", "line__place", "year")


def frozen_spent(frozen: Frozen) -> Spent:
    """One query; the rows of several organisations are added up here, which is faster than in the database."""
    rows = SnapshotMoney.objects.of_snapshot(frozen.snapshot).on_basis(frozen.basis).filter(measure__in=SPENT)
    found: dict[tuple[LineKey, int], dict[str, Decimal]] = defaultdict(dict)
    columns = ["action", "place", "year", "measure", "amount"]
    for action, place, year, measure, amount in rows.order_by().values_list(*columns):
        sums = found[LineKey(action, place), year]
        sums[measure] = sums[measure] + amount if measure in sums else amount
    return dict(found)
