"""What is counted of a budget's lines: thousands are added up, and few of them become a `Line` that a page names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .budget_actions import BudgetAction
from .budget_lines import Line
from .budget_shares import UNNAMED, Share, Source, is_divided

PARTS = ["objective", "policy_area", "minister"]
Under = Mapping[str, Mapping[int, Any]]
"""What the money of each line counts under, by name, then by line: `PARTS`, as an address says them, `kind`, and `source`,
which is None where several pay, and every amount is divided."""


@dataclass(frozen=True)
class CountedLines:
    """The lines in force, in the plan's order, by keys that stand for nothing elsewhere."""

    lines: Mapping[int, Line]
    action_of: Mapping[int, int]
    """The key of the action of each."""
    place_of: Mapping[int, int]
    """Its place in it."""
    under: Under
    planned: Mapping[int, Mapping[int, int]]
    """Of each that has an amount: whole cents by calendar year."""
    divided: list[int]
    """Those that several pay."""
    spread_by_leads: int
    """How many there are that are not derived pro rata by day."""

    @classmethod
    def of(cls, lines: Mapping[int, Line], actions: Mapping[int, BudgetAction]) -> CountedLines:
        """Of lines that are made already."""
        return cls(
            lines,
            {key: line.key.action for key, line in lines.items()},
            {key: line.key.place for key, line in lines.items()},
            under_of(lines, actions),
            {key: line.planned for key, line in lines.items() if line.has_amount},
            [key for key, line in lines.items() if is_divided(line.shares)],
            sum(not line.is_derived for line in lines.values()),
        )

    def with_ended(self, ended: Mapping[int, Line], actions: Mapping[int, BudgetAction]) -> CountedLines:
        """Where lines that are no longer in force count as well."""
        more = CountedLines.of(ended, actions)
        return replace(
            self,
            action_of={**self.action_of, **more.action_of},
            place_of={**self.place_of, **more.place_of},
            under={name: {**words, **more.under[name]} for name, words in self.under.items()},
        )


def under_of(lines: Mapping[int, Line], actions: Mapping[int, BudgetAction]) -> Under:
    """Of lines that are made already."""
    parts = {
        name: {key: getattr(actions[line.key.action], name) for key, line in lines.items()} for name in PARTS
    }
    kinds = {key: line.kind for key, line in lines.items()}
    sources = {key: source_of_all(line.shares) for key, line in lines.items()}
    return {**parts, "kind": kinds, "source": sources}


def source_of_all(shares: tuple[Share, ...]) -> Source | None:
    """Who pays the whole of a line; None where several do."""
    if not shares:
        return UNNAMED
    return None if is_divided(shares) else shares[0].source
