"""Reads the story in one of its languages: `story/*.toml` has every text in English and in Dutch."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.text import capfirst

from actionplan.reporting.report_fields import FIELD_NAMES
from actionplan.reporting.states import Confidence, MilestoneState, Status

from .saying import (
    EndedAsk,
    Measured,
    Reached,
    ReviewOutcome,
    ScriptedExtension,
    ScriptedProposal,
    ScriptedQuestion,
    ScriptedReport,
    Shown,
    Spent,
    Story,
)
from .texts import in_language

FOLDER = Path(__file__).with_name("story")
FILES = [
    *["objective_1", "objective_2", "objective_3_platform", "objective_3_security", "objective_4"],
    *["objective_5", "objective_6", "objective_7", "objective_8"],
    *["between_rounds_2023", "round_2023_06"],
]
"""In the order in which reports are numbered, by which their hours and reviewers vary."""
Row = dict[str, Any]


def read_story(language: str) -> Story:
    files = [
        tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal)
        for name in FILES
    ]
    return StoryReader(files, language).story()


@dataclass(frozen=True)
class StoryReader:
    files: list[Row]
    language: str

    def story(self) -> Story:
        return Story(
            reports=[self.report(row) for row in self.rows("reports")],
            questions=[ScriptedQuestion(**self.said(row)) for row in self.rows("questions")],
            extensions=[ScriptedExtension(**self.said(row)) for row in self.rows("extensions")],
            proposals=[self.proposal(**row) for row in self.rows("proposals")],
            ended_asks=[EndedAsk(**row) for row in self.rows("ended_asks")],
        )

    def rows(self, name: str) -> Iterator[Row]:
        return (row for file in self.files for row in file.get(name, []))

    def said(self, row: Row) -> Row:
        """The row with each text in the language, as a sentence."""
        return {
            name: in_language(value, self.language) if isinstance(value, dict) else value
            for name, value in row.items()
        }

    def report(self, row: Row) -> ScriptedReport:
        """By default ongoing and on track; a partner's says neither. Whole numbers are amounts too."""
        months = self.months(**row.pop("every_month")) if "every_month" in row else ()
        milestones = [Reached(**self.said(one)) for one in row.pop("milestones", [])]
        review = ReviewOutcome(**self.said(row.pop("review", {})))
        evidence = tuple(Shown(**self.said(one)) for one in row.pop("evidence", []))
        money = tuple(Spent(**self.said(self.in_decimals(one))) for one in row.pop("money", []))
        corrected = tuple(Spent(**self.in_decimals(one)) for one in row.pop("corrected", []))
        measured = tuple(Measured(**self.in_decimals(one)) for one in row.pop("measured", []))
        words = self.said(row)
        partner = words.pop("partner", "")
        names = [name for name in FIELD_NAMES if name != "source"]
        facts = {name: words.pop(name) for name in names if name in words}
        if not partner:
            facts = {"status": Status.ONGOING, "confidence": Confidence.ON_TRACK} | facts
        if facts.get("status") == Status.COMPLETED:
            facts["confidence"] = ""
        return ScriptedReport(
            facts=facts,
            organisation=partner,
            money=money,
            milestones=(*milestones, *months),
            evidence=evidence,
            measured=measured,
            corrected=corrected,
            review=review,
            **words,
        )

    @staticmethod
    def in_decimals(row: Row) -> Row:
        names = {"committed", "paid", "full_time_equivalents", "value"}
        return {name: Decimal(value) if name in names else value for name, value in row.items()}

    @staticmethod
    def months(key: str, first: datetime.date, last: datetime.date) -> Iterator[Reached]:
        """A monthly milestone, achieved on the twentieth of each month from `first` to `last` (inclusive)."""
        while first <= last:
            yield Reached(key, MilestoneState.ACHIEVED, first.replace(day=20), first)
            first = (first + datetime.timedelta(days=31)).replace(day=1)

    @staticmethod
    def proposal(title: dict[str, str], **row: Any) -> ScriptedProposal:
        """A proposal has the text in both languages."""
        return ScriptedProposal(title=capfirst(title["en"]), title_nl=capfirst(title["nl"]), **row)
