"""Measures by which actions are counted: status, confidence, verdict and schedule, with the words for their codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionplan.reporting.states import DONE, NEVER_REPORTED, Confidence, Schedule, Status

from .sentences import status_word


@dataclass(frozen=True)
class Measure:
    """Something to count actions by: its name (also in addresses), label, and codes with words."""

    name: str
    label: str
    codes: tuple[tuple[str, str], ...]
    of_unfinished: bool = False
    """Whether it says how it goes, which nobody says of an action that is done."""

    def counted(self, actions: Iterable[Any]) -> list[Any]:
        """Those of the actions that it counts."""
        return [action for action in actions if not (self.of_unfinished and action.status in DONE)]


def measures() -> list[Measure]:
    """Status, confidence, verdict and schedule, with their codes in the order of the bars."""
    statuses = [Status.COMPLETED, Status.ONGOING, Status.NOT_STARTED, Status.STOPPED]
    of_status = [(str(code), str(code.label)) for code in statuses]
    never = (NEVER_REPORTED, status_word(NEVER_REPORTED))
    judged = [(str(code), str(code.label)) for code in Confidence]
    return [
        Measure("status", _("Status"), (*of_status, never)),
        Measure("confidence", _("Confidence"), (*judged, ("", _("not said"))), of_unfinished=True),
        Measure("verdict", _("Verdict"), (*judged, ("", _("not assessed"))), of_unfinished=True),
        Measure("schedule", _("Schedule"), tuple((str(code), str(code.label)) for code in Schedule)),
    ]


def measure_named(name: str) -> Measure:
    """The measure with this name; status if there is none."""
    known = measures()
    return next((measure for measure in known if measure.name == name), known[0])
