"""Prints the amounts planned per calendar year of the lines as in force today: as the plan states them, else derived.

Lines whose amount is unknown are not zero: each is counted once, in the first year of its period, so that
both columns can be summed. An action counts once: under its objective, its first coordinating minister and its
lead's policy area, or under `none`.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from actionplan.base import clock
from actionplan.base.money import ZERO
from actionplan.picture import live
from actionplan.picture.actions import NONE
from actionplan.picture.moment import Moment
from actionplan.picture.money import period_in_plan
from actionplan.picture.picture import ActionPicture, LinePicture, Picture
from budgets.planned import Period

from .export_plan import plan_of

BY = ["year", "objective", "minister", "policy_area", "line"]


class Command(BaseCommand):
    help = (
        "Prints the planned amounts per calendar year, in euro: as the plan states them, else derived from the printed "
        "lines. A line without an amount is not zero: it is counted once, in the first year of its period."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", metavar="CODE", help="the plan's code; without it, the current plan")
        parser.add_argument("--by", choices=BY, default="year", help="what to add up by (year)")
        parser.add_argument("--format", choices=["csv", "json"], default="csv", help="how to print it (csv)")

    def handle(self, *, plan: str | None, by: str, format: str, **options: Any) -> None:
        row = plan_of(plan)
        picture = live.read(row, Moment.now(clock.now()))
        lines = list(lines_of(picture))
        rows = rows_by_line(lines) if by == "line" else rows_by_key(picture, lines, by)
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


Lines = list[tuple[ActionPicture, LinePicture]]


def lines_of(picture: Picture) -> Iterator[tuple[ActionPicture, LinePicture]]:
    """Each action with each of its lines, in the plan's order, and the amounts planned by year."""
    for action in picture.actions:
        for line in action.lines:
            yield action, line


def rows_by_line(lines: Lines) -> list[dict[str, Any]]:
    """A row for each line with an amount and each of its years; a line is named by its place in the action, from 1."""
    return [
        {"action": action.code, "line": line.place, "year": year, "planned": f"{amount:.2f}"}
        for action, line in lines
        for year, amount in line.planned.items()
    ]


def rows_by_key(picture: Picture, lines: Lines, by: str) -> list[dict[str, Any]]:
    """A row for each key and each year in which it has a line, with or without an amount, in the plan's order.

    When rows are by year, the year itself is the key.
    """
    keys = {
        "year": [],
        "objective": picture.objectives,
        "minister": [*picture.ministers, NONE],
        "policy_area": [*picture.policy_areas, NONE],
    }
    order: dict[Any, int] = {key: place for place, key in enumerate(keys[by])}
    planned: dict[tuple[Any, int], Decimal] = defaultdict(lambda: ZERO)
    without: dict[tuple[Any, int], int] = defaultdict(int)
    for action, line in lines:
        key = None if by == "year" else getattr(action, by) or NONE
        for year, amount in line.planned.items():
            planned[key or year, year] += amount
        if line.is_unknown:
            first = first_year(action, line, picture)
            without[key or first, first] += 1
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


def first_year(action: ActionPicture, line: LinePicture, picture: Picture) -> int:
    runs, whole = Period(action.runs_from, action.runs_until), Period(picture.plan.start, picture.plan.end)
    period = period_in_plan(line, action.phases, runs, whole)
    return (period.start or picture.plan.start).year
