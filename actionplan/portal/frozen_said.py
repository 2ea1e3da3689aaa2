"""What was reported and exchanged about an action when a round closed, each text as far as the person may read it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.states import Outcome, ReportKind, ReportState
from actionplan.rounds.computed import reports_on as standing_on
from actionplan.rounds.rows import day, instant, number

from .action_facts import LineOfBudget, add_planned
from .action_record import MoneyOfAction, YearOfAction
from .frozen_facts import FrozenFacts
from .money import sum_of_known


@dataclass(frozen=True)
class FrozenExpenditure:
    """What an organisation had committed and paid on a line in a calendar year, in euro."""

    organisation: Organisation | None
    report: int
    place: int
    year: int
    committed: Decimal | None
    paid: Decimal | None
    forecast: Decimal | None
    full_time_equivalents: Decimal | None
    source: Any


@dataclass(frozen=True)
class FrozenMilestone:
    """As `ReportedMilestone`: where a milestone stood in a report."""

    milestone_id: int
    period_start: datetime.date | None
    state: str
    achieved_on: datetime.date | None
    number: Decimal | None
    source: Any


class Rows(list):
    """Rows that were read already, where a function asks for `.all()` of them."""

    def all(self) -> Rows:
        return self


@dataclass(frozen=True)
class FrozenReport:
    """A report that stood, with its texts, its rows and the names of who acted on it."""

    key: int
    said: dict[str, Any]
    organisation: Organisation | None
    submitted_by: Any
    reviewed_by: Any
    expenditures: list[FrozenExpenditure]
    milestones: Rows

    @property
    def is_lead(self) -> bool:
        return self.said["kind"] == ReportKind.LEAD

    @property
    def submitted_at(self) -> datetime.datetime | None:
        return instant(self.said["submitted_at"])

    @property
    def reviewed_at(self) -> datetime.datetime | None:
        return instant(self.said["reviewed_at"])

    @property
    def redacted_at(self) -> datetime.datetime | None:
        """When texts had been removed by law before the round closed."""
        return instant(self.said["redacted_at"])

    @property
    def agreed_on(self) -> datetime.date | None:
        return day(self.said["agreed_on"])

    @property
    def outcome(self) -> str:
        return str(Outcome(self.said["outcome"]).label) if self.said["outcome"] else ""

    @property
    def awaits_review(self) -> bool:
        return self.said["state"] == ReportState.SUBMITTED


def reports_on(facts: FrozenFacts, basis: str) -> list[FrozenReport]:
    """The reports that stood on the basis, the lead's first."""
    code = facts["action"]["code"]
    documents = {(table, code): content for table, content in facts.of_action.items()}
    return [_report(facts, said) for said in standing_on(basis, code, documents).values()]


def word_among(reports: list[FrozenReport], key: int | None) -> FrozenReport | None:
    """The report of this key, which speaks for the action; None where there is none."""
    return next((report for report in reports if report.key == key), None)


def _report(facts: FrozenFacts, said: dict[str, Any]) -> FrozenReport:
    organisation = facts.organisation(said["organisation"])
    places = {row["key"]: row["place"] for row in facts["milestones"]}
    return FrozenReport(
        key=said["report"],
        said=said,
        organisation=organisation,
        submitted_by=facts.person(said["submitted_by"]),
        reviewed_by=facts.person(said["reviewed_by"]),
        expenditures=[
            FrozenExpenditure(
                organisation,
                said["report"],
                row["place"],
                row["year"],
                *(number(row[name]) for name in ["committed", "paid", "forecast", "full_time_equivalents"]),
                source=row["source"],
            )
            for row in said["expenditures"]
        ],
        milestones=Rows(_milestone(row, places) for row in said["milestones"] if row["key"] in places),
    )


def _milestone(row: dict[str, Any], places: dict[str, int]) -> FrozenMilestone:
    return FrozenMilestone(
        places[row["key"]],
        day(row["period_start"]),
        row["state"],
        day(row["achieved_on"]),
        number(row["number"]),
        row["source"],
    )


def money_on(lines: list[LineOfBudget], reports: list[FrozenReport]) -> MoneyOfAction:
    """Planned, committed and paid by calendar year, over all organisations, with the rows that they add up."""
    rows = [row for report in reports for row in report.expenditures]
    planned = add_planned(lines)
    by_year: dict[int, list[FrozenExpenditure]] = defaultdict(list)
    for row in rows:
        by_year[row.year].append(row)
    years = [
        YearOfAction(
            year,
            planned.get(year),
            sum_of_known(row.committed for row in by_year[year]),
            sum_of_known(row.paid for row in by_year[year]),
            sum_of_known(row.full_time_equivalents for row in by_year[year]),
        )
        for year in sorted({*planned, *by_year})
    ]
    return MoneyOfAction(years, sorted(rows, key=lambda row: (row.year, row.place)))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Said:
    """Something that somebody said on a day: a question, an answer, a minister's remark."""

    by: Any
    at: datetime.datetime | None
    text: Any
    of: Organisation | Minister | None = None
    """The organisation or the minister that speaks; nothing is the Platform."""
    was_redacted: bool = False
    """Removed by law before the round closed."""


@dataclass(frozen=True)
class FrozenThread:
    question: Said
    asked_of: Organisation | None
    answer_by: datetime.date | None
    is_closed: bool
    answers: list[Said]


def exchanged_on(facts: FrozenFacts) -> dict[str, Any]:
    """Questions with their answers, and what ministers' offices answered: as far as they were left in the documents."""
    return {
        "threads": [_thread(facts, row) for row in facts["questions"]],
        "offices": [
            _said(facts, row, row["remark"], facts.minister(row["minister"]), objects=row["objects_to_it"])
            for row in facts["minister_answers"]
        ],
    }


def _said(
    facts: FrozenFacts, row: Any, text: Any, of: Organisation | Minister | None, *, objects: bool = True
) -> Said:
    removed = objects and not text and row["redacted_at"] is not None
    return Said(facts.person(row["by"]), instant(row["at"]), text, of, removed)


def _thread(facts: FrozenFacts, row: Any) -> FrozenThread:
    asked = {"by": row["asked_by"], "at": row["asked_at"], "redacted_at": row["redacted_at"]}
    return FrozenThread(
        question=_said(facts, asked, row["text"], None),
        asked_of=facts.organisation(row["organisation"]),
        answer_by=day(row["answer_by"]),
        is_closed=row["closed_at"] is not None,
        answers=[
            _said(facts, answer, answer["text"], facts.organisation(answer["organisation"]))
            for answer in row["answers"]
        ],
    )
