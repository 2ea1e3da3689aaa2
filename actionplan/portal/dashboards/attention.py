"""Points of attention: which actions have a reason, and the sentences that say it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from itertools import chain
from typing import Any

from actionplan.reporting.overspending import Overspent
from actionplan.reporting.states import Attention, Confidence, Freshness, Schedule
from actionplan.reporting.words import Reason, attention_reasons

from .facts import STANDING, Facts
from .shown import Shown

Reasons = tuple[Attention, ...]


class Points:
    """The actions that have any reason, and which they have: worked out once for all that stand alike."""

    def __init__(self, facts: Facts, overspent: Set[int]) -> None:
        """`overspent` are keys of actions."""
        self._keys = facts["key"]
        self.counts: Counter[Reasons] = Counter()
        """Of actions, by what they have."""
        self._weighed: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
        """Their places, by how bad that is."""
        over = {place for place, key in enumerate(self._keys) if key in overspent} if overspent else set()
        for one, places in facts.alike.items():
            known = dict(zip(STANDING, one, strict=True))
            self._weigh(known, [place for place in places if place not in over], is_overspent=False)
            self._weigh(known, [place for place in places if place in over], is_overspent=True)

    def _weigh(self, known: Mapping[str, Any], places: list[int], *, is_overspent: bool) -> None:
        if places and (reasons := _reasons(known, is_overspent=is_overspent)):
            self.counts[reasons] += len(places)
            self._weighed[RANKS[reasons[0]], -len(reasons)].append(places)

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
        found: list[int] = []
        for _weight, places in sorted(self._weighed.items()):
            if len(found) < most:
                found += sorted(chain.from_iterable(places))
        return [self._keys[place] for place in found[:most]]


def _reasons(known: Mapping[str, Any], *, is_overspent: bool) -> Reasons:
    """Every reason for which an action that stands so is a point of attention, worst first."""
    schedule, freshness = known["schedule"], known["freshness"]
    holds = {
        Attention.OFF_TRACK: Confidence.OFF_TRACK in (known["confidence"], known["verdict"]),
        Attention.OVERDUE: schedule == Schedule.OVERDUE,
        Attention.LATE_START: schedule == Schedule.SHOULD_HAVE_STARTED,
        Attention.OVERSPENT: is_overspent,
        Attention.VOICES_DIFFER: known["voices_differ"],
        Attention.STALE: freshness == Freshness.STALE,
        Attention.NEVER_REPORTED: freshness == Freshness.NEVER,
    }
    return tuple(reason for reason in Attention if holds[reason])


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
