"""Thousands of actions judged by the points of quality: of what looks alike to the rules, one is judged.

`tests/test_quality_alike.py` judges each of them too.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

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
    runs_from: datetime.date | None
    runs_until: datetime.date | None
    schedule: str
    confidence: str
    forecast_end: datetime.date | None
    names_obstacle: bool
    names_source: bool
    unsourced_amounts: int | None
    unsourced_milestones: int | None

    @property
    def runs(self) -> tuple[datetime.date | None, datetime.date | None]:
        return self.runs_from, self.runs_until


StandRow = tuple[Any, ...]
"""The same, not made a `Stand`: there are thousands."""
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
        (
            _order,
            _key,
            _lead,
            _objective,
            word,
            _from,
            runs_until,
            schedule,
            confidence,
            forecast_end,
            *named,
        ) = stand
        of_kinds = self._of_kinds.get(kinds)
        if of_kinds is None:
            promises = [self._examples[kind] for kind in kinds]
            of_kinds = results_of(judged_by_milestones(Looked(self.on, promises=promises)))
            self._of_kinds[kinds] = of_kinds
        said = (word is not None, follows_money, schedule, confidence, *named)
        of_said = self._of_said.get(said)
        if of_said is None:
            of_said = self._of_said[said] = self._judge_what_is_said(*said)
        late = NOT_LATE
        if schedule == Schedule.OVERDUE:
            facts = Looked(self.on, runs_until, schedule=schedule, forecast_end=forecast_end)
            late = results_of([forecast(facts)])
        return of_kinds + late + of_said

    def _judge_what_is_said(
        self, has_report: bool, follows_money: bool | None, schedule: str, confidence: str, *named: Any
    ) -> Results:
        lines = [] if follows_money is None else [Line("", "", follows_money)]
        facts = Looked(self.on, None, has_report, (), lines, schedule, confidence, None, *named)
        return results_of(judged_by_what_is_said(facts))
