"""A milestone beside its action, as dashboards tell both, made of what was read of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from actionplan.reporting.milestone_states import NOTHING_TOLD, Promised, Told, periods_expected


class Brief(NamedTuple):
    """What a row about a milestone says of its action; `word` is the key of the report that speaks for it."""

    action: int
    code: str
    order: int
    objective: str
    title: str
    title_nl: str
    word: int | None
    runs_from: datetime.date | None
    runs_until: datetime.date | None

    @property
    def runs(self) -> tuple[datetime.date | None, datetime.date | None]:
        return self.runs_from, self.runs_until


class PromiseFact(NamedTuple):
    action: Brief
    milestone: Promised


Briefs = Mapping[int, Brief]
Promises = dict[int, list[Promised]]
"""By the key of their action, each in its order."""


class Whole(NamedTuple):
    """The plan's first and last day, to which open ends of recurring milestones are taken, and the day reckoned on."""

    start: datetime.date
    end: datetime.date
    on: datetime.date


BRIEF = ["title", "title_nl", "word_report", "runs_from", "runs_until"]
"""Of an action: what follows its key, code, order and objective in a `Brief`."""

TERMS = [
    "title",
    "title_nl",
    "due",
    "due_precision",
    "recurrence",
    "unit",
    "target_from",
    "target_to",
]


RECURRENCE = 3 + TERMS.index("recurrence")
"""Its place behind the key, the place and the origin."""


def promised(
    facts: tuple[Any, ...],
    told: Sequence[Told],
    runs: tuple[datetime.date | None, datetime.date | None],
    whole: Whole,
    agreed: datetime.date | None,
) -> Promised:
    """Of a recurring one what is told by period, of any other once; what says nothing is left out.

    `facts` are what a `Promised` begins with. Its action `runs` from one day until another.
    """
    recurrence = facts[RECURRENCE]
    if not recurrence:
        if told:
            told = [row for row in told if row.period_start is None and row != NOTHING_TOLD]
        return Promised(*facts, whole.on, tuple(told))
    expected = expected_of(recurrence, runs, whole, agreed)
    return Promised(*facts, whole.on, tuple(row for row in told if row.period_start), expected)


def expected_of(
    recurrence: str,
    runs: tuple[datetime.date | None, datetime.date | None],
    whole: Whole,
    agreed: datetime.date | None,
) -> tuple[datetime.date, ...]:
    """First days of the periods up to the day; one that was proposed begins when it was agreed to."""
    first, last = runs
    return periods_expected(recurrence, first or whole.start, min(whole.on, last or whole.end), agreed)
