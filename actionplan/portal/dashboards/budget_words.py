"""What the actions and lines that a page names are called: read of those alone, since thousands are counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from actionplan.base.prepared import prepared_plain
from actionplan.reporting.moments import Moment
from budgets.models import BudgetTerms
from objectives.models import Plan

from .budget_actions import FEW, titled
from .budget_lines import Line
from .shown import Shown


def in_words(shown: Shown, *lists: Collection[Any]) -> list[list[Any]]:
    """The same named tuples, each with an action that has its title and, where it is about a line, with its words.

    Two queries at most, none where all have theirs.
    """
    titles = titled(shown, (row.action for rows in lists for row in rows))
    lines = worded(shown, (line for rows in lists for row in rows if (line := getattr(row, "line", None))))
    return [[_told(row, titles, lines) for row in rows] for rows in lists]


def _told(row: Any, titles: dict[int, Any], lines: dict[int, Line]) -> Any:
    row = row._replace(action=titles[row.action.key])
    line = getattr(row, "line", None)
    return row._replace(line=lines[line.row]) if line and line.row in lines else row


def worded(shown: Shown, lines: Iterable[Line]) -> dict[int, Line]:
    """Those that had no words yet, with their words, by `Line.row`: one query at most."""
    found = {line.row: line for line in lines if line.printed is None}
    if found:
        many = len(found) > FEW
        rows = _words_of_plan(shown.plan, shown.moment) if many else _words(shown.moment, list(found))
        for key, label, label_nl, printed in rows:
            if key in found:
                found[key] = found[key]._replace(label=label, label_nl=label_nl, printed=printed)
    return found


@prepared_plain
def _words(moment: Moment, lines: list[int]) -> QuerySet:
    return _said(moment).filter(line__in=lines)


@prepared_plain
def _words_of_plan(plan: Plan, moment: Moment) -> QuerySet:
    return _said(moment).filter(line__action__plan=plan)


def _said(moment: Moment) -> QuerySet:
    rows = BudgetTerms.objects.in_force(moment.plan_day).order_by()
    return rows.values_list("line", "label", "label_nl", "printed_as")
