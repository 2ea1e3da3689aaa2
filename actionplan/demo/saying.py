"""The vocabulary of the scripts: who reports what about an action, when, and how it was reviewed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actionplan.reporting.report_fields import FIELD_NAMES
from actionplan.reporting.states import Confidence, MilestoneState, Outcome, Status

ON_TRACK, ATTENTION, OFF_TRACK = Confidence.ON_TRACK, Confidence.NEEDS_ATTENTION, Confidence.OFF_TRACK
NOT_STARTED = Status.NOT_STARTED


@dataclass(frozen=True)
class Spent:
    """On the line at `place` in a calendar year, to date: euro and full-time equivalents."""

    year: int
    committed: Decimal | None
    paid: Decimal | None
    place: int
    full_time_equivalents: Decimal | None = None


@dataclass(frozen=True)
class Reached:
    """The state of a milestone, or of a period of a recurring one."""

    key: str
    state: str
    on: datetime.date | None = None
    period: datetime.date | None = None
    number: Decimal | None = None
    words: str = ""
    expected_on: datetime.date | None = None
    expected_why: str = ""


@dataclass(frozen=True)
class Shown:
    """Evidence: a file of plain text that holds its own description, or a reference to an archive."""

    description: str
    file_name: str = ""
    archive_reference: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Measured:
    """The value of an indicator on a day."""

    key: str
    on: datetime.date
    value: Decimal
    provisional: bool = False


@dataclass(frozen=True)
class ReviewOutcome:
    """The outcome of a report: `accepted` (with a verdict, by default its own confidence), `returned`, `waiting`, `draft`, or
    `taken_back` and handed in again before it was accepted."""

    state: str = "accepted"
    verdict: str = ""
    remark: str = ""
    asks: str = ""
    """What is asked of the lead with the verdict; “off track” needs it."""


ACCEPTED = ReviewOutcome()
IN_REVIEW = ReviewOutcome("waiting")
STAYS_DRAFT = ReviewOutcome("draft")
TAKEN_BACK = ReviewOutcome("taken_back")


@dataclass(frozen=True)
class ScriptedReport:
    when: str
    """A moment of `days`, or a day as 2022-03-21."""
    facts: dict[str, Any]
    money: tuple[Spent, ...] = ()
    milestones: tuple[Reached, ...] = ()
    evidence: tuple[Shown, ...] = ()
    """What is added to it; later reports have it too."""
    measured: tuple[Measured, ...] = ()
    organisation: str = ""
    """The key of a partner; empty for the lead."""
    by: str = ""
    """The user name if it is not the organisation's contact point."""
    on_behalf: bool = False
    dutch: bool = False
    review: ReviewOutcome = ACCEPTED


@dataclass(frozen=True)
class ScriptedAction:
    """All reports on an action."""

    code: str
    reports: tuple[ScriptedReport, ...]


def told(code: str, *reports: ScriptedReport) -> ScriptedAction:
    return ScriptedAction(code, reports)


def lead(when: str, done: str, next_steps: str = "", **words: Any) -> ScriptedReport:
    """The lead's report, by default ongoing and on track. Days are written as 2022-03-21."""
    about = {name: words.pop(name) for name in list(words) if name in FIELD_NAMES}
    facts = {
        "status": Status.ONGOING,
        "confidence": ON_TRACK,
        "done": done,
        "next_steps": next_steps,
        **about,
    }
    if facts["status"] == Status.COMPLETED:
        facts["confidence"] = ""
    return ScriptedReport(
        when=when, facts={name: _as_value(name, value) for name, value in facts.items()}, **words
    )


def completed(
    when: str, done: str, ended: str, outcome: str = Outcome.AS_PLANNED, **words: Any
) -> ScriptedReport:
    """The lead's last report on an action."""
    return lead(when, done, status=Status.COMPLETED, actual_end=ended, outcome=outcome, **words)


def partner(organisation: str, when: str, done: str, **words: Any) -> ScriptedReport:
    """A partner's contribution: a text and its own expenditure."""
    return ScriptedReport(when=when, facts={"done": done}, organisation=organisation, **words)


def returned(remark: str) -> ReviewOutcome:
    return ReviewOutcome("returned", remark=remark)


def assessed(verdict: str, remark: str = "", *, asks: str = "") -> ReviewOutcome:
    """Accepted with a verdict by the Platform, and perhaps with something that it asks."""
    return ReviewOutcome("accepted", verdict=verdict, remark=remark, asks=asks)


def asking(what: str) -> ReviewOutcome:
    """Accepted with the lead's own word as verdict, and something that the Platform asks."""
    return ReviewOutcome("accepted", asks=what)


def spent(year: int, committed: int | str, paid: int | str, place: int = 1) -> Spent:
    """In euro."""
    return Spent(year, Decimal(committed), Decimal(paid), place)


def measured(key: str, on: str, value: int, *, provisional: bool = False) -> Measured:
    """Of an indicator of the story's amendment, on a day as 2022-03-21."""
    return Measured(key, datetime.date.fromisoformat(on), Decimal(value), provisional)


def staff(year: int, full_time_equivalents: str, place: int = 1) -> Spent:
    """People at work on a line without an amount."""
    return Spent(year, None, None, place, Decimal(full_time_equivalents))


def achieved(key: str, on: str, *, period: str = "", number: int | None = None, words: str = "") -> Reached:
    return Reached(
        key,
        MilestoneState.ACHIEVED,
        _day(on),
        _day(period),
        None if number is None else Decimal(number),
        words,
    )


def still_open(key: str, words: str = "", *, period: str = "", number: int | None = None) -> Reached:
    """Not achieved, with the reason."""
    return Reached(
        key, MilestoneState.OPEN, None, _day(period), None if number is None else Decimal(number), words
    )


def late(key: str, words: str, *, expected: str, why: str) -> Reached:
    """Not achieved in time, with the new date and the reason."""
    return Reached(key, MilestoneState.OPEN, words=words, expected_on=_day(expected), expected_why=why)


def every_month(key: str, first: str, last: str) -> tuple[Reached, ...]:
    """A monthly milestone, achieved on the twentieth of each month from `first` to `last` (inclusive)."""
    return tuple(
        Reached(key, MilestoneState.ACHIEVED, month.replace(day=20), month) for month in _months(first, last)
    )


def _months(first: str, last: str) -> Iterator[datetime.date]:
    month, end = datetime.date.fromisoformat(f"{first}-01"), datetime.date.fromisoformat(f"{last}-01")
    while month <= end:
        yield month
        month = (month + datetime.timedelta(days=31)).replace(day=1)


def _as_value(name: str, value: Any) -> Any:
    is_day = name in ("on_hold_since", "actual_start", "actual_end", "forecast_end", "agreed_on")
    return _day(value) if is_day and isinstance(value, str) else value


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
