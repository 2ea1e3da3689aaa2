"""What the files of a page are called: after the plan, of when, on which basis and of which part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actionplan.base.files import joined_name

from .choices import Choices


def name_of_file(kind: str, choices: Choices, narrowed: Mapping[str, Any], ending: str = "csv") -> str:
    """`budget-2020-2024-known-2022-12-31-accepted-objective-3.csv`: the plan, of when, the basis, and what narrows it."""
    return joined_name([kind, choices.plan.code, _when(choices), choices.basis], narrowed, ending)


def _when(choices: Choices) -> str:
    """The day, or the round and which of its closings where that is not the newest."""
    if choices.round is None:
        return f"known-{choices.moment.plan_day}"
    closing = choices.time_query.get("closing")
    return f"round-{choices.round.code}" + (f"-closing-{closing}" if closing else "")
