"""The money of a closed round as it was frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from actionplan.base.money import in_cents
from actionplan.portal.frozen import Frozen
from actionplan.reporting.models import SnapshotMoney

from .budget_actions import actions_shown
from .budget_counted import CountedLines
from .budget_lines import Line, LineKey, Lines, ended_line, frozen_lines
from .budget_money import BudgetMoney
from .budget_spent import SpentRow
from .budget_sums import SPENT
from .shown import Shown


def frozen_money(shown: Shown, frozen: Frozen, year: int | None) -> BudgetMoney:
    """Three queries, whatever the size; lines are numbered as they come."""
    actions = {action.key: action for action in actions_shown(shown)}
    lines = dict(enumerate(_lines(frozen, actions).values()))
    numbers = {line.key: number for number, line in lines.items()}
    ended: dict[int, Line] = {}
    spent: list[SpentRow] = []
    for key, row in frozen_spent(frozen):
        if key.action not in actions:
            continue
        if key not in numbers:
            numbers[key] = len(numbers)
            ended[numbers[key]] = ended_line(key)
        spent.append((numbers[key], *row))
    return BudgetMoney(actions, CountedLines.of(lines, actions), ended, spent, year)


def _lines(frozen: Frozen, actions: Collection[int]) -> Lines:
    """In the order of the actions; what was frozen is in the order in which the database gave it then."""
    order = {key: place for place, key in enumerate(actions)}
    lines = frozen_lines(frozen)
    found = sorted(
        (key for key in lines if key.action in order), key=lambda key: (order[key.action], key.place)
    )
    return {key: lines[key] for key in found}


Said = tuple[int, int | None, int | None, int | None]
"""Calendar year, then `SPENT` in whole cents."""


def frozen_spent(frozen: Frozen) -> Iterator[tuple[LineKey, Said]]:
    """One query; what one organisation said of a line and year stands in one row, as live."""
    rows = SnapshotMoney.objects.of_snapshot(frozen.snapshot).on_basis(frozen.basis).filter(measure__in=SPENT)
    columns = ["action", "place", "year", "organisation_key", "measure", "amount"]
    found: dict[tuple[int, int, int, str], dict[str, int]] = defaultdict(dict)
    for action, place, year, organisation, measure, amount in rows.order_by().values_list(*columns):
        found[action, place, year, organisation][measure] = in_cents(amount)
    for (action, place, year, _organisation), said in found.items():
        amounts = (said.get("committed"), said.get("paid"), said.get("forecast"))
        yield LineKey(action, place), (year, *amounts)
