"""The effects of a change of government, prepared or carried out, in words: by plan and action, then policy areas, people and
rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.models import Invitation, Membership, User
from actionplan.amendments.government_effects import (
    MEASURES,
    ChangedHolder,
    ChangedPart,
    ChangedRole,
    GovernmentEffects,
    Move,
    MovedAction,
    PortfolioChoice,
)
from actionplan.amendments.government_parts import NewPart
from actionplan.amendments.models import GovernmentChange
from actionplan.base import formatting
from actionplan.base.money import add_up
from actionplan.organisations.models import Minister, Organisation
from actions.models import Action
from objectives.models import Plan

from .read import NamesOfBodies


@dataclass(frozen=True)
class MinisterChoice:
    """A choice among ministers: the name of its field, the options by key, and the current choice."""

    name: str
    about: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass
class EffectsOnAction:
    action: Action
    sentences: list[str]
    choices: list[MinisterChoice]
    amounts: list[Decimal | None]
    """Planned, committed and paid over all years; None if there is none."""


@dataclass
class EffectsOnPlan:
    plan: Plan
    asked: int
    """Requests of the round under way that go to another lead."""
    actions: list[EffectsOnAction] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        """Whether to fold it away: it is long and has no choices."""
        return len(self.actions) > 20 and not any(moved.choices for moved in self.actions)

    @property
    def totals(self) -> list[Decimal | None]:
        """The totals of the amounts."""
        columns = zip(*(moved.amounts for moved in self.actions), strict=True)
        return [
            add_up(known) if (known := [amount for amount in column if amount is not None]) else None
            for column in columns
        ]


PORTFOLIO, OFFICE = "portfolio-", "office-"
"""Prefixes of the names of fields for choices."""


class GovernmentEffectsInWords:
    """`choices` are the open choices of a prepared change; a change that was carried out has none."""

    def __init__(
        self,
        change: GovernmentChange,
        effects: GovernmentEffects,
        names: NamesOfBodies,
        choices: Iterable[PortfolioChoice] = (),
    ) -> None:
        self.change, self.effects, self.names, self.choices = change, effects, names, choices

    def plans(self) -> list[EffectsOnPlan]:
        """The plans that still exist, in the stored order. Three queries."""
        plans = {
            plan.code: plan
            for plan in Plan.objects.filter(code__in={action.plan for action in self.effects.actions})
        }
        codes = {action.code for action in self.effects.actions}
        rows = Action.objects.filter(plan__in=plans.values(), code__in=codes).prefetch_related("terms")
        actions = {(row.plan_id, row.code): row for row in rows}
        by_code: dict[str, EffectsOnPlan] = {}
        for action in self.effects.actions:
            plan = plans.get(action.plan)
            row = actions.get((plan.pk, action.code)) if plan else None
            if plan and row:
                of_plan = by_code.setdefault(
                    plan.code, EffectsOnPlan(plan, self.effects.asked.get(plan.code, 0))
                )
                of_plan.actions.append(self._on_action(action, row))
        return list(by_code.values())

    def _on_action(self, moved: MovedAction, row: Action) -> EffectsOnAction:
        sentences = [self._part(part) for part in moved.parts]
        sentences += [self._holder(holder) for holder in moved.holders]
        choices = [self._portfolio(choice) for choice in self.choices if choice.action == row]
        return EffectsOnAction(row, sentences, choices, [moved.money.get(name) for name in MEASURES])

    def _part(self, part: ChangedPart) -> str:
        model = Minister if part.is_minister else Organisation
        words = {
            "name": self.names.of(model, part.key),
            "before": NewPart(part.key, part.role).role_label,
            "after": NewPart(part.after, part.after_role).role_label,
            "other": self.names.of(model, part.after or part.into),
        }
        if part.is_lead:
            followed = _("%(name)s leads until then, %(other)s from then on.")
            return (followed if part.after else _("%(name)s leads until then, nobody from then on.")) % words
        if part.into:
            return _("%(name)s, %(before)s: its part becomes one with that of %(other)s.") % words
        if not part.after:
            return _("%(name)s, %(before)s until now, has no part in the action any more.") % words
        if part.after != part.key:
            return _("%(name)s, %(before)s, is followed by %(other)s, %(after)s.") % words
        if part.after_role != part.role:
            return _("%(name)s becomes %(after)s, and was %(before)s.") % words
        return _("%(name)s stays %(after)s, at another place.") % words

    def _holder(self, holder: ChangedHolder) -> str:
        words = {
            "person": self._people[holder.user],
            "other": self.names.of(Organisation, holder.successor),
            "name": self.names.of(Organisation, holder.organisation),
        }
        if holder.successor:
            return _("%(person)s goes on holding the file, for %(other)s.") % words
        return _("%(person)s no longer holds the file for %(name)s.") % words

    @cached_property
    def _people(self) -> dict[int, User]:
        keys = {holder.user for action in self.effects.actions for holder in action.holders}
        return User.objects.in_bulk(keys | {user for move in self.effects.moves for user in move.people})

    def _portfolio(self, choice: PortfolioChoice) -> MinisterChoice:
        options = [(key, self.names.of(Minister, key)) for key in choice.options]
        about = _("Where does the part of %(name)s go?") % {"name": choice.minister}
        return MinisterChoice(PORTFOLIO + choice.word, about, options, choice.chosen)

    # People

    @cached_property
    def _memberships(self) -> dict[int, Membership]:
        rows = Membership.objects.select_related("user", "organisation", "policy_area", "minister", "plan")
        return rows.in_bulk(
            [role.membership for role in [*self.effects.contact_points, *self.effects.offices]]
        )

    def contact_points(self) -> list[str]:
        return [self._role(role) for role in self.effects.contact_points]

    def _role(self, role: ChangedRole) -> str:
        row = self._memberships[role.membership]
        words = {"person": row.user, "role": row, "other": self.names.of(Organisation, role.successor)}
        if not role.successor:
            return _("%(person)s: %(role)s. The role ends.") % words
        if role.known:
            return _("%(person)s: %(role)s. The role ends; they have it for %(other)s already.") % words
        return _("%(person)s: %(role)s. The role goes on for %(other)s.") % words

    def ended_offices(self) -> list[str]:
        """For a change that was carried out: what happened to each role."""
        return [
            ": ".join([*self._office(role), self._renewed(role.successor)]) for role in self.effects.offices
        ]

    def offices(self) -> list[MinisterChoice]:
        """For a prepared change: the options for each role."""
        acts = {act.key: act for act in self.change.acts if act.ends and act.model is Minister}
        return [
            MinisterChoice(
                f"{OFFICE}{role.membership}",
                ": ".join(self._office(role)),
                [
                    (key, self._renewed(key))
                    for key in ["", *acts[self._memberships[role.membership].minister.key].successors]
                ],
                role.successor,
            )
            for role in self.effects.offices
        ]

    def _office(self, role: ChangedRole) -> tuple[str, str]:
        row = self._memberships[role.membership]
        return str(row.user), str(row)

    def _renewed(self, successor: str) -> str:
        if not successor:
            return _("the role ends")
        return _("renewed for %(name)s") % {"name": self.names.of(Minister, successor)}

    def others(self) -> Iterator[str]:
        """Sentences about policy areas, invitations and questions."""
        for move in self.effects.moves:
            yield from self._move(move)
        for invitation in self._invitations():
            words = {"person": invitation.name, "role": invitation}
            yield _("The invitation of %(person)s (%(role)s) is withdrawn.") % words
        for key, count in self.effects.questions.items():
            yield ngettext(
                "%(count)s question is still for %(name)s to answer. Whoever takes over answers it.",
                "%(count)s questions are still for %(name)s to answer. Whoever takes over answers them.",
                count,
            ) % {"count": count, "name": self.names.of(Organisation, key)}

    def _invitations(self) -> Iterable[Invitation]:
        rows = Invitation.objects.filter(pk__in=self.effects.invitations)
        return rows.select_related("organisation", "minister", "policy_area", "plan").order_by("pk")

    def _move(self, move: Move) -> Iterator[str]:
        """Sentences about actions that count elsewhere, and people who no longer report for an organisation."""
        words = {
            "name": self.names.of(Organisation, move.key),
            "day": formatting.day(self.change.effective_from),
            "area": self.names.area(move.area) if move.area else _("no policy area"),
            "actions": formatting.listed(move.actions),
            "people": formatting.listed(self._people[user] for user in move.people),
        }
        if words["actions"]:
            yield _("What %(name)s leads counts under %(area)s from %(day)s on: %(actions)s.") % words
        if words["people"]:
            yield (
                _("Who reports for its former policy area no longer reports for %(name)s: %(people)s.")
                % words
            )
