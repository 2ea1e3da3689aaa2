"""Distributions of actions, of which every count leads to the list that it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from actionplan.picture.measures import Measure

from .choices import Choices
from .parts import Part

NOT_SAID = "none"
"""In an address: no confidence, no verdict."""


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
