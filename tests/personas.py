"""Named people, one for each way of standing towards an action, and a small plan for them to meet in.

`contributor` reports for the lead, `partner` for a partner of the joint action, `stranger` for an organisation that
leads only an action of its own; `area_contributor` reports for the whole policy area of the stranger's organisation.
"""

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.accounts.session_end import SEEN
from actionplan.accounts.sessions import SUBSTANTIAL
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from actions.models import Action, Milestone
from budgets.models import BudgetLine
from budgets.states import BudgetKind
from objectives.models import Objective, Plan
from tests.factories import (
    ActionFactory,
    BudgetLineFactory,
    MembershipFactory,
    MilestoneFactory,
    MinisterFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PlanFactory,
    PolicyAreaFactory,
    UserFactory,
)

ClientOf = Callable[[User], Client]
"""The type of the fixture `client_of`."""


@dataclass(frozen=True)
class SmallPlan:
    """Two objectives and four actions: 1.1 with money, 1.2 joint, 2.1 limited, 2.2 of another organisation."""

    plan: Plan
    objectives: list[Objective]
    with_money: Action
    joint: Action
    limited: Action
    elsewhere: Action
    line: BudgetLine
    line_without_amount: BudgetLine
    milestone: Milestone

    @property
    def actions(self) -> list[Action]:
        return [self.with_money, self.joint, self.limited, self.elsewhere]


def person(username: str, role: Role | None = None, **scope: Any) -> User:
    """A user who holds the role since 2020, for the `organisation`, `policy_area` or `minister` in `scope`."""
    user = UserFactory(username=username)
    if role:
        MembershipFactory(user=user, role=role, **scope)
    return user


def signed_in(user: User, client: Client | None = None) -> Client:
    """As by the provider at a substantial level: so nobody needs another second factor."""
    client = signed_in_without_factor(user, client)
    session = client.session
    session[SUBSTANTIAL] = True
    session.save()
    return client


def signed_in_without_factor(user: User, client: Client | None = None) -> Client:
    """For a day without a break: no page of a test writes into the session what time it is."""
    client = client or Client()
    client.force_login(user)
    session = client.session
    session[SEEN] = int(time.time()) + 24 * 60 * 60
    session.save()
    return client


PERSONS: dict[str, tuple[Role | None, str]] = {
    "roleless": (None, ""),
    "inactive": (Role.COORDINATOR, ""),
    "reader": (Role.READER, ""),
    "minister_reader": (Role.READER, "minister"),
    "contributor": (Role.CONTRIBUTOR, "organisation"),
    "partner": (Role.CONTRIBUTOR, "organisation"),
    "stranger": (Role.CONTRIBUTOR, "organisation"),
    "area_contributor": (Role.CONTRIBUTOR, "policy_area"),
    "coordinator": (Role.COORDINATOR, ""),
    "other_coordinator": (Role.COORDINATOR, "organisation"),
    "auditor": (Role.AUDITOR, ""),
    "administrator": (Role.ADMINISTRATOR, ""),
    "superuser": (None, ""),
}
"""By name: the role, and what kind of body it is held for."""


def named(name: str, body: Minister | PolicyArea | Organisation | None = None) -> User:
    role, scope = PERSONS[name]
    user = person(name, role, **({scope: body} if scope else {}))
    user.is_active, user.is_superuser = name != "inactive", name == "superuser"
    if name in ("inactive", "superuser"):
        user.save(update_fields=["is_active", "is_superuser"])
    return user


class Bodies(NamedTuple):
    """What the people and the small plan belong to."""

    minister: Minister
    policy_area: PolicyArea
    lead: Organisation
    partner: Organisation
    other: Organisation


def new_bodies() -> Bodies:
    area = welfare()
    return Bodies(education(), area, leads(), takes_part(), stands_apart(area))


def everybody(bodies: Bodies) -> dict[str, User]:
    """One person for each way of standing towards an action."""
    belong = {
        "minister_reader": bodies.minister,
        "contributor": bodies.lead,
        "partner": bodies.partner,
        "other_coordinator": bodies.partner,
        "stranger": bodies.other,
        "area_contributor": bodies.policy_area,
    }
    return {name: named(name, belong.get(name)) for name in PERSONS}


def education() -> Minister:
    return MinisterFactory(key="education", title="Minister for Education")


def welfare() -> PolicyArea:
    return PolicyAreaFactory(code="WVG", name="Welfare, Public Health and Family")


def leads() -> Organisation:
    return OrganisationFactory(key="ov", name="Education and Training", policy_area="OV")


def takes_part() -> Organisation:
    return OrganisationFactory(key="kbbj_abb", name="Agency for Home Affairs", policy_area="KBBJ")


def stands_apart(area: PolicyArea) -> Organisation:
    return OrganisationFactory(key="wvg_growing_up", name="Growing Up Agency", policy_area=area)


def new_small_plan(bodies: Bodies, **facts: Any) -> SmallPlan:
    plan = PlanFactory(**facts)
    objectives = [ObjectiveFactory(plan=plan, number=number) for number in [1, 2]]
    ours = {"plan": plan, "lead": bodies.lead, "minister": bodies.minister}
    with_money = ActionFactory(code="1.1", title="Training for teachers", **ours)
    joint = ActionFactory(code="1.2", title="Joint prevention network", partners=[bodies.partner], **ours)
    return SmallPlan(
        plan=plan,
        objectives=objectives,
        with_money=with_money,
        joint=joint,
        limited=ActionFactory(code="2.1", title="Exchange of information", limited=True, **ours),
        elsewhere=ActionFactory(code="2.2", title="Support for families", plan=plan, lead=bodies.other),
        line=BudgetLineFactory(action=with_money),
        line_without_amount=BudgetLineFactory(action=with_money, terms__kind=BudgetKind.REGULAR_RESOURCES),
        milestone=MilestoneFactory(
            action=with_money, key="handbook", order=1, terms__due=datetime.date(2022, 6, 30)
        ),
    )


def of_the_people(name: str) -> Any:
    """A fixture: one of `people`, where those are there already when a test begins."""

    @pytest.fixture(name=name)
    def somebody(people: dict[str, User]) -> User:
        return people[name]

    return somebody


@pytest.fixture
def client_of() -> ClientOf:
    """`client_of(reader)` is a browser in which that person is signed in."""
    return signed_in


@pytest.fixture
def viewer(reader: User) -> Client:
    """The browser of a reader."""
    return signed_in(reader)


@pytest.fixture
def author(contributor: User) -> Client:
    """The browser of who reports for the lead."""
    return signed_in(contributor)


@pytest.fixture
def platform(coordinator: User) -> Client:
    """The browser of a coordinator."""
    return signed_in(coordinator)


@pytest.fixture
def keeper(administrator: User) -> Client:
    """The browser of an administrator."""
    return signed_in(administrator)


@pytest.fixture
def minister(db: None) -> Minister:
    return education()


@pytest.fixture
def policy_area(db: None) -> PolicyArea:
    """The area of `other_organisation`."""
    return welfare()


@pytest.fixture
def lead_organisation(db: None) -> Organisation:
    return leads()


@pytest.fixture
def partner_organisation(db: None) -> Organisation:
    return takes_part()


@pytest.fixture
def other_organisation(policy_area: PolicyArea) -> Organisation:
    return stands_apart(policy_area)


@pytest.fixture
def bodies(
    minister: Minister,
    policy_area: PolicyArea,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    other_organisation: Organisation,
) -> Bodies:
    return Bodies(minister, policy_area, lead_organisation, partner_organisation, other_organisation)


def somebody(name: str, *stand_on: str) -> Any:
    """A fixture: the person of that name, for the first of the bodies on which it stands."""

    @pytest.fixture(name=name)
    def of_that_name(request: pytest.FixtureRequest, db: None) -> User:
        bodies = [request.getfixturevalue(one) for one in stand_on]
        return named(name, *bodies[:1])

    return of_that_name


reader = somebody("reader")
minister_reader = somebody("minister_reader", "minister")
contributor = somebody("contributor", "lead_organisation")
partner = somebody("partner", "partner_organisation")
stranger = somebody("stranger", "other_organisation")
area_contributor = somebody("area_contributor", "policy_area", "other_organisation")
coordinator = somebody("coordinator")
other_coordinator = somebody("other_coordinator", "partner_organisation")
"""A coordinator who is employed by the partner."""
auditor = somebody("auditor")
administrator = somebody("administrator")
superuser = somebody("superuser")
"""A superuser without any membership."""
inactive = somebody("inactive")
roleless = somebody("roleless")
"""Somebody who can sign in and has no membership."""


@pytest.fixture
def small_plan(bodies: Bodies) -> SmallPlan:
    return new_small_plan(bodies)
