"""What actions are counted by, and their distributions, of which every count leads to the list that it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.reporting.states import (
    NEVER_REPORTED,
    Confidence,
    Freshness,
    Schedule,
    Status,
    confidence_word,
)

from .choices import Choices
from .parts import Part

NOT_SAID = "none"
"""In an address: no confidence, no verdict."""


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


Segment = dict[str, Any]
"""A part of a bar: `code`, `label`, `count`, and the `url` of the list of just those actions."""


def segments(measure: Measure, actions: Iterable[Any], list_url: Callable[..., str]) -> list[Segment]:
    """The distribution of these actions; `list_url` gives the address of their list with one more filter."""
    counts = Counter(str(getattr(action, measure.name)) for action in actions)
    return [
        {
            "code": code or "none",
            "label": label,
            "count": counts[code],
            "url": list_url(**{measure.name: code or NOT_SAID}),
        }
        for code, label in measure.codes
    ]


@dataclass(frozen=True)
class LinkedCount:
    """How many actions, and the address of their list."""

    count: int
    url: str


AMOUNTS = {
    "planned": gettext_lazy("Planned"),
    "committed": gettext_lazy("Committed"),
    "paid": gettext_lazy("Paid"),
}


def amount_cells(choices: Choices, sums: Mapping[str, Decimal], **only: Any) -> list[dict[str, Any]]:
    """Planned, committed and paid in euro, each with its receipt, for `ui/amount_cell.html`; `only` narrows the receipt."""
    return [
        {
            "head": str(head),
            "amount": sums.get(measure),
            "url": choices.url("money-receipt", measure=measure, **only),
        }
        for measure, head in AMOUNTS.items()
    ]


@dataclass(frozen=True)
class CountedPart:
    """An objective, a policy area, an organisation or a minister with the actions that count under it; or what is under none."""

    part: Part
    count: int
    url: str
    segments: list[Segment]


def counted_parts(choices: Choices, name: str, measure: Measure) -> list[CountedPart]:
    """The parts of this name that any action in the scope counts under, each with its distribution."""
    found = []
    for part in choices.parts_of(name):
        if actions := choices.actions.under(name, part.value):
            list_url = partial(choices.list_url, **{name: part.value})
            found.append(CountedPart(part, len(actions), list_url(), segments(measure, actions, list_url)))
    return found
