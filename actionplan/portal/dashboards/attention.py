"""Points of attention: which actions have a reason, and the sentences that say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any, NamedTuple

from actionplan.reporting.overspending import Overspent
from actionplan.reporting.states import Attention, Confidence, Freshness, Schedule
from actionplan.reporting.words import Reason, attention_reasons

from .facts import Facts
from .shown import Shown

Reasons = tuple[Attention, ...]


class Stands(NamedTuple):
    """Of an action, all that may be a reason; of thousands, few differ."""

    confidence: str
    verdict: str
    schedule: str
    voices_differ: bool
    freshness: str
    is_overspent: bool

    @property
    def reasons(self) -> Reasons:
        """Every reason for which the action is a point of attention, worst first."""
        holds = {
            Attention.OFF_TRACK: Confidence.OFF_TRACK in (self.confidence, self.verdict),
            Attention.OVERDUE: self.schedule == Schedule.OVERDUE,
            Attention.LATE_START: self.schedule == Schedule.SHOULD_HAVE_STARTED,
            Attention.OVERSPENT: self.is_overspent,
            Attention.VOICES_DIFFER: self.voices_differ,
            Attention.STALE: self.freshness == Freshness.STALE,
            Attention.NEVER_REPORTED: self.freshness == Freshness.NEVER,
        }
        return tuple(reason for reason in Attention if holds[reason])


class Points:
    """The actions that have any reason, and which they have: worked out once for all that stand alike."""

    def __init__(self, facts: Facts, overspent: Set[int]) -> None:
        """`overspent` are keys of actions."""
        columns = [facts[name] for name in Stands._fields[:-1]]
        stands = list(zip(*columns, map(overspent.__contains__, facts["key"]), strict=True))
        found: Counter[Reasons] = Counter()
        weights: dict[tuple[Any, ...], tuple[int, int]] = {}
        for one, count in Counter(stands).items():
            if reasons := Stands._make(one).reasons:
                found[reasons] += count
                weights[one] = RANKS[reasons[0]], -len(reasons)
        self.counts = found
        """Of actions, by what they have."""
        self._weighed = [
            (weights[one], place, key)
            for place, (one, key) in enumerate(zip(stands, facts["key"], strict=True))
            if one in weights
        ]

    @property
    def total(self) -> int:
        return self.counts.total()

    def of_each(self) -> Counter[Attention]:
        """How many actions each reason concerns."""
        counts: Counter[Attention] = Counter()
        for reasons, count in self.counts.items():
            counts.update(dict.fromkeys(reasons, count))
        return counts

    def worst(self, most: int) -> list[int]:
        """Keys of so many actions: the worst reason first, then those with most reasons, in the plan's order."""
        return [key for _weight, _place, key in nsmallest(most, self._weighed)]


RANKS = {reason: rank for rank, reason in enumerate(Attention)}


@dataclass(frozen=True)
class PointOfAttention:
    action: Any
    reasons: list[Reason]
    url: str
    receipt_url: str
    """What was paid on the action."""

    @property
    def mark(self) -> str:
        """The worst of what the lead and the Platform say; nothing when both say on track, or nothing."""
        said = {self.action.confidence, self.action.verdict}
        return next((code for code in (Confidence.OFF_TRACK, Confidence.NEEDS_ATTENTION) if code in said), "")


def points_of_attention(
    shown: Shown, rows: dict[int, Any], keys: list[int], overspent: list[Overspent]
) -> list[PointOfAttention]:
    """The actions of these keys, in this order, each with its reasons."""
    return [
        PointOfAttention(
            rows[key],
            attention_reasons(rows[key], [line for line in overspent if line.action == key]),
            shown.action_url(rows[key].code),
            shown.url("money-receipt", measure="paid", action=rows[key].code),
        )
        for key in keys
        if key in rows
    ]
