"""Points of attention: which actions have a reason, and the sentences that say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from actionplan.reporting.overspending import Overspent
from actionplan.reporting.states import Attention, Confidence, Freshness, Schedule
from actionplan.reporting.words import Reason, attention_reasons

from .facts import ActionFact
from .shown import Shown

Reasons = tuple[Attention, ...]


def facts_by_reasons(
    facts: Iterable[ActionFact], overspent: Collection[int]
) -> dict[Reasons, list[ActionFact]]:
    """The actions that have any reason, by what they have: worked out once for all that stand alike."""
    alike: dict[tuple[Any, ...], list[ActionFact]] = defaultdict(list)
    for fact in facts:
        alike[(stands_of(fact), fact.key in overspent)].append(fact)
    found: dict[Reasons, list[ActionFact]] = defaultdict(list)
    for those in alike.values():
        if reasons := reasons_of(those[0], overspent):
            found[reasons] += those
    return found


stands_of = attrgetter("confidence", "verdict", "schedule", "voices_differ", "freshness")


def reasons_of(fact: ActionFact, overspent: Collection[int]) -> Reasons:
    """Every reason for which the action is a point of attention, worst first."""
    found = []
    if Confidence.OFF_TRACK in (fact.confidence, fact.verdict):
        found.append(Attention.OFF_TRACK)
    if fact.schedule == Schedule.OVERDUE:
        found.append(Attention.OVERDUE)
    if fact.schedule == Schedule.SHOULD_HAVE_STARTED:
        found.append(Attention.LATE_START)
    if fact.key in overspent:
        found.append(Attention.OVERSPENT)
    if fact.voices_differ:
        found.append(Attention.VOICES_DIFFER)
    if fact.freshness == Freshness.STALE:
        found.append(Attention.STALE)
    if fact.freshness == Freshness.NEVER:
        found.append(Attention.NEVER_REPORTED)
    return tuple(found)


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
