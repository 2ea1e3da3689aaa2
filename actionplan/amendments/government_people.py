"""What a change of government does to people: roles for bodies that end, files held there, invitations, open questions.

Roles change on the day on which it is carried out, also where its date of effect lies before: who had a right had it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from actionplan.accounts.models import Invitation, Membership
from actionplan.accounts.roles import Role
from actionplan.reporting.models import FileHolder, Question

from .government_acts import GovernmentAct

ActsByKey = Mapping[str, GovernmentAct]
"""The acts by which bodies of one kind end, by the key of the body."""


@dataclass(frozen=True)
class HolderChange:
    """A file of an organisation that ends: with whom it goes to the successor with this key; empty: the row goes."""

    row: FileHolder
    successor: str


@dataclass(frozen=True)
class MembershipChange:
    """A role for a body that ends, and the key of the body for which it begins again; empty: for none."""

    row: Membership
    successor: str
    known: bool = False
    """The person has that role for the successor already: nothing begins."""


def contact_points(acts: ActsByKey, on: datetime.date) -> list[MembershipChange]:
    """Roles for organisations that end, held on the day. A coordinator without another employer stays coordinator."""
    rows = _held(on, organisation__key__in=list(acts))
    successors = {key for act in acts.values() for key in act.successors}
    known = {_role_of(row, row.organisation.key) for row in _held(on, organisation__key__in=successors)}
    found = []
    for row in rows:
        successor = acts[row.organisation.key].first_successor
        if row.role == Role.COORDINATOR and not successor:
            continue
        role = _role_of(row, successor)
        found.append(MembershipChange(row, successor, role in known))
        known.add(role)
    return found


def offices(acts: ActsByKey, on: datetime.date, renewed: Mapping[str, str]) -> list[MembershipChange]:
    """Roles of ministers' offices that end, held on the day; `renewed` names the new minister by the key of the role."""
    found = []
    for row in _held(on, minister__key__in=list(acts)):
        successor = renewed.get(str(row.pk), "")
        allowed = successor in acts[row.minister.key].successors
        found.append(MembershipChange(row, successor if allowed else ""))
    return found


def _held(on: datetime.date, **conditions: object) -> QuerySet[Membership]:
    rows = Membership.objects.in_force(on).filter(**conditions)
    return rows.select_related("user", "organisation", "minister", "plan").order_by("user__name", "pk")


def _role_of(row: Membership, key: str) -> tuple[object, ...]:
    return (row.user_id, row.role, key, row.plan_id)


def files(acts: ActsByKey) -> Iterator[HolderChange]:
    """Who holds or deputises for the successor already goes on doing so."""
    successors = {key for act in acts.values() for key in act.successors}
    rows = FileHolder.objects.filter(organisation__key__in={*acts, *successors})
    rows = rows.select_related("organisation", "user", "action__plan").prefetch_related("action__terms")
    taken = {
        place
        for row in rows
        if row.organisation.key not in acts
        for place in _taken(row, row.organisation.key)
    }
    for row in rows.order_by("action__plan__code", "action__order", "deputy", "pk"):
        if row.organisation.key in acts:
            successor = acts[row.organisation.key].first_successor
            places = _taken(row, successor)
            goes = bool(successor) and not places & taken
            taken |= places if goes else set()
            yield HolderChange(row, successor if goes else "")


def _taken(row: FileHolder, key: str) -> set[tuple[object, ...]]:
    """The place and the person, each of which is named once for an action and an organisation."""
    return {(row.action_id, key, "place", row.deputy), (row.action_id, key, "person", row.user_id)}


def invitations(organisations: ActsByKey, ministers: ActsByKey) -> list[Invitation]:
    """Not taken up yet: withdrawn, since nobody gets a role for a body that ended."""
    of_them = Q(organisation__key__in=list(organisations)) | Q(minister__key__in=list(ministers))
    rows = Invitation.objects.waiting().filter(of_them).select_related("organisation", "minister", "plan")
    return list(rows.order_by("pk"))


def open_questions(acts: ActsByKey) -> list[Question]:
    """Asked of organisations that end. They stay as they were asked; nobody there can answer them any more."""
    rows = Question.objects.filter(organisation__key__in=list(acts), closed_at=None)
    return list(rows.select_related("action__plan", "organisation").order_by("action__order", "pk"))
