"""The page People: for each body who reports or reads, who is invited, and when somebody said that the list is right."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef

from actionplan.accounts.bodies import PORTAL, Body, place_of
from actionplan.accounts.confirmations import is_overdue, version_of
from actionplan.accounts.models import Invitation, ListConfirmation, Membership, User
from actionplan.accounts.querysets import rows_of
from actionplan.base.brussels import day_of
from actionplan.base.inforce import in_force_q
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea

from .addresses import named, word_of

PAGE_SIZE = 50
"""Bodies."""


@dataclass(frozen=True)
class Person:
    """One who stands on a list, by a membership."""

    membership: Membership
    may_end: bool


@dataclass(frozen=True)
class Offer:
    """An invitation that waits to be taken up."""

    invitation: Invitation
    has_expired: bool
    may_keep: bool


@dataclass
class PeopleOfBody:
    body: Body
    people: list[Person] = field(default_factory=list)
    of_area: list[Membership] = field(default_factory=list)
    """Those who report for the organisation because they stand on the list of its policy area."""
    offers: list[Offer] = field(default_factory=list)
    confirmation: ListConfirmation | None = None
    is_overdue: bool = True
    may_confirm: bool = False

    @property
    def kind(self) -> str:
        return named(self.body)[0]

    @property
    def key(self) -> str:
        return named(self.body)[1]

    @property
    def word(self) -> str:
        return word_of(self.body)

    @property
    def version(self) -> str:
        return version_of(person.membership for person in self.people)

    @property
    def asks_confirmation(self) -> bool:
        return self.is_overdue and self.may_confirm and bool(self.people)


@dataclass
class Kind:
    """The lists of organisations, of policy areas, of ministers or of the portal that stand on a page."""

    kind: str
    lists: list[PeopleOfBody] = field(default_factory=list)
    empty: list[PeopleOfBody] = field(default_factory=list)
    """Those on which nobody stands, and nobody is invited to."""


def bodies(on: datetime.date) -> list[Body]:
    """Organisations, areas and ministers that exist on the day or have somebody on their list, then the whole portal."""
    return [
        *(Body(organisation=row) for row in _listed(Organisation, "organisation", on)),
        *(Body(policy_area=row) for row in _listed(PolicyArea, "policy_area", on)),
        *(Body(minister=row) for row in _listed(Minister, "minister", on)),
        PORTAL,
    ]


def _listed(model: Any, kind: str, on: datetime.date) -> Iterable[Any]:
    of_it = {kind: OuterRef("pk")}
    members = Membership.objects.not_ended(on).filter(**of_it)
    offers = Invitation.objects.waiting().filter(**of_it)
    return model.objects.filter(in_force_q(on) | Exists(members) | Exists(offers))


def people_page(user: User, at: datetime.datetime, number: str | None) -> Page:
    """A page of 50 bodies, each a `PeopleOfBody`, as this person may keep them."""
    page = Paginator(bodies(day_of(at)), PAGE_SIZE).get_page(number)
    page.object_list = people_of(page.object_list, user, at)
    return page


def by_kind(lists: Iterable[PeopleOfBody]) -> list[Kind]:
    kinds: dict[str, Kind] = {}
    for one in lists:
        kind = kinds.setdefault(one.kind, Kind(one.kind))
        (kind.lists if one.people or one.offers else kind.empty).append(one)
    return list(kinds.values())


def people_of(shown: Iterable[Body], user: User, at: datetime.datetime) -> list[PeopleOfBody]:
    """The lists of these bodies: the same few queries for one as for fifty."""
    on = day_of(at)
    lists = {body.place: PeopleOfBody(body) for body in shown}
    for one in lists.values():
        one.may_confirm = user.has_perm("accounts.confirm_list", one.body)
    _add_people(lists, user, on)
    _add_offers(lists, user, at)
    confirmations = ListConfirmation.objects.filter(rows_of(one.body for one in lists.values()))
    for row in confirmations.select_related("confirmed_by").order_by("confirmed_at", "pk"):
        one = lists[place_of(row)]
        one.confirmation, one.is_overdue = row, is_overdue(row.confirmed_on, on)
    return list(lists.values())


def _add_people(lists: dict[tuple[str, int], PeopleOfBody], user: User, on: datetime.date) -> None:
    """Who stands on each list and, for an organisation, on that of its policy area."""
    organisations = [one.body.organisation for one in lists.values() if one.body.organisation]
    belongs: dict[int, list[PeopleOfBody]] = defaultdict(list)
    areas = []
    affiliations = Affiliation.objects.in_force(on).filter(organisation__in=organisations)
    for row in affiliations.select_related("policy_area"):
        belongs[row.policy_area_id].append(lists["organisation", row.organisation_id])
        areas.append(Body(policy_area=row.policy_area))
    rows = Membership.objects.not_ended(on).on_the_lists_of([*(one.body for one in lists.values()), *areas])
    rows = rows.select_related("user", "organisation", "policy_area", "minister", "plan")
    for row in rows.order_by("writes_only", "user__name", "user__username", "pk"):
        if row.policy_area_id and row.user.is_active:
            for one in belongs[row.policy_area_id]:
                one.of_area.append(row)
        if (place := place_of(row)) in lists:
            lists[place].people.append(Person(row, user.has_perm("accounts.keep_membership", row)))


def _add_offers(lists: dict[tuple[str, int], PeopleOfBody], user: User, at: datetime.datetime) -> None:
    rows = Invitation.objects.waiting().on_the_lists_of(one.body for one in lists.values())
    for row in rows.select_related("organisation").order_by("name", "pk"):
        offer = Offer(row, row.has_expired(at), user.has_perm("accounts.invite", row))
        lists[place_of(row)].offers.append(offer)
