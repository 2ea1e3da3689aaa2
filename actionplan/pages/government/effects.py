"""What a change of government would do, in words: plan by plan and action by action, then policy areas, people and rounds."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.models import Membership
from actionplan.amendments.government_acts import GovernmentAct
from actionplan.amendments.government_effects import ChangedAction, GovernmentEffects, PortfolioChoice
from actionplan.amendments.government_parts import PartChange
from actionplan.amendments.government_people import HolderChange, MembershipChange
from actionplan.amendments.models import GovernmentChange
from actionplan.base import formatting
from actionplan.organisations.models import Affiliation, Minister, Organisation
from actionplan.reporting.models import Request
from actions.models import Action, Lead
from objectives.models import Plan

from .read import NamesOfBodies


@dataclass(frozen=True)
class Offered:
    """A choice among ministers: the name of its field, what can be chosen by key, and what is."""

    name: str
    about: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass
class EffectsOnAction:
    action: Action
    sentences: list[str]
    choices: list[Offered]


@dataclass
class EffectsOnPlan:
    plan: Plan
    actions: list[EffectsOnAction] = field(default_factory=list)
    asked: int = 0
    """Requests of the round under way that are asked of another lead from then on."""

    @property
    def is_long(self) -> bool:
        """Folded away, where nothing is to be chosen."""
        return len(self.actions) > 20 and not any(one.choices for one in self.actions)


PORTFOLIO, OFFICE = "portfolio-", "office-"
"""Before the word of a choice, in the name of its field."""


class EffectsInWords:
    def __init__(self, change: GovernmentChange, effects: GovernmentEffects) -> None:
        self.change, self.effects = change, effects
        self.names = NamesOfBodies(change.acts)

    def plans(self) -> list[EffectsOnPlan]:
        found: dict[int, EffectsOnPlan] = {}
        for one in self.effects.actions:
            plan = found.setdefault(one.action.plan_id, EffectsOnPlan(one.action.plan))
            plan.actions.append(self._on_action(one))
        for plan_key, count in self._moved_requests().items():
            found[plan_key].asked = count
        return list(found.values())

    def _on_action(self, one: ChangedAction) -> EffectsOnAction:
        sentences = [self._part(change) for change in one.parts]
        sentences += [self._holder(holder) for holder in one.holders]
        return EffectsOnAction(one.action, sentences, [self._portfolio(choice) for choice in one.choices])

    def _moved_requests(self) -> Counter[int]:
        """By plan: what nobody handed in, of actions whose lead changes."""
        led = [one.action.pk for one in self.effects.actions if one.changes_the_lead]
        rows = Request.objects.under_way().of_leads().filter(action__in=led).with_state().unanswered()
        return Counter(rows.order_by().values_list("action__plan", flat=True))

    def _part(self, change: PartChange) -> str:
        model, before, after = type(change.body), change.before, change.after
        words = {
            "name": str(change.body),
            "before": before.role_label,
            "after": after.role_label if after else "",
            "other": self.names.of(model, after.key) if after else "",
        }
        if change.is_lead:
            followed = _("%(name)s leads until then, %(other)s from then on.")
            return (followed if after else _("%(name)s leads until then, nobody from then on.")) % words
        if after is None:
            return _("%(name)s, %(before)s until now, has no part in the action any more.") % words
        if after.key != before.key:
            return _("%(name)s, %(before)s, is followed by %(other)s, %(after)s.") % words
        if after.role != before.role:
            return _("%(name)s becomes %(after)s, and was %(before)s.") % words
        return _("%(name)s stays %(after)s, at another place.") % words

    def _holder(self, holder: HolderChange) -> str:
        words = {
            "person": holder.row.user,
            "other": self.names.of(Organisation, holder.successor),
            "name": holder.row.organisation,
        }
        if holder.successor:
            return _("%(person)s goes on holding the file, for %(other)s.") % words
        return _("%(person)s no longer holds the file for %(name)s.") % words

    def _portfolio(self, choice: PortfolioChoice) -> Offered:
        options = [(key, self.names.of(Minister, key)) for key in choice.options]
        about = _("Where does the part of %(name)s go?") % {"name": choice.minister}
        return Offered(PORTFOLIO + choice.word, about, options, choice.chosen)

    # People

    def contact_points(self) -> list[str]:
        return [self._role(one) for one in self.effects.contact_points]

    def _role(self, one: MembershipChange) -> str:
        words = {
            "person": one.row.user,
            "role": one.row,
            "other": self.names.of(Organisation, one.successor),
        }
        if not one.successor:
            return _("%(person)s: %(role)s. The role ends.") % words
        if one.known:
            return _("%(person)s: %(role)s. The role ends; they have it for %(other)s already.") % words
        return _("%(person)s: %(role)s. The role goes on for %(other)s.") % words

    def offices(self) -> list[Offered]:
        acts = {act.key: act for act in self.change.acts if act.ends and act.model is Minister}
        return [
            Offered(
                f"{OFFICE}{one.row.pk}",
                f"{one.row.user}: {one.row}",
                [
                    ("", _("the role ends")),
                    *((key, self._renewed(key)) for key in acts[one.row.minister.key].successors),
                ],
                one.successor,
            )
            for one in self.effects.offices
        ]

    def _renewed(self, key: str) -> str:
        return _("renewed for %(name)s") % {"name": self.names.of(Minister, key)}

    def others(self) -> Iterator[str]:
        """Policy areas, invitations and questions: a sentence each."""
        for act in self.change.acts:
            if act.moves:
                yield from self._moved(act)
        for one in self.effects.invitations:
            words = {"person": one.name, "role": one}
            yield _("The invitation of %(person)s (%(role)s) is withdrawn.") % words
        asked = Counter(question.organisation for question in self.effects.questions)
        for organisation, count in asked.items():
            yield ngettext(
                "%(count)s question waits for an answer of %(name)s. Close it, and ask whoever takes over.",
                "%(count)s questions wait for an answer of %(name)s. Close them, and ask whoever takes over.",
                count,
            ) % {"count": count, "name": organisation}

    def _moved(self, act: GovernmentAct) -> Iterator[str]:
        day = self.change.effective_from
        led = Lead.objects.in_force(day).filter(organisation__key=act.key, action__in_force_until=None)
        codes = led.order_by("action__plan__code", "action__order").values_list(
            "action__plan__code", "action__code"
        )
        words = {"name": self.names.of(Organisation, act.key), "day": formatting.day(day)}
        words |= {"area": self.names.area(act.policy_area) if act.policy_area else _("none")}
        listed = formatting.listed(f"{plan} {code}" for plan, code in codes)
        if listed:
            counts = _("What %(name)s leads counts under %(area)s from %(day)s on: %(actions)s.")
            yield counts % {**words, "actions": listed}
        people = formatting.listed(self._area_contributors(act, day))
        if people:
            yield _("Who reports for its former policy area no longer reports for %(name)s: %(people)s.") % {
                **words,
                "people": people,
            }

    def _area_contributors(self, act: GovernmentAct, day: datetime.date) -> list[Any]:
        area = Affiliation.objects.in_force(day).filter(organisation__key=act.key).values("policy_area")
        rows = Membership.objects.in_force(day).filter(policy_area__in=area).select_related("user")
        return [row.user for row in rows.order_by("user__name", "pk")]
