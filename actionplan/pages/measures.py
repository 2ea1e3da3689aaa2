"""Distributions of actions, of which every count leads to the list that it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from actionplan.picture.measures import Measure

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
