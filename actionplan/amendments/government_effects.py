"""What a change of government does to the actions of all plans, and to people.

The effects are computed before it is carried out, and stored with it then: codes, keys and amounts, no words; people are given
as the keys of their rows. Its pages show them in the same way before and after. Roles of people change on the day it is
carried out, even if its date of effect is earlier: rights on past days do not change.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cattrs import Converter
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from actionplan.accounts.models import Invitation, Membership
from actionplan.accounts.roles import Role
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.organisations.models import Affiliation, Minister, Organisation
from actionplan.organisations.workflow import open_affiliation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.money import by_year, total
from actionplan.planned.from_rows import grouped
from actionplan.reporting.models import FileHolder, Question, Request
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
MEASURES = ("planned", "committed", "paid")
"""Of which the effects have totals."""


@dataclass(frozen=True)
class ChangedPart:
    """A role of a minister or an organisation in an action, by keys of bodies; the role of a lead is empty."""

    is_minister: bool
    key: str
    role: str
    after: str
    """The key of the body that gets a role instead; empty for none."""
    after_role: str
    into: str
    """If nothing begins, the key of a successor that has a role already."""

    @property
    def is_lead(self) -> bool:
        return not self.role


@dataclass(frozen=True)
class ChangedHolder:
    """Who holds a file for an organisation that ends, and the key of the one they go on for; if empty, they no longer do."""

    user: int
    organisation: str
    successor: str


@dataclass(frozen=True)
class MovedAction:
    plan: str
    code: str
    money: dict[str, Decimal]
    """Totals over all years by measure: planned, and what was reported and accepted by then."""
    parts: list[ChangedPart]
    holders: list[ChangedHolder]


@dataclass(frozen=True)
class ChangedRole:
    """A membership for a body that ends, and the key of the body it begins again for; empty for none."""

    membership: int
    successor: str
    known: bool
    """Whether the person has that role for the successor already, so that nothing begins."""


@dataclass(frozen=True)
class Move:
    """An organisation that moves to another policy area: the actions it leads, as plan and code, and who reported for its
    former one."""

    key: str
    area: str
    actions: list[str]
    people: list[int]


@dataclass(frozen=True)
class GovernmentEffects:
    """The names of the fields are the keys of the stored form: do not rename them."""

    actions: list[MovedAction]
    asked: dict[str, int]
    """By code of the plan: requests of its round under way that go to another lead."""
    contact_points: list[ChangedRole]
    offices: list[ChangedRole]
    invitations: list[int]
    questions: dict[str, int]
    """How many wait for an organisation that ends, by key."""
    moves: list[Move] = field(default_factory=list)


@dataclass(frozen=True)
class PortfolioChoice:
    """The choice of the minister who gets an action of a divided portfolio, by key."""

    word: str
    """`<key of the action>:<key of the minister>`."""
    action: Action
    minister: Minister
    options: tuple[str, ...]
    chosen: str


@dataclass
class PartsOfAction:
    """The rows of an action that end, with what replaces them, and what may be chosen."""

    action: Action
    changes: list[PartChange] = field(default_factory=list)
    choices: list[PortfolioChoice] = field(default_factory=list)

    @property
    def changes_the_lead(self) -> bool:
        return any(change.is_lead for change in self.changes)


@dataclass(frozen=True)
class GovernmentPreview:
    """The effects of a prepared change, the rows to write in actions, and what stands in the way."""

    effects: GovernmentEffects
    parts: list[PartsOfAction]
    faults: list[str]
    """Sentences that say why it cannot be carried out; if the acts themselves cannot be, there are no effects but moves."""
    mark: str
    """A hash of everything that the preview shows."""

    @property
    def choices(self) -> list[PortfolioChoice]:
        return [choice for of_action in self.parts for choice in of_action.choices]


def preview_of(change: GovernmentChange, at: datetime.datetime) -> GovernmentPreview:
    """What carrying it out would do at the instant. Some twenty queries for each plan with changed actions."""
    known = KnownBodies.read()
    parts: list[PartsOfAction] = []
    effects = GovernmentEffects([], {}, [], [], [], {}, _moves(change, known, day_of(at)))
    faults = list(faults_of_acts(change.acts, change.effective_from, known))
    if not faults:
        parts, faults = _changed_parts(change)
        effects = _effects_of(change, parts, effects.moves, at)
    return GovernmentPreview(effects, parts, faults, _mark_of(change, effects, parts, faults))


def _ending(change: GovernmentChange, model: type[Minister] | type[Organisation]) -> dict[str, GovernmentAct]:
    """The acts that end ministers or organisations, by key of the body."""
    return {act.key: act for act in change.acts if act.ends and act.model is model}


def _changed_parts(change: GovernmentChange) -> tuple[list[PartsOfAction], list[str]]:
    """The roles in actions that change, and what stands in the way."""
    ending = {"minister": _ending(change, Minister), "organisation": _ending(change, Organisation)}
    parts = PartsOfBodies(ending, change.effective_from, change.portfolios)
    return parts.changed_actions(), parts.faults


def _effects_of(
    change: GovernmentChange, parts: list[PartsOfAction], moves: list[Move], at: datetime.datetime
) -> GovernmentEffects:
    ministers, organisations = _ending(change, Minister), _ending(change, Organisation)
    questions = open_questions(organisations)
    return GovernmentEffects(
        actions=_moved_actions(parts, changed_holders(organisations), at),
        asked=_moved_requests(parts),
        contact_points=changed_contact_points(organisations, day_of(at)),
        offices=changed_offices(ministers, day_of(at), change.offices),
        invitations=[row.pk for row in withdrawn_invitations(organisations, ministers)],
        questions=dict(Counter(row.organisation.key for row in questions if row.organisation)),
        moves=moves,
    )


def _moved_actions(
    parts: list[PartsOfAction], holders: Iterable[tuple[Action, ChangedHolder]], at: datetime.datetime
) -> list[MovedAction]:
    """The actions with a role or a file holder that changes, in the order of their plans."""
    actions = {of_action.action.pk: of_action.action for of_action in parts}
    changes = {of_action.action.pk: of_action.changes for of_action in parts}
    held: dict[int, list[ChangedHolder]] = defaultdict(list)
    for action, holder in holders:
        actions.setdefault(action.pk, action)
        held[action.pk].append(holder)
    money = _money(actions.values(), at)
    return [
        MovedAction(
            plan=action.plan.code,
            code=action.code,
            money=money.get(action.pk, {}),
            parts=[_part(change) for change in changes.get(action.pk, [])],
            holders=held.get(action.pk, []),
        )
        for action in sorted(actions.values(), key=lambda action: (action.plan.code, action.order))
    ]


def _part(change: PartChange) -> ChangedPart:
    before, after = change.before, change.after
    return ChangedPart(
        is_minister=hasattr(change.row, "minister"),
        key=before.key,
        role=before.role,
        after=after.key if after else "",
        after_role=after.role if after else "",
        into=change.into,
    )


def _money(actions: Iterable[Action], at: datetime.datetime) -> dict[int, dict[str, Decimal]]:
    """Totals by key of the action, on the accepted basis."""
    by_plan: dict[Any, list[int]] = defaultdict(list)
    for action in actions:
        by_plan[action.plan].append(action.pk)
    totals = {}
    for plan, keys in by_plan.items():
        for shown in live.read(plan, Moment.now(at), keys).actions:
            sums = total(by_year([shown]).values())
            totals[shown.pk] = {name: sums[name] for name in MEASURES if name in sums}
    return totals


def _moved_requests(parts: Iterable[PartsOfAction]) -> dict[str, int]:
    """How many requests about actions whose lead changes are unanswered, by code of the plan."""
    led = [of_action.action.pk for of_action in parts if of_action.changes_the_lead]
    rows = Request.objects.under_way().of_leads().filter(action__in=led).with_state().unanswered()
    return dict(Counter(rows.order_by().values_list("action__plan__code", flat=True)))


class PartsOfBodies:
    """The roles in actions of bodies that end on the day."""

    def __init__(
        self, ending: dict[str, dict[str, GovernmentAct]], day: datetime.date, portfolios: dict[str, str]
    ) -> None:
        """`ending` has the acts by key of the body, for each of the two columns of bodies."""
        self.ending, self.day, self.portfolios = ending, day, portfolios
        self.faults: list[str] = []
        """Filled by `changed_actions`."""

    def changed_actions(self) -> list[PartsOfAction]:
        by_key: dict[int, PartsOfAction] = {}
        for model, column in KINDS_OF_PARTS:
            for rows in self._rows_by_action(model, column):
                action = rows[0].action
                of_action = by_key.setdefault(action.pk, PartsOfAction(action))
                self._change(of_action, rows, self.ending[column])
        return sorted(by_key.values(), key=lambda part: (part.action.plan.code, part.action.order))

    def _rows_by_action(self, model: type[PartRow], column: str) -> Iterable[list[Any]]:
        """For each action in the plan in which a body ends, all rows in force on the day or later, in their order."""
        rows: Any = model.objects.filter(_not_ended(self.day), _not_ended(self.day, "action__"))
        ending = rows.filter(**{f"{column}__key__in": list(self.ending[column])})
        order = ["pk"] if model is Lead else ["order", "pk"]
        rows = rows.filter(action__in=ending.values("action")).order_by(*order)
        rows = rows.select_related(column, "action__plan").prefetch_related("action__terms")
        return grouped(rows, "action_id").values()

    def _change(self, of_action: PartsOfAction, rows: list[PartRow], acts: dict[str, GovernmentAct]) -> None:
        successors = {
            row.pk: self._successor(of_action, row, acts[body_of(row).key])
            for row in rows
            if body_of(row).key in acts
        }
        self.faults += self._faults(rows, successors)
        of_action.changes += changes_of_parts(rows, successors, self.day)

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

    def _successor(self, of_action: PartsOfAction, row: PartRow, act: GovernmentAct) -> str:
        if not act.divides:
            return act.first_successor
        word = f"{of_action.action.pk}:{act.key}"
        chosen = self.portfolios.get(word, "")
        chosen = chosen if chosen in act.successors else act.first_successor
        of_action.choices.append(
            PortfolioChoice(word, of_action.action, body_of(row), act.successors, chosen)
        )
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


def changed_contact_points(acts: ActsByKey, on: datetime.date) -> list[ChangedRole]:
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
        changes.append(ChangedRole(row.pk, successor, role in known))
        known.add(role)
    return changes


def changed_offices(acts: ActsByKey, on: datetime.date, renewed: Mapping[str, str]) -> list[ChangedRole]:
    """Roles held on the day in offices of ministers that end; `renewed` has the key of the new minister by key of the
    role."""
    changes = []
    for row in _roles_on(on, minister__key__in=list(acts)):
        successor = renewed.get(str(row.pk), "")
        allowed = successor in acts[row.minister.key].successors
        changes.append(ChangedRole(row.pk, successor if allowed else "", known=False))
    return changes


def _roles_on(on: datetime.date, **conditions: object) -> QuerySet[Membership]:
    rows = Membership.objects.in_force(on).filter(**conditions)
    return rows.select_related("user", "organisation", "minister", "plan").order_by("user__name", "pk")


def _role_of(row: Membership, key: str) -> tuple[object, ...]:
    return (row.user_id, row.role, key, row.plan_id)


def changed_holders(acts: ActsByKey) -> Iterator[tuple[Action, ChangedHolder]]:
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
            yield (
                row.action,
                ChangedHolder(row.user_id, row.organisation.key, successor if goes else ""),
            )


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


def _moves(change: GovernmentChange, known: KnownBodies, on: datetime.date) -> list[Move]:
    moves = [act for act in change.acts if act.moves]
    if not moves:
        return []
    led, people, affiliations = _led_by(moves, change), _contributors_by_area(on), known.affiliations
    return [
        Move(act.key, act.policy_area, led[act.key], people[_former_area(affiliations.get(act.key, []))])
        for act in moves
    ]


def _led_by(moves: Iterable[GovernmentAct], change: GovernmentChange) -> Mapping[str, list[str]]:
    """Plan and code of the actions in a plan that each organisation leads, by key of the organisation."""
    rows = Lead.objects.in_force(change.effective_from).filter(action__in_force_until=None)
    rows = rows.filter(organisation__key__in=[act.key for act in moves])
    led: dict[str, list[str]] = defaultdict(list)
    names = ["organisation__key", "action__plan__code", "action__code"]
    for key, plan, code in rows.order_by("action__plan__code", "action__order").values_list(*names):
        led[key].append(f"{plan} {code}")
    return led


def _contributors_by_area(on: datetime.date) -> Mapping[str, list[int]]:
    """The keys of the people who report for each policy area on the day, by its code."""
    rows = Membership.objects.in_force(on).filter(policy_area__isnull=False)
    contributors: dict[str, list[int]] = defaultdict(list)
    for code, user in rows.order_by("user__name", "pk").values_list("policy_area__code", "user"):
        contributors[code].append(user)
    return contributors


def _former_area(affiliations: list[Affiliation]) -> str:
    row = open_affiliation(affiliations)
    return row.policy_area.code if row else ""


def _mark_of(
    change: GovernmentChange, effects: GovernmentEffects, parts: list[PartsOfAction], faults: list[str]
) -> str:
    rows = [f"{part.row.pk} {part.before} {part.after}" for of_action in parts for part in of_action.changes]
    facts = [str(change.effective_from), change.stored_acts, faults, to_plain(effects), rows]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


_converter = Converter()
_converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
_converter.register_unstructure_hook(Decimal, str)


def to_plain(effects: GovernmentEffects) -> dict[str, Any]:
    return _converter.unstructure(effects)


def from_plain(plain: dict[str, Any]) -> GovernmentEffects:
    return _converter.structure(plain, GovernmentEffects)
