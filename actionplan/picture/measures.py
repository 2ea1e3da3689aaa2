"""What actions are counted by: status, confidence, verdict, schedule and freshness, with the words for each code."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from actionplan.reporting.states import (
    NEVER_REPORTED,
    Confidence,
    Freshness,
    Schedule,
    Status,
    confidence_word,
)


@dataclass(frozen=True)
class Measure:
    """Something that actions are counted by: its name, in an address too, its question, its codes with their words."""

    name: str
    label: str
    codes: tuple[tuple[str, str], ...]

    @property
    def is_said(self) -> bool:
        """Whether somebody says it, for which continuous actions have words of their own."""
        return self.name in ("confidence", "verdict")

    @property
    def is_wide(self) -> bool:
        """Whether it has more columns than a table of parts has room for beside its chart."""
        return len(self.codes) > 6


def measures() -> list[Measure]:
    """Status, confidence, verdict and schedule, in the order in which bars show their codes."""
    statuses = [Status.COMPLETED, Status.ONGOING, Status.NOT_STARTED, Status.STOPPED]
    of_status = [(str(code), str(code.label)) for code in statuses]
    never = (NEVER_REPORTED, str(Freshness.NEVER.label))
    return [
        Measure("status", _("Status"), (*of_status, never)),
        *_said(continuous=False),
        Measure("schedule", _("Schedule"), tuple((str(code), str(code.label)) for code in Schedule)),
    ]


def measures_of_continuous() -> list[Measure]:
    """Confidence and verdict of continuous actions, which have words of their own."""
    return _said(continuous=True)


def _said(*, continuous: bool) -> list[Measure]:
    words = [(str(code), confidence_word(code, continuous=continuous)) for code in Confidence]
    return [
        Measure("confidence", _("Confidence"), (*words, ("", _("not said")))),
        Measure("verdict", _("Verdict"), (*words, ("", _("not assessed")))),
    ]


def freshness() -> Measure:
    return Measure("freshness", _("Freshness"), tuple((str(code), str(code.label)) for code in Freshness))


def measure_named(name: str) -> Measure:
    """The measure of that name; status for any other."""
    known = measures()
    return next((measure for measure in known if measure.name == name), known[0])
