"""Mails that failed and calendar addresses, for the tests that walk all pages, people and addresses."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import factory
from factory.django import DjangoModelFactory

from actionplan.accounts.models import User
from actionplan.reminders.calendars import (
    address_for,
    full_address_of,
    make_address,
    make_plan_address,
    plan_address_row,
)
from actionplan.reminders.models import Digest
from actionplan.reminders.states import DigestSort, DigestState, MailFailure
from tests.factories import UserFactory
from tests.reporting.round_factories import QuestionFactory
from tests.reporting_factories import noon

if TYPE_CHECKING:
    from .grown_plan import GrownPlan
    from .world import World


class DigestFactory(DjangoModelFactory):
    """A mail that the server refused, unless told otherwise."""

    class Meta:
        model = Digest

    person = factory.SubFactory(UserFactory)
    day = datetime.date(2022, 12, 1)
    sort = DigestSort.DAILY
    state = DigestState.REFUSED
    address = factory.LazyAttribute(lambda row: row.person.email)
    claimed_at = noon(2022, 12, 1)
    trouble = factory.LazyAttribute(
        lambda row: MailFailure.ADDRESS if row.state == DigestState.REFUSED else ""
    )


def add_reminders(world: World) -> None:
    """A refused mail to the contributor, a seen one to the reader, one to the partner that a later mail made up for.

    The contributor has a calendar address, and a question with a term.
    """
    people = world.people
    DigestFactory(person=people["contributor"], error="550 5.1.1 unknown")
    DigestFactory(
        person=people["reader"],
        state=DigestState.UNKNOWN,
        trouble=MailFailure.BROKEN,
        seen_by=people["administrator"],
        seen_at=noon(2022, 12, 2),
    )
    DigestFactory(person=people["partner"])
    DigestFactory(
        person=people["partner"],
        day=datetime.date(2022, 12, 2),
        claimed_at=noon(2022, 12, 2),
        state=DigestState.SENT,
    )
    make_address(by=people["contributor"], at=noon(2022, 12, 1))
    make_plan_address(plan=world.plan, body=world.lead, by=people["contributor"], at=noon(2022, 12, 1))


def failed(world: World, name: str) -> Digest:
    """The first mail to this person."""
    return Digest.objects.filter(person=world.people[name]).order_by("pk").first()


def token_of(user: User) -> str:
    """What the address of the person's calendar is opened with."""
    return _token_in(address_for(user))


def plan_token_of(user: User) -> str:
    return _token_in(full_address_of(plan_address_row(user)))


def _token_in(address: str) -> str:
    return address.rpartition("/")[2].removesuffix(".ics")


WORDS = {
    "failed-mail",
    "arrived-mail",
    "no-mail",
    "calendar-address",
    "plan-calendar-address",
    "no-calendar-address",
}
"""What the lines of the permission table name."""


def names_of_reminders(world: World, word: str) -> dict[str, object]:
    if word == "calendar-address":
        return {"token": token_of(world.people["contributor"])}
    if word == "plan-calendar-address":
        return {"token": plan_token_of(world.people["contributor"])}
    if word == "no-calendar-address":
        return {"token": "x" * 43}
    person = {"failed-mail": "contributor", "arrived-mail": "partner"}.get(word)
    return {"pk": failed(world, person).pk if person else 0}


def add_grown_reminders(grown: GrownPlan, size: int) -> None:
    """As many failed mails, and dated questions to who has every role."""
    for n in range(size):
        DigestFactory(person=UserFactory(username=f"unreached_{n}"))
        QuestionFactory(
            action=grown.reported,
            organisation=grown.lead,
            asked_by=grown.reviewer,
            due=datetime.date(2022, 12, 1 + n),
        )
    make_address(by=grown.everything, at=noon(2022, 12, 1))
    make_plan_address(plan=grown.plan, body=grown.lead, by=grown.everything, at=noon(2022, 12, 1))
