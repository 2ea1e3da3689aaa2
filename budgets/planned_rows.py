"""Planned amounts of a plan, read from its rows: two queries, whatever the number of actions.

`budgets.planned` has the rule; this module brings it the lines in force on a day, each with its closed period.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from decimal import Decimal
from itertools import repeat
from operator import itemgetter
from typing import Any

from django.db.models import Case, Count, F, FilteredRelation, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat

from actionplan.base.columns import made_of
from actionplan.base.days_as_text import day_as_text, read_day
from actionplan.base.inforce import in_force_q
from actionplan.base.money import ZERO, cents_of, in_cents
from actionplan.base.prepared import prepared_plain
from actions.models import Phase
from objectives.models import Plan

from .models import BudgetTerms
from .planned import Period, PlannedLine, period_of_action, period_of_line, planned_by_year, planned_total


def planned_lines(*, plan: Plan, on: datetime.date, actions: Any = None) -> list[PlannedLine]:
    """The plan's lines with an amount, as in force on the day, in the plan's order.

    `actions` narrows them to some of the plan's actions (a queryset or a list).
    """
    return lines_of(terms_in_force(plan, on, actions).with_amount(), plan=plan, on=on, actions=actions)


def lines_of(
    terms: Iterable[BudgetTerms],
    *,
    plan: Plan,
    on: datetime.date,
    actions: Any = None,
    periods: Periods | None = None,
) -> list[PlannedLine]:
    """These terms, each with an amount and its line, as lines with a closed period: one query for the periods.

    `periods` spares that query where they were read before.
    """
    rows = list(terms)
    periods = periods or Periods(plan, on, actions)
    return [
        PlannedLine(
            line=row.line_id,
            action=row.action_id,
            cents=in_cents(row.amount or ZERO),
            per_year=row.per_year,
            period=periods.of(row),
        )
        for row in rows
    ]


def count_without_amount(*, plan: Plan, on: datetime.date, actions: Set[int] | None = None) -> int:
    """How many lines without an amount the plan has, or these actions of it by their keys: one query."""
    if actions is None:
        return sum(count for (count,) in _count_without_amount(plan, on))
    return sum(action in actions for (action,) in _actions_without_amount(plan, on))


def lines_with_amount(
    *, plan: Plan, on: datetime.date, actions: Collection[int] | None = None
) -> list[PlannedLine]:
    """`planned_lines`, quicker where there are thousands: one query, of all actions or of those of these keys."""
    found: Iterable[Any] = (
        _terms_with_amount(plan, on)
        if actions is None
        else _terms_with_amount.build(plan, on, actions=actions)
    )
    return lines_in_order(found, plan)


def lines_in_order(rows: Iterable[Sequence[Any]], plan: Plan) -> list[PlannedLine]:
    """Of rows that begin with `PLANNED`, in the plan's order, each line once."""
    ordered = (row[len(ORDER) : len(PLANNED)] for row in in_plan_order(rows))
    return list({line.line: line for line in lines_among(ordered, plan)}.values())


def lines_among(rows: Iterable[Sequence[Any]], plan: Plan) -> Iterator[PlannedLine]:
    """Of each row its line, its action, `cents`, whether that is per year, and `days`."""
    *said, days = list(zip(*rows, strict=True)) or [()] * 5
    periods = map(ReadDays(plan).__getitem__, days)
    return made_of(PlannedLine, *said, periods, repeat(None, len(days)))


def rows_with_amount(plan: Plan, on: datetime.date, actions: Any = None) -> QuerySet[BudgetTerms]:
    """Terms with all that `PLANNED` names, to be put in order."""
    terms = terms_in_force(plan, on, actions).with_amount()
    return with_days(terms, on).annotate(cents=cents_of(F("amount"))).order_by()


@prepared_plain
def _terms_with_amount(plan: Plan, on: datetime.date, *, actions: Any = None) -> QuerySet[BudgetTerms]:
    """What the rule asks of the terms, without making an object of the model of each and of its line."""
    return rows_with_amount(plan, on, actions).values_list(*PLANNED)


@prepared_plain
def _actions_without_amount(plan: Plan, on: datetime.date) -> QuerySet[BudgetTerms]:
    """The action of each line without an amount."""
    return terms_in_force(plan, on, None).without_amount().order_by().values_list("line__action")


@prepared_plain
def _count_without_amount(plan: Plan, on: datetime.date) -> QuerySet[BudgetTerms]:
    return counted_without_amount(plan, on)


def counted_without_amount(plan: Plan, on: datetime.date) -> QuerySet[BudgetTerms]:
    """A row with the number of lines, as a query that can be prepared, or be part of one, which `count()` is not."""
    rows = terms_in_force(plan, on, None).without_amount().order_by().annotate(of_plan=Value(1))
    return rows.values("of_plan").annotate(count=Count("*")).values_list("count")


def lines_without_amount(*, plan: Plan, on: datetime.date, actions: Any = None) -> dict[tuple[int, str], int]:
    """How many lines without an amount there are, by action and kind. They are unknown, not zero."""
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for action, kind in (
        terms_in_force(plan, on, actions).without_amount().values_list("line__action", "kind")
    ):
        counts[action, kind] += 1
    return dict(counts)


def first_years_without_amount(
    *, plan: Plan, on: datetime.date, actions: Any = None
) -> list[tuple[int, int]]:
    """For each line without an amount: its action and the first calendar year of its period."""
    rows = list(terms_in_force(plan, on, actions).without_amount())
    periods = Periods(plan, on, actions)
    return [(row.action_id, (periods.of(row).start or plan.start).year) for row in rows]


def planned_totals_by_line(lines: Iterable[PlannedLine]) -> dict[int, Decimal]:
    """The planned total of each line, in euro, over all its years."""
    return {line.line: planned_total(line) for line in lines}


def planned_by_line_and_year(lines: Iterable[PlannedLine]) -> dict[tuple[int, int], Decimal]:
    """The planned amount of each line in each calendar year, in euro."""
    return {(line.line, year): amount for line in lines for year, amount in planned_by_year(line).items()}


def planned_by_action_and_year(lines: Iterable[PlannedLine]) -> dict[tuple[int, int], Decimal]:
    """The planned amount of each action in each calendar year, in euro, summed over its lines."""
    sums: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        for year, amount in planned_by_year(line).items():
            sums[line.action, year] += amount
    return dict(sums)


ORDER = ["line__action__order", "line__place"]
"""Of terms: what puts rows that begin with it `in_plan_order`."""
PLANNED = [*ORDER, "line_id", "line__action", "cents", "per_year", "days"]
"""Of terms `rows_with_amount`: what the rule asks of them."""


def in_plan_order(rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """Rows that begin with `ORDER`, sorted: faster than the database, which mostly has them in order already."""
    return sorted(rows, key=itemgetter(0, 1))


def with_days(terms: QuerySet, on: datetime.date) -> QuerySet:
    """Add `days` to those with an amount: the first and the last day of their line's period, as `ReadDays` reads them.

    `period_of_line` again, by the database: the line's own days, else those of the phase that it names, if that is in force
    on the day, else those of its action.
    """
    in_plan, phases = "line__action__in_plan_by_day", "line__action__phases"
    of_day = Q(**{f"{in_plan}__since__lte": on, f"{in_plan}__until__gt": on})
    named = Q(**{f"{phases}__place": F("phase_place")}) & in_force_q(on, f"{phases}__")
    rows = terms.alias(
        on_day=FilteredRelation(in_plan, condition=of_day),
        named=FilteredRelation(phases, condition=named),
    )
    days = Concat(_day("start", "runs_from"), Value("/"), _day("end", "runs_until"))
    return rows.annotate(days=Case(When(amount__isnull=False, then=days)))


def _day(name: str, of_action: str) -> Coalesce:
    """As text; empty where it is open."""
    has_own = Q(start__isnull=False) | Q(end__isnull=False)
    day = Case(
        When(has_own, then=F(name)),
        When(named__place__isnull=False, then=F(f"named__{name}")),
        default=F(f"on_day__{of_action}"),
    )
    return Coalesce(day_as_text(day), Value(""))


class ReadDays(dict[str, Period]):
    """The closed period of each `days`, with open ends taken to the plan's: many lines have the same, read once."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = Period(plan.start, plan.end)

    def __missing__(self, days: str) -> Period:
        self[days] = Period(*map(read_day, days.split("/"))).within(self.plan)
        return self[days]


class Periods:
    """The periods of actions and of their budget lines, from the phases as in force on a day: one query."""

    def __init__(self, plan: Plan, on: datetime.date, actions: Any = None) -> None:
        """Of all actions, or of these."""
        self.plan = Period(plan.start, plan.end)
        self.phases: dict[int, dict[int, Period]] = defaultdict(dict)
        rows = Phase.objects.in_force(on).filter(action__plan=plan)
        if actions is not None:
            rows = rows.filter(action__in=_keys(actions))
        for action, place, start, end in rows.values_list("action", "place", "start", "end"):
            self.phases[action][place] = Period(start, end)

    def of_action(self, action: int) -> Period:
        """From the action's earliest start to its latest end; one phase without an end means no end."""
        return period_of_action(self.phases[action].values())

    def of(self, terms: BudgetTerms) -> Period:
        """The closed period of a line, from its terms."""
        phases = self.phases[terms.action_id]
        phase = phases.get(terms.phase_place) if terms.phase_place else None
        own, action = Period(terms.start, terms.end), period_of_action(phases.values())
        return period_of_line(own, phase, action, self.plan)


def terms_in_force(plan: Plan, on: datetime.date, actions: Any) -> Any:
    """What the lines of the plan's actions say, lines and actions being in force on the day."""
    rows = (
        BudgetTerms.objects.in_force(on)
        .filter(in_force_q(on, "line__action__"), line__action__plan=plan)
        .select_related("line")
        .order_by(*ORDER)
    )
    return rows if actions is None else rows.filter(line__action__in=_keys(actions))


def _keys(actions: Any) -> Any:
    """A queryset as a plain subquery of keys, whatever it is annotated with; anything else as it is."""
    return actions.order_by().values("pk") if isinstance(actions, QuerySet) else actions
