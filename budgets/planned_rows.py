"""Planned amounts of a plan, read from its rows: two queries, whatever the number of actions.

`budgets.planned` has the rule; this module brings it the lines in force on a day, each with its closed period.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from actionplan.base.inforce import in_force_q
from actionplan.base.money import ZERO, in_cents
from actions.models import Phase
from objectives.models import Plan

from .models import BudgetTerms
from .planned import Period, PlannedLine, period_of_action, period_of_line, planned_total


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


def planned_totals_by_line(lines: Iterable[PlannedLine]) -> dict[int, Decimal]:
    """The planned total of each line, in euro, over all its years."""
    return {line.line: planned_total(line) for line in lines}


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
        .order_by("line__action__order", "line__place")
    )
    return rows if actions is None else rows.filter(line__action__in=_keys(actions))


def _keys(actions: Any) -> Any:
    """A queryset as a plain subquery of keys, whatever it is annotated with; anything else as it is."""
    return actions.order_by().values("pk") if isinstance(actions, QuerySet) else actions
