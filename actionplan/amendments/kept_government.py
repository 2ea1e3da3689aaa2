"""The effects of a change of government as they are stored when it is carried out: codes, keys and amounts, no words.

Its pages show effects in this form before and after. People are given as the keys of their rows.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cattrs import Converter

from actionplan.accounts.models import Membership
from actionplan.base.days import day_of
from actionplan.organisations.models import Affiliation
from actionplan.organisations.workflow import open_affiliation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.money import by_year, total
from actionplan.reporting.models import Request
from actions.models import Lead

from .government_acts import GovernmentAct, KnownBodies
from .government_effects import GovernmentEffects, HolderChange, MembershipChange, MovedAction
from .government_parts import PartChange
from .models import GovernmentChange

KEPT_MEASURES = ("planned", "committed", "paid")


@dataclass(frozen=True)
class KeptPart:
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
class KeptHolder:
    """Who holds a file for an organisation that ends, and the key of the one they go on for; empty for none."""

    user: int
    organisation: str
    successor: str


@dataclass(frozen=True)
class KeptMovedAction:
    plan: str
    code: str
    money: dict[str, Decimal]
    """Totals over all years by measure: planned, and what was reported and accepted by then."""
    parts: list[KeptPart]
    holders: list[KeptHolder]


@dataclass(frozen=True)
class KeptRole:
    membership: int
    successor: str
    known: bool


@dataclass(frozen=True)
class KeptMove:
    """An organisation that moves to another policy area: the actions it leads, as plan and code, and who reported for its
    former one."""

    key: str
    area: str
    actions: list[str]
    people: list[int]


@dataclass(frozen=True)
class KeptGovernmentEffects:
    actions: list[KeptMovedAction]
    asked: dict[str, int]
    """By code of the plan: requests of its round under way that go to another lead."""
    contact_points: list[KeptRole]
    offices: list[KeptRole]
    invitations: list[int]
    questions: dict[str, int]
    """How many wait for an organisation that ends, by key."""
    moves: list[KeptMove] = field(default_factory=list)


def kept_of(
    change: GovernmentChange, effects: GovernmentEffects, known: KnownBodies, at: datetime.datetime
) -> KeptGovernmentEffects:
    """Call it before the change is carried out. Some twenty queries for each plan with changed actions, and three for all."""
    money = _money(effects.actions, at)
    return KeptGovernmentEffects(
        actions=[_action(moved, money.get(moved.action.pk, {})) for moved in effects.actions],
        asked=_moved_requests(effects.actions),
        contact_points=[_role(role) for role in effects.contact_points],
        offices=[_role(role) for role in effects.offices],
        invitations=[invitation.pk for invitation in effects.invitations],
        questions=dict(Counter(row.organisation.key for row in effects.questions if row.organisation)),
        moves=_moves(change, known, day_of(at)),
    )


def _action(moved: MovedAction, money: dict[str, Decimal]) -> KeptMovedAction:
    return KeptMovedAction(
        plan=moved.action.plan.code,
        code=moved.action.code,
        money=money,
        parts=[_part(part) for part in moved.parts],
        holders=[_holder(holder) for holder in moved.holders],
    )


def _part(change: PartChange) -> KeptPart:
    before, after = change.before, change.after
    return KeptPart(
        is_minister=hasattr(change.row, "minister"),
        key=before.key,
        role=before.role,
        after=after.key if after else "",
        after_role=after.role if after else "",
        into=change.into,
    )


def _holder(holder: HolderChange) -> KeptHolder:
    return KeptHolder(holder.row.user_id, holder.row.organisation.key, holder.successor)


def _role(role: MembershipChange) -> KeptRole:
    return KeptRole(role.row.pk, role.successor, role.known)


def _money(actions: Iterable[MovedAction], at: datetime.datetime) -> dict[int, dict[str, Decimal]]:
    """Totals by key of the action, on the accepted basis."""
    by_plan: dict[Any, list[int]] = defaultdict(list)
    for moved in actions:
        by_plan[moved.action.plan].append(moved.action.pk)
    totals = {}
    for plan, keys in by_plan.items():
        for action in live.read(plan, Moment.now(at), keys).actions:
            sums = total(by_year([action]).values())
            totals[action.pk] = {name: sums[name] for name in KEPT_MEASURES if name in sums}
    return totals


def _moved_requests(actions: Iterable[MovedAction]) -> dict[str, int]:
    """How many requests about actions whose lead changes are unanswered, by code of the plan."""
    led = [moved.action.pk for moved in actions if moved.changes_the_lead]
    rows = Request.objects.under_way().of_leads().filter(action__in=led).with_state().unanswered()
    return dict(Counter(rows.order_by().values_list("action__plan__code", flat=True)))


def _moves(change: GovernmentChange, known: KnownBodies, on: datetime.date) -> list[KeptMove]:
    moves = [act for act in change.acts if act.moves]
    if not moves:
        return []
    led, people, affiliations = _led_by(moves, change), _contributors_by_area(on), known.affiliations
    return [
        KeptMove(act.key, act.policy_area, led[act.key], people[_former_area(affiliations.get(act.key, []))])
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


_converter = Converter()
_converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
_converter.register_unstructure_hook(Decimal, str)


def to_plain(effects: KeptGovernmentEffects) -> dict[str, Any]:
    return _converter.unstructure(effects)


def from_plain(plain: dict[str, Any]) -> KeptGovernmentEffects:
    return _converter.structure(plain, KeptGovernmentEffects)
