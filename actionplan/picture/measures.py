"""Measures by which actions are counted: status, confidence, verdict and schedule, with the words for their codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.reporting.states import (
    DONE,
    NEVER_ASSESSED,
    NEVER_REPORTED,
    NOT_GIVEN,
    Confidence,
    Schedule,
    Status,
)

from .picture import ActionPicture
from .sentences import confidence_word, status_word


@dataclass(frozen=True)
class Measure:
    """Something to count actions by: its name (also in addresses), label, and codes with words, from best to worst."""

    name: str
    label: str
    codes: tuple[tuple[str, str], ...]
    of_unfinished: bool = False
    """Whether it says how it goes: an action that is done counts as completed or stopped instead."""

    def code_of(self, action: Any) -> str:
        """The code that the action counts under."""
        ended = self.of_unfinished and action.status in DONE
        return str(action.status if ended else getattr(action, self.name))

    def counts(self, actions: Iterable[Any]) -> dict[str, int]:
        """How many of the actions count under each code, in the order of the codes."""
        found = Counter(map(self.code_of, actions))
        return {code: found[code] for code, _label in self.codes}

    def in_words(self, actions: Iterable[Any]) -> str:
        """ "9 completed, 40 ongoing", leaving out zeros."""
        counts = self.counts(actions)
        return ", ".join(f"{counts[code]} {label}" for code, label in self.codes if counts[code])


def measures() -> list[Measure]:
    """Status, confidence, verdict and schedule, with their codes in the order of the bars."""
    statuses = [Status.COMPLETED, Status.ONGOING, Status.NOT_STARTED, Status.STOPPED]
    never = (NEVER_REPORTED, status_word(NEVER_REPORTED))
    better = _labelled(Status.COMPLETED, Status.STOPPED, Confidence.ON_TRACK)
    worse = _labelled(Confidence.NEEDS_ATTENTION, Confidence.OFF_TRACK)
    confidences, verdicts = ((*better, ("", str(unsaid)), *worse) for unsaid in (NOT_GIVEN, NEVER_ASSESSED))
    return [
        Measure("status", _("Status"), (*_labelled(*statuses), never)),
        Measure("confidence", _("Confidence"), confidences, of_unfinished=True),
        Measure("verdict", _("Verdict"), verdicts, of_unfinished=True),
        Measure("schedule", _("Schedule"), _labelled(*Schedule)),
    ]


def _labelled(*codes: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(code.label)) for code in codes)


def measure_named(name: str) -> Measure:
    """The measure with this name; status if there is none."""
    known = measures()
    return next((measure for measure in known if measure.name == name), known[0])


def given_word(action: ActionPicture) -> str:
    """The lead's confidence, or that none is given; a dash for what is done, of which none is asked."""
    given = confidence_word(action.confidence)
    return given or (formatting.UNKNOWN if action.is_done else str(NOT_GIVEN))
