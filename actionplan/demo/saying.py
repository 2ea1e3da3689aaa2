"""What the story says, in one language: who reports what about an action, when, how it was reviewed, and what is asked."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Day = datetime.date


@dataclass(frozen=True)
class Spent:
    """On the line at `place` in a calendar year, to date: euro and full-time equivalents."""

    year: int
    committed: Decimal | None = None
    paid: Decimal | None = None
    place: int = 1
    full_time_equivalents: Decimal | None = None
    withdrawn: str = ""
    """The names of the figures that were reported by mistake; `why` says how."""
    why: str = ""


@dataclass(frozen=True)
class Reached:
    """The state of a milestone, or of a period of a recurring one."""

    key: str
    state: str
    on: Day | None = None
    period: Day | None = None
    number: Decimal | None = None
    words: str = ""
    undone_why: str = ""
    expected_on: Day | None = None
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
    on: Day
    value: Decimal
    provisional: bool = False


@dataclass(frozen=True)
class ReviewOutcome:
    """What becomes of a report: `accepted` (with a verdict, by default its own confidence), `returned`, `waiting`, `draft`,
    `ready` for agreement, or `taken_back` and submitted again before it was accepted."""

    state: str = "accepted"
    verdict: str = ""
    remark: str = ""
    on: Day | None = None
    """The day of the review; by default within two weeks."""
    together: bool = False
    """Accepted with others, so that the lead's own word is taken over as the verdict."""
    asks: str = ""
    """What is asked with the verdict; “off track” needs it."""
    asks_minister: str = ""
    """Of which minister it is asked, by key; empty for the lead."""
    asks_by: Day | None = None
    """By which day; by default within ninety days."""


@dataclass(frozen=True)
class ScriptedReport:
    action: str
    when: str | Day
    """A moment of `days`, or a day."""
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
    unchanged: bool = False
    """Says that nothing changed since the last report; `source` says how one knows."""
    source: str = ""
    corrects: str = ""
    """The code of the closed round of which it corrects a figure."""
    corrected: tuple[Spent, ...] = ()
    """What that round should have said of lines and years."""
    review: ReviewOutcome = ReviewOutcome()


@dataclass(frozen=True)
class ScriptedQuestion:
    """A question to the lead, and its answer, if there is one."""

    action: str
    when: Day
    text: str
    answer_by: Day
    answered: Day | None = None
    answer: str = ""


@dataclass(frozen=True)
class ScriptedExtension:
    """More time, asked by the lead until a day, and perhaps granted on the day itself."""

    action: str
    when: Day
    until: Day
    reason: str
    is_granted: bool = False


@dataclass(frozen=True)
class ScriptedProposal:
    """A milestone that the lead proposes; titles in both languages."""

    action: str
    when: Day
    due: Day
    title: str
    title_nl: str


@dataclass(frozen=True)
class EndedAsk:
    """What was asked about an action is done."""

    action: str
    when: Day


@dataclass(frozen=True)
class Story:
    reports: list[ScriptedReport]
    questions: list[ScriptedQuestion]
    extensions: list[ScriptedExtension]
    proposals: list[ScriptedProposal]
    ended_asks: list[EndedAsk]
