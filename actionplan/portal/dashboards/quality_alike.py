"""Thousands of actions judged by the points of quality: of what looks alike to the rules, one is judged.

`tests/test_quality_alike.py` judges each of them too.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from actionplan.base.days_as_text import read_day
from actionplan.reporting.milestone_states import NOTHING_TOLD, Promised
from actionplan.reporting.quality import (
    Line,
    Looked,
    Results,
    forecast,
    judged_by_milestones,
    judged_by_what_is_said,
    results_of,
)
from actionplan.reporting.states import Schedule

RowTold = tuple[int, datetime.date | None, str, int | None]
"""A milestone, the first day of a period where it recurs, what is said of it, and a number in hundredths."""


def look_of(
    due: datetime.date | None,
    recurrence: str,
    is_measured: bool,
    has_target: bool,
    told: Sequence[RowTold],
    expected: tuple[datetime.date, ...],
    on: datetime.date,
) -> Hashable:
    """All that the rules look at in a milestone: its periods where it recurs with a target, else what became of it."""
    if recurrence:
        periods = tuple((start, state, number is None) for _key, start, state, number in told)
        return recurrence, is_measured, has_target, expected, periods
    is_time = due is not None and due <= on
    for _key, start, state, number in told:
        if start is None:
            return due is None, is_time, is_measured, has_target, state, number is None
    return due is None, is_time, is_measured, has_target, NOTHING_TOLD.state, True


class Stand(NamedTuple):
    """Where an action stands, as far as the points ask; its lead, objective and word by their keys."""

    order: int
    key: int
    lead: int | None
    objective: int
    word: int | None
    runs_from: str | None
    """As is `2022-12-31`, as are the next days: read of few, where they count."""
    runs_until: str | None
    schedule: str
    confidence: str
    forecast_end: str | None
    names_obstacle: bool
    names_source: bool
    unsourced_amounts: int | None
    unsourced_milestones: int | None

    @property
    def runs(self) -> tuple[datetime.date | None, datetime.date | None]:
        return read_day(self.runs_from), read_day(self.runs_until)


StandRow = tuple[Any, ...]
"""The same, not made a `Stand`: there are thousands. Where in it stands:"""
WORD, UNTIL, SCHEDULE, CONFIDENCE, FORECAST_END, NAMED = map(
    Stand._fields.index,
    ["word", "runs_until", "schedule", "confidence", "forecast_end", "names_obstacle"],
)
NOT_LATE: Results = (None,)


class Judge:
    """Of one day; keeps what it found of each look."""

    def __init__(self, on: datetime.date) -> None:
        self.on = on
        self._kinds: dict[Hashable, int] = {}
        self._examples: list[Promised] = []
        """One milestone of each kind."""
        self._of_kinds: dict[tuple[int, ...], Results] = {}
        self._of_said: dict[tuple[Any, ...], Results] = {}
        self._of_all: dict[tuple[Any, ...], Results] = {}
        """Of actions that are not overdue, for which no day counts but those of their milestones."""

    def kind_of(self, look: Hashable) -> int | None:
        """The number of all milestones of this look; None where it is the first."""
        return self._kinds.get(look)

    def new_kind(self, look: Hashable, example: Promised) -> int:
        self._examples.append(example)
        kind = self._kinds[look] = len(self._kinds)
        return kind

    def results(self, stand: StandRow, kinds: tuple[int, ...], follows_money: bool | None) -> Results:
        """Of an action: where it stands, its milestones by their kinds, and whether money is reported on all of its lines
        (None without any).
        """
        schedule = stand[SCHEDULE]
        looks = (kinds, stand[WORD] is not None, follows_money, schedule, stand[CONFIDENCE], *stand[NAMED:])
        if schedule != Schedule.OVERDUE:
            if looks not in self._of_all:
                self._of_all[looks] = self._judge_kinds(kinds) + NOT_LATE + self._judge_said(*looks[1:])
            return self._of_all[looks]
        until, forecast_end = read_day(stand[UNTIL]), read_day(stand[FORECAST_END])
        facts = Looked(self.on, until, schedule=schedule, forecast_end=forecast_end)
        return self._judge_kinds(kinds) + results_of([forecast(facts)]) + self._judge_said(*looks[1:])

    def _judge_kinds(self, kinds: tuple[int, ...]) -> Results:
        if kinds not in self._of_kinds:
            promises = [self._examples[kind] for kind in kinds]
            self._of_kinds[kinds] = results_of(judged_by_milestones(Looked(self.on, promises=promises)))
        return self._of_kinds[kinds]

    def _judge_said(self, *said: Any) -> Results:
        if said not in self._of_said:
            self._of_said[said] = self._judge_what_is_said(*said)
        return self._of_said[said]

    def _judge_what_is_said(
        self, has_report: bool, follows_money: bool | None, schedule: str, confidence: str, *named: Any
    ) -> Results:
        lines = [] if follows_money is None else [Line("", "", follows_money)]
        facts = Looked(self.on, None, has_report, (), lines, schedule, confidence, None, *named)
        return results_of(judged_by_what_is_said(facts))
