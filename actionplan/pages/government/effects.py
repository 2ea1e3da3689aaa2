"""What a change of government would do, in words: plan by plan and action by action, then policy areas, people and rounds."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.models import Membership, User
from actionplan.amendments.government_acts import GovernmentAct
from actionplan.amendments.government_effects import (
    GovernmentEffects,
    HolderChange,
    MembershipChange,
    MovedAction,
    PortfolioChoice,
)
from actionplan.amendments.government_parts import PartChange
from actionplan.amendments.models import GovernmentChange
from actionplan.base import formatting
from actionplan.organisations.models import Minister, Organisation
from actionplan.organisations.workflow import open_affiliation
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
    """`on` is today."""

    def __init__(
        self, change: GovernmentChange, effects: GovernmentEffects, names: NamesOfBodies, on: datetime.date
    ) -> None:
        self.change, self.effects, self.names, self.on = change, effects, names, on

    def plans(self) -> list[EffectsOnPlan]:
        found: dict[int, EffectsOnPlan] = {}
        for one in self.effects.actions:
            plan = found.setdefault(one.action.plan_id, EffectsOnPlan(one.action.plan))
            plan.actions.append(self._on_action(one))
        for plan_key, count in self._moved_requests().items():
            found[plan_key].asked = count
        return list(found.values())

    def _on_action(self, one: MovedAction) -> EffectsOnAction:
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
            "other": self.names.of(model, after.key if after else change.into),
        }
        if change.is_lead:
            followed = _("%(name)s leads until then, %(other)s from then on.")
            return (followed if after else _("%(name)s leads until then, nobody from then on.")) % words
        if change.into:
            return _("%(name)s, %(before)s: its part becomes one with that of %(other)s.") % words
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
                    *(
                        (key, _("renewed for %(name)s") % {"name": self.names.of(Minister, key)})
                        for key in acts[one.row.minister.key].successors
                    ),
                ],
                one.successor,
            )
            for one in self.effects.offices
        ]

    def others(self) -> Iterator[str]:
        """Policy areas, invitations and questions: a sentence each."""
        yield from self._moves()
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

    def _moves(self) -> Iterator[str]:
        """What counts elsewhere from the day on, and who no longer reports for an organisation. Two queries."""
        moves = [act for act in self.change.acts if act.moves]
        led, areas = self._led_by(moves), self._contributors_by_area()
        for act in moves:
            words = {
                "name": self.names.of(Organisation, act.key),
                "day": formatting.day(self.change.effective_from),
                "area": self.names.area(act.policy_area) if act.policy_area else _("no policy area"),
                "actions": formatting.listed(led[act.key]),
                "people": formatting.listed(areas[self._former_area(act)]),
            }
            if words["actions"]:
                yield _("What %(name)s leads counts under %(area)s from %(day)s on: %(actions)s.") % words
            if words["people"]:
                yield (
                    _("Who reports for its former policy area no longer reports for %(name)s: %(people)s.")
                    % words
                )

    def _led_by(self, moves: list[GovernmentAct]) -> dict[str, list[str]]:
        """Plan and code of living actions, by the key of the organisation."""
        rows = Lead.objects.in_force(self.change.effective_from).filter(action__in_force_until=None)
        rows = rows.filter(organisation__key__in=[act.key for act in moves])
        found: dict[str, list[str]] = defaultdict(list)
        names = ["organisation__key", "action__plan__code", "action__code"]
        for key, plan, code in rows.order_by("action__plan__code", "action__order").values_list(*names):
            found[key].append(f"{plan} {code}")
        return found

    def _contributors_by_area(self) -> dict[str, list[User]]:
        rows = Membership.objects.in_force(self.on).filter(policy_area__isnull=False)
        found: dict[str, list[User]] = defaultdict(list)
        for row in rows.select_related("user", "policy_area").order_by("user__name", "pk"):
            found[row.policy_area.code].append(row.user)
        return found

    def _former_area(self, act: GovernmentAct) -> str:
        row = open_affiliation(self.names.known.affiliations.get(act.key, []))
        return row.policy_area.code if row else ""
