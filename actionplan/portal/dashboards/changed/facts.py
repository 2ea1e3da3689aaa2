"""One action at one side of a comparison, as plain values that can be laid beside those of the other side.

`of_documents` makes them of what was read live or frozen; `comparing` lays two of them beside each other.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from actionplan.base.twins import Twin

TEXTS = ["done", "next_steps", "obstacles", "stop_reason", "stop_decision", "forecast_reason"]
"""Of the word's report: words, each shown only to who may read them."""
SPENT = ["committed", "paid", "forecast"]
"""What organisations report of money."""
MEASURES = ["planned", *SPENT]


@dataclass(frozen=True)
class Named:
    """A name with its Dutch twin, as `twin` takes it: of an action, a body, a minister, a milestone."""

    name: str
    name_nl: str = ""

    local_name = Twin("name")

    def __bool__(self) -> bool:
        return bool(self.name or self.name_nl)


class Phase(NamedTuple):
    label: Named
    start: datetime.date | None
    start_precision: str
    end: datetime.date | None
    end_precision: str
    continuous: bool


class Reported(NamedTuple):
    """Where a milestone stands in the word's report."""

    state: str
    achieved_on: datetime.date | None = None
    number: Decimal | None = None


class Milestone(NamedTuple):
    """What a milestone says, and where it stands: by the first day of its period, None for one that comes once."""

    title: Named
    due: datetime.date | None
    due_precision: str
    recurrence: str
    target: tuple[Decimal | None, Decimal | None, str]
    reported: Mapping[datetime.date | None, Reported]


class Line(NamedTuple):
    label: Named
    kind: str
    amount: Decimal | None
    per_year: bool


class Planned(NamedTuple):
    """What is planned of a line, in euro by calendar year."""

    years: Mapping[int, Decimal]
    is_derived: bool
    """Derived pro rata by day, not spread by the lead."""


class Said(NamedTuple):
    """A report that stands: the receipt of what it changed."""

    report: int
    key: str
    """Of the organisation."""
    organisation: Named
    is_lead: bool
    version: int
    round: str
    on_behalf: bool
    submitted_at: datetime.datetime | None
    submitted_by: str
    reviewed_at: datetime.datetime | None
    reviewed_by: str
    reviewed_within: bool


@dataclass(frozen=True)
class Facts:
    code: str
    in_plan: bool
    merged_into: str
    title: Named
    summary: Named
    objective: int
    kind: str
    limited: bool
    lead: tuple[str, Named]
    ministers: Mapping[str, tuple[str, Named]]
    """Role and title by key."""
    organisations: Mapping[str, tuple[str, Named]]
    phases: Mapping[int, Phase]
    runs_from: datetime.date | None
    runs_until: datetime.date | None
    is_continuous: bool
    status: str
    on_hold_since: datetime.date | None
    outcome: str
    confidence: str
    verdict: str
    actual_start: datetime.date | None
    actual_end: datetime.date | None
    forecast_end: datetime.date | None
    slip: tuple[int | None, int | None]
    """Days of the actual or forecast end after the end as adopted, and after the end in force."""
    milestones: Mapping[str, Milestone]
    lines: Mapping[int, Line]
    money: Mapping[str, Mapping[int, Decimal]]
    """In euro, by measure (`MEASURES`) and calendar year, over all organisations."""
    texts: Mapping[str, str | None]
    """Of the word's report; None was removed by law."""
    planned: Mapping[int, Planned] = field(default_factory=dict)
    """By the place of the line."""
    reports: Mapping[int, Said] = field(default_factory=dict)
    word: int | None = None
    """Which of the reports speaks for the action."""
    spent: Mapping[int, list[tuple[str, int, Decimal]]] = field(default_factory=dict)
    """By report: measure, calendar year and amount, in euro."""
    in_force: Mapping[tuple[str, Any], datetime.date] = field(default_factory=dict)
    """Since which day rows of the plan are in force, by table and key; nothing is as adopted."""
