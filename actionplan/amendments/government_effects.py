"""What a change of government would do to the actions of all plans, and to people. Carrying it out does exactly this.

Roles of people change on the day it is carried out, even if its date of effect is earlier: rights on past days do not change.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from actionplan.accounts.models import Invitation, Membership
from actionplan.accounts.roles import Role
from actionplan.base import formatting
from actionplan.organisations.models import Minister, Organisation
from actionplan.planned.from_rows import grouped
from actionplan.reporting.models import FileHolder, Question
from actions.models import Action, Lead, MinisterInvolvement, Promotion

from .government_acts import GovernmentAct, KnownBodies, faults_of_acts
from .government_parts import PartChange, PartRow, begins_on, body_of, changes_of_parts
from .models import GovernmentChange

KINDS_OF_PARTS: list[tuple[type[PartRow], str]] = [
    (MinisterInvolvement, "minister"),
    (Promotion, "organisation"),
    (Lead, "organisation"),
]
"""The models, each with the column of its body."""
ActsByKey = Mapping[str, GovernmentAct]
"""The acts that end bodies of a kind, by key of the body."""


@dataclass(frozen=True)
class PortfolioChoice:
    """The choice of the minister who gets an action of a divided portfolio, by key."""

    word: str
    """`<key of the action>:<key of the minister>`."""
    action: Action
    minister: Minister
    options: tuple[str, ...]
    chosen: str


@dataclass(frozen=True)
class HolderChange:
    """A file holder for an organisation that ends, who goes on for the successor with this key; if empty, the row ends."""

    row: FileHolder
    successor: str


@dataclass(frozen=True)
class MembershipChange:
    """A role for a body that ends, and the key of the body it begins again for; empty for none."""

    row: Membership
    successor: str
    known: bool = False
    """The person has that role for the successor already, so nothing begins."""


@dataclass
class MovedAction:
    action: Action
    parts: list[PartChange] = field(default_factory=list)
    choices: list[PortfolioChoice] = field(default_factory=list)
    holders: list[HolderChange] = field(default_factory=list)

    @property
    def changes_the_lead(self) -> bool:
        return any(change.is_lead for change in self.parts)


@dataclass
class GovernmentEffects:
    faults: list[str]
    """Sentences that say why it cannot be carried out; if the acts themselves cannot be, the rest is empty."""
    actions: list[MovedAction] = field(default_factory=list)
    contact_points: list[MembershipChange] = field(default_factory=list)
    offices: list[MembershipChange] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def choices(self) -> list[PortfolioChoice]:
        return [choice for moved in self.actions for choice in moved.choices]

    @property
    def holders(self) -> list[HolderChange]:
        return [holder for moved in self.actions for holder in moved.holders]


def effects_of(change: GovernmentChange, on: datetime.date) -> GovernmentEffects:
    """What carrying it out would do now; `on` is today, when roles of people change."""
    acts, day = change.acts, change.effective_from
    if faults := list(faults_of_acts(acts, day, KnownBodies.read())):
        return GovernmentEffects(faults)
    ministers = {act.key: act for act in acts if act.ends and act.model is Minister}
    organisations = {act.key: act for act in acts if act.ends and act.model is Organisation}
    parts = PartsOfBodies({"minister": ministers, "organisation": organisations}, day, change.portfolios)
    actions = parts.changed_actions()
    return GovernmentEffects(
        parts.faults,
        _with_files(actions, changed_holders(organisations)),
        changed_contact_points(organisations, on),
        changed_offices(ministers, on, change.offices),
        withdrawn_invitations(organisations, ministers),
        open_questions(organisations),
    )


def _with_files(actions: list[MovedAction], holders: Iterable[HolderChange]) -> list[MovedAction]:
    by_key = {moved.action.pk: moved for moved in actions}
    for holder in holders:
        action = holder.row.action
        by_key.setdefault(action.pk, MovedAction(action)).holders.append(holder)
    return sorted(by_key.values(), key=lambda moved: (moved.action.plan.code, moved.action.order))


class PartsOfBodies:
    """The roles in actions of bodies that end on the day."""

    def __init__(
        self, ending: dict[str, dict[str, GovernmentAct]], day: datetime.date, portfolios: dict[str, str]
    ) -> None:
        """`ending` has the acts by key of the body, for each of the two columns of bodies."""
        self.ending, self.day, self.portfolios = ending, day, portfolios
        self.faults: list[str] = []
        """Filled by `changed_actions`."""

    def changed_actions(self) -> list[MovedAction]:
        by_key: dict[int, MovedAction] = {}
        for model, column in KINDS_OF_PARTS:
            for rows in self._rows_by_action(model, column):
                action = rows[0].action
                moved = by_key.setdefault(action.pk, MovedAction(action))
                self._change(moved, rows, self.ending[column])
        return list(by_key.values())

    def _rows_by_action(self, model: type[PartRow], column: str) -> Iterable[list[Any]]:
        """For each action in the plan in which a body ends, all rows in force on the day or later, in their order."""
        rows: Any = model.objects.filter(_not_ended(self.day), _not_ended(self.day, "action__"))
        ending = rows.filter(**{f"{column}__key__in": list(self.ending[column])})
        order = ["pk"] if model is Lead else ["order", "pk"]
        rows = rows.filter(action__in=ending.values("action")).order_by(*order)
        rows = rows.select_related(column, "action__plan").prefetch_related("action__terms")
        return grouped(rows, "action_id").values()

    def _change(self, moved: MovedAction, rows: list[PartRow], acts: dict[str, GovernmentAct]) -> None:
        successors = {
            row.pk: self._successor(moved, row, acts[body_of(row).key])
            for row in rows
            if body_of(row).key in acts
        }
        self.faults += self._faults(rows, successors)
        moved.parts += changes_of_parts(rows, successors, self.day)

    def _faults(self, rows: list[PartRow], successors: dict[int, str]) -> Iterator[str]:
        """About roles of these bodies that end after the day, and those of a successor that begin after it takes over."""
        since: dict[str, datetime.date] = {}
        for row in rows:
            if row.pk in successors:
                key, begins = successors[row.pk], begins_on(row, self.day)
                since[key] = min(since.get(key, begins), begins)
        for row in rows:
            takes_over = since.get(body_of(row).key)
            if row.pk not in successors and takes_over is None:
                continue
            if row.in_force_until is not None:
                yield self._sentence(row, row.in_force_until)
            elif takes_over is not None and begins_on(row, self.day) > takes_over:
                yield self._sentence(row, begins_on(row, self.day))

    def _successor(self, moved: MovedAction, row: PartRow, act: GovernmentAct) -> str:
        if not act.divides:
            return act.first_successor
        word = f"{moved.action.pk}:{act.key}"
        chosen = self.portfolios.get(word, "")
        chosen = chosen if chosen in act.successors else act.first_successor
        moved.choices.append(PortfolioChoice(word, moved.action, body_of(row), act.successors, chosen))
        return chosen

    def _sentence(self, row: PartRow, day: datetime.date) -> str:
        words = _(
            "%(plan)s, action %(action)s: the part of %(body)s changes on %(day)s already. Take that day or a later one as the day of effect."
        )
        return words % {
            "plan": row.action.plan.code,
            "action": row.action.code,
            "body": body_of(row),
            "day": formatting.day(day),
        }


def _not_ended(day: datetime.date, prefix: str = "") -> Q:
    """The condition that a row is in force on the day or later."""
    return Q(**{f"{prefix}in_force_until": None}) | Q(**{f"{prefix}in_force_until__gt": day})


def mark_of_effects(change: GovernmentChange, effects: GovernmentEffects) -> str:
    """A hash of everything that the preview shows."""
    facts = [
        f"{change.effective_from} {change.acts}",
        *effects.faults,
        *(f"{part.row.pk} {part.before} {part.after}" for moved in effects.actions for part in moved.parts),
        *(f"{holder.row.pk} {holder.row.user_id} {holder.successor}" for holder in effects.holders),
        *(
            f"{role.row.pk} {role.successor} {role.known}"
            for role in [*effects.contact_points, *effects.offices]
        ),
        *(f"{row.pk}" for row in [*effects.invitations, *effects.questions]),
    ]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def changed_contact_points(acts: ActsByKey, on: datetime.date) -> list[MembershipChange]:
    """Roles held on the day for organisations that end. A coordinator without another employer stays coordinator."""
    rows = _roles_on(on, organisation__key__in=list(acts))
    successors = {key for act in acts.values() for key in act.successors}
    known = {_role_of(row, row.organisation.key) for row in _roles_on(on, organisation__key__in=successors)}
    changes = []
    for row in rows:
        successor = acts[row.organisation.key].first_successor
        if row.role == Role.COORDINATOR and not successor:
            continue
        role = _role_of(row, successor)
        changes.append(MembershipChange(row, successor, role in known))
        known.add(role)
    return changes


def changed_offices(acts: ActsByKey, on: datetime.date, renewed: Mapping[str, str]) -> list[MembershipChange]:
    """Roles held on the day in offices of ministers that end; `renewed` has the key of the new minister by key of the
    role."""
    changes = []
    for row in _roles_on(on, minister__key__in=list(acts)):
        successor = renewed.get(str(row.pk), "")
        allowed = successor in acts[row.minister.key].successors
        changes.append(MembershipChange(row, successor if allowed else ""))
    return changes


def _roles_on(on: datetime.date, **conditions: object) -> QuerySet[Membership]:
    rows = Membership.objects.in_force(on).filter(**conditions)
    return rows.select_related("user", "organisation", "minister", "plan").order_by("user__name", "pk")


def _role_of(row: Membership, key: str) -> tuple[object, ...]:
    return (row.user_id, row.role, key, row.plan_id)


def changed_holders(acts: ActsByKey) -> Iterator[HolderChange]:
    """File holders whose organisation ends; those who hold or deputise for the successor already keep doing so."""
    successors = {key for act in acts.values() for key in act.successors}
    rows = FileHolder.objects.filter(organisation__key__in={*acts, *successors})
    rows = rows.select_related("organisation", "user", "action__plan").prefetch_related("action__terms")
    taken = {
        place
        for row in rows
        if row.organisation.key not in acts
        for place in _place_and_person(row, row.organisation.key)
    }
    for row in rows.order_by("action__plan__code", "action__order", "deputy", "pk"):
        if row.organisation.key in acts:
            successor = acts[row.organisation.key].first_successor
            places = _place_and_person(row, successor)
            goes = bool(successor) and not places & taken
            taken |= places if goes else set()
            yield HolderChange(row, successor if goes else "")


def _place_and_person(row: FileHolder, key: str) -> set[tuple[object, ...]]:
    """The place and the person, which are unique for an action and an organisation."""
    return {(row.action_id, key, "place", row.deputy), (row.action_id, key, "person", row.user_id)}


def withdrawn_invitations(organisations: ActsByKey, ministers: ActsByKey) -> list[Invitation]:
    """Invitations not taken up yet: they are withdrawn, since nobody gets a role for a body that ended."""
    of_them = Q(organisation__key__in=list(organisations)) | Q(minister__key__in=list(ministers))
    rows = Invitation.objects.waiting().filter(of_them).select_related("organisation", "minister", "plan")
    return list(rows.order_by("pk"))


def open_questions(acts: ActsByKey) -> list[Question]:
    """Questions that organisations that end still have to answer. Whoever takes over answers them."""
    rows = Question.objects.waiting().filter(organisation__key__in=list(acts))
    return list(rows.select_related("action__plan", "organisation").order_by("action__order", "pk"))
