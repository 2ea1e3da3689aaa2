"""Counting actions for dashboards: distributions whose every count leads to the list that it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.addresses import with_query
from actionplan.base.spoken import spoken
from actionplan.reporting.states import (
    NEVER_REPORTED,
    Confidence,
    Freshness,
    Schedule,
    Status,
    confidence_word,
)

NOT_SAID = "none"
"""In an address: no confidence, no verdict."""


@dataclass(frozen=True)
class Tally:
    """How many times each code was counted."""

    counts: Mapping[str, int]

    @classmethod
    def of(cls, codes: Iterable[str]) -> Tally:
        return cls(Counter(codes))

    def __getitem__(self, code: str) -> int:
        return self.counts.get(code, 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Measure:
    """Something that actions are counted by: its name in the address, its question, its codes with their words."""

    name: str
    label: str
    codes: list[tuple[str, str]]

    def code_in_address(self, code: str) -> str:
        return code or NOT_SAID

    @property
    def is_said(self) -> bool:
        """Whether somebody says it, for which continuous actions have words of their own."""
        return self.name in SAID


SAID = ["confidence", "verdict"]


@spoken
def measures() -> tuple[Measure, ...]:
    """Status, confidence, verdict and schedule, in the order in which bars show their codes."""
    never = (NEVER_REPORTED, str(Freshness.NEVER.label))
    statuses = [Status.COMPLETED, Status.ONGOING, Status.NOT_STARTED, Status.STOPPED]
    words = [(str(code), str(code.label)) for code in Confidence]
    return (
        Measure("status", _("Status"), [*((str(code), str(code.label)) for code in statuses), never]),
        Measure("confidence", _("Confidence"), [*words, ("", _("not said"))]),
        Measure("verdict", _("Verdict"), [*words, ("", _("not assessed"))]),
        Measure("schedule", _("Schedule"), [(str(code), str(code.label)) for code in Schedule]),
    )


@spoken
def measures_of_continuous() -> tuple[Measure, ...]:
    """Confidence and verdict of continuous actions, which have words of their own."""
    words = [(str(code), confidence_word(code, continuous=True)) for code in Confidence]
    return (
        Measure("confidence", _("Confidence"), [*words, ("", _("not said"))]),
        Measure("verdict", _("Verdict"), [*words, ("", _("not assessed"))]),
    )


def measure_named(name: str, known: Sequence[Measure] | None = None) -> Measure:
    """The measure of that name; status for any other. `known` are all of them, where they were made before."""
    known = known or measures()
    return next((measure for measure in known if measure.name == name), known[0])


def list_address(list_url: str, filters: Mapping[str, Any]) -> str:
    return with_query(list_url, filters)
