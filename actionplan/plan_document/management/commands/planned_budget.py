"""Prints the amounts planned per calendar year, derived from the printed lines as in force today.

With `--with-spreads`, a line that its lead spread over the years stands as the lead spread it.

Lines without an amount are unknown, not zero: each is counted once, in the first year of its period, so that
both columns can be summed. An action counts once: under its objective, its first coordinating minister and its
lead's policy area, or under `none`.
"""

import csv
import datetime
import json
from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from actionplan.base.brussels import day_of
from actionplan.base.money import ZERO
from actionplan.organisations.models import Minister, PolicyArea
from actionplan.reports import spreads
from actions.models import Action
from budgets.models import BudgetLine
from budgets.planned import PlannedLine
from budgets.planned_rows import (
    first_years_without_amount,
    planned_by_action_and_year,
    planned_by_line_and_year,
    planned_lines,
)
from objectives.models import Plan

from .export_plan import plan_of

BY = ["year", "objective", "minister", "policy_area", "line"]
NONE = "none"

Row = dict[str, Any]


class Command(BaseCommand):
    help = (
        "Prints the planned amounts per calendar year, in euro, derived from the printed lines. A line without an amount "
        "is not zero: it is counted once, in the first year of its period."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", metavar="CODE", help="the plan's code; without it, the current plan")
        parser.add_argument("--by", choices=BY, default="year", help="what to add up by (year)")
        parser.add_argument(
            "--with-spreads", action="store_true", help="take the lead’s own spread where a line has one"
        )
        parser.add_argument("--format", choices=["csv", "json"], default="csv", help="how to print it (csv)")

    def handle(
        self, *, plan: str | None, by: str, format: str, with_spreads: bool = False, **options: Any
    ) -> None:
        today = day_of(timezone.now())
        found = plan_of(plan)
        lines = planned_lines(plan=found, on=today)
        if with_spreads:
            lines = spreads.with_spreads(lines, today)
        rows = rows_by_line(found, lines) if by == "line" else rows_by_key(found, lines, today, by)
        if format == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        names = (
            ["action", "line", "year", "planned"]
            if by == "line"
            else ["key", "year", "planned", "lines_without_amount"]
        )
        writer = csv.DictWriter(self.stdout, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def rows_by_line(plan: Plan, lines: list[PlannedLine]) -> list[Row]:
    """A row for each line with an amount and each of its years; the line is its place in the action, from 1."""
    places = {
        pk: (code, place)
        for pk, code, place in BudgetLine.objects.of_plan(plan).values_list("pk", "action__code", "place")
    }
    return [
        {"action": places[line][0], "line": places[line][1], "year": year, "planned": f"{amount:.2f}"}
        for (line, year), amount in planned_by_line_and_year(lines).items()
    ]


def rows_by_key(plan: Plan, lines: list[PlannedLine], on: datetime.date, by: str) -> list[Row]:
    """A row for each key and year in which it has an amount or a line without one, in the plan's order."""
    key_of, order = keys_of_actions(plan, on, by)
    planned: dict[tuple[Any, int], Any] = defaultdict(lambda: ZERO)
    without: dict[tuple[Any, int], int] = defaultdict(int)
    for (action, year), amount in planned_by_action_and_year(lines).items():
        planned[key_of.get(action, year), year] += amount
    for action, year in first_years_without_amount(plan=plan, on=on):
        without[key_of.get(action, year), year] += 1
    pairs = sorted(planned.keys() | without.keys(), key=lambda pair: (order.get(pair[0], 0), pair[1]))
    return [
        {
            "key": str(key),
            "year": year,
            "planned": f"{planned[key, year]:.2f}",
            "lines_without_amount": without[key, year],
        }
        for key, year in pairs
    ]


def keys_of_actions(plan: Plan, on: datetime.date, by: str) -> tuple[dict[int, Any], dict[Any, int]]:
    """The key under which each action counts, and the order of the keys. By year there are none: the year is the key."""
    if by == "year":
        return {}, {}
    actions = Action.objects.of_plan(plan, on).with_counting(on)
    if by == "objective":
        numbers = dict(actions.values_list("pk", "objective__number"))
        return numbers, {number: number for number in numbers.values()}
    if by == "minister":
        known, counting = dict(Minister.objects.values_list("pk", "key")), "counting_minister"
    else:
        known, counting = dict(PolicyArea.objects.values_list("pk", "code")), "counting_area"
    keys = {action: known.get(key, NONE) for action, key in actions.values_list("pk", counting)}
    return keys, {key: place for place, key in enumerate([*known.values(), NONE])}
