"""What was edited in place, by the trail: a correction mends the terms themselves, so the trail alone knows what they said.

The first amendment after an instant that names a field has, as what was before, what the field said at that instant.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from objectives.models import Plan

from .facts import Facts, Named

if TYPE_CHECKING:
    from .candidates import Candidate, Stand
    from .sides import Side

IN_PLACE = {"title", "title_nl", "summary", "summary_nl", "kind"}
OF_THE_PLAN = [
    Verb.AMENDED,
    Verb.LEAD_APPOINTED,
    Verb.MILESTONE_AGREED,
    Verb.SPREAD_REPLACED,
    Verb.SPREAD_DERIVED,
]


@dataclass(frozen=True)
class Renames:
    """Amendments after the earlier side, the oldest first, by action; nothing where both sides are frozen."""

    before: Side
    after: Side
    events: Mapping[int, list[Event]] = field(default_factory=dict)

    @classmethod
    def between(cls, before: Side, after: Side, plan: Plan, action: int | None = None) -> Renames:
        """One query, none where both sides are frozen."""
        if before.is_frozen and after.is_frozen:
            return cls(before, after)
        rows = Event.objects.filter(plan=plan.pk, verb__in=OF_THE_PLAN, at__gt=before.moment.known_at)
        if action is not None:
            rows = rows.about_action(action)
        events: dict[int, list[Event]] = defaultdict(list)
        for event in rows.order_by("at", "pk"):
            if event.action is not None:
                events[event.action].append(event)
        return cls(before, after, dict(events))

    def amended(self, *, beside_a_round: bool) -> list[int]:
        """Keys of the actions that were edited in place between the sides; beside a round, amended in any way.

        Between days the rows in force say what else was amended.
        """
        return [
            key
            for key, events in self.events.items()
            if any(
                event.at <= self.after.moment.known_at and (beside_a_round or IN_PLACE & set(event.before))
                for event in events
            )
        ]

    def at(self, action: int, instant: datetime.datetime) -> dict[str, Any]:
        """What the fields that were edited since said at the instant."""
        found: dict[str, Any] = {}
        for event in self.events.get(action, []):
            if event.at > instant and not event.redacted_at:
                found = {name: value for name, value in event.before.items() if name in IN_PLACE} | found
        return found

    def applied(self, pair: Candidate) -> Candidate:
        """With the titles of then on live sides."""
        return pair._replace(
            before=self._stand(pair.before, self.before), after=self._stand(pair.after, self.after)
        )

    def _stand(self, stand: Stand | None, side: Side) -> Stand | None:
        if stand is None or side.is_frozen:
            return stand
        said = self.at(stand.key, side.moment.known_at)
        return stand._replace(**{name: said[name] for name in ["title", "title_nl"] if name in said})

    def facts(self, facts: Facts, action: int, instant: datetime.datetime) -> Facts:
        """The same with everything that was edited since as it was at the instant."""
        said = self.at(action, instant)
        return replace(
            facts,
            title=_then(facts.title, "title", said),
            summary=_then(facts.summary, "summary", said),
            kind=said.get("kind", facts.kind),
        )


def _then(now: Named, name: str, said: Mapping[str, Any]) -> Named:
    return Named(said.get(name, now.name), said.get(f"{name}_nl", now.name_nl))
