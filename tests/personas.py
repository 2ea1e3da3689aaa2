"""Named people, one for each way of standing towards an action, and a small plan for them to meet in.

`contributor` reports for the lead, `partner` for a partner of the joint action, `stranger` for an organisation that
leads only an action of its own; `area_contributor` reports for the whole policy area of the stranger's organisation.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
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


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """`client_of(reader)` is a browser in which that person is signed in."""
    return signed_in


@pytest.fixture
def minister(db: None) -> Minister:
    return MinisterFactory(key="education", title="Minister for Education")


@pytest.fixture
def policy_area(db: None) -> PolicyArea:
    """The area of `other_organisation`."""
    return PolicyAreaFactory(code="WVG", name="Welfare, Public Health and Family")


@pytest.fixture
def lead_organisation(db: None) -> Organisation:
    return OrganisationFactory(key="ov", name="Education and Training", policy_area="OV")


@pytest.fixture
def partner_organisation(db: None) -> Organisation:
    return OrganisationFactory(key="kbbj_abb", name="Agency for Home Affairs", policy_area="KBBJ")


@pytest.fixture
def other_organisation(policy_area: PolicyArea) -> Organisation:
    return OrganisationFactory(key="wvg_growing_up", name="Growing Up Agency", policy_area=policy_area)


@pytest.fixture
def reader(db: None) -> User:
    return person("reader", Role.READER)


@pytest.fixture
def minister_reader(minister: Minister) -> User:
    return person("minister_reader", Role.READER, minister=minister)


@pytest.fixture
def contributor(lead_organisation: Organisation) -> User:
    return person("contributor", Role.CONTRIBUTOR, organisation=lead_organisation)


@pytest.fixture
def partner(partner_organisation: Organisation) -> User:
    return person("partner", Role.CONTRIBUTOR, organisation=partner_organisation)


@pytest.fixture
def stranger(other_organisation: Organisation) -> User:
    return person("stranger", Role.CONTRIBUTOR, organisation=other_organisation)


@pytest.fixture
def area_contributor(policy_area: PolicyArea, other_organisation: Organisation) -> User:
    return person("area_contributor", Role.CONTRIBUTOR, policy_area=policy_area)


@pytest.fixture
def coordinator(db: None) -> User:
    return person("coordinator", Role.COORDINATOR)


@pytest.fixture
def other_coordinator(partner_organisation: Organisation) -> User:
    """A coordinator who is employed by the partner."""
    return person("other_coordinator", Role.COORDINATOR, organisation=partner_organisation)


@pytest.fixture
def auditor(db: None) -> User:
    return person("auditor", Role.AUDITOR)


@pytest.fixture
def administrator(db: None) -> User:
    return person("administrator", Role.ADMINISTRATOR)


@pytest.fixture
def superuser(db: None) -> User:
    """A superuser without any membership."""
    return UserFactory(username="superuser", is_superuser=True)


@pytest.fixture
def inactive(db: None) -> User:
    user = person("inactive", Role.COORDINATOR)
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


@pytest.fixture
def roleless(db: None) -> User:
    """Somebody who can sign in and has no membership."""
    return person("roleless")


def draw_up_small_plan(
    minister: Minister, lead: Organisation, partner: Organisation, other: Organisation
) -> SmallPlan:
    plan = PlanFactory()
    objectives = [ObjectiveFactory(plan=plan, number=number) for number in [1, 2]]
    ours = {"plan": plan, "lead": lead, "minister": minister}
    with_money = ActionFactory(code="1.1", title="Training for teachers", **ours)
    joint = ActionFactory(code="1.2", title="Joint prevention network", partners=[partner], **ours)
    limited = ActionFactory(code="2.1", title="Exchange of information", limited=True, **ours)
    elsewhere = ActionFactory(code="2.2", title="Support for families", plan=plan, lead=other)
    return SmallPlan(
        plan=plan,
        objectives=objectives,
        with_money=with_money,
        joint=joint,
        limited=limited,
        elsewhere=elsewhere,
        line=BudgetLineFactory(action=with_money),
        line_without_amount=BudgetLineFactory(action=with_money, terms__kind=BudgetKind.REGULAR_RESOURCES),
        milestone=MilestoneFactory(
            action=with_money, key="handbook", order=1, terms__due=datetime.date(2022, 6, 30)
        ),
    )


@pytest.fixture
def small_plan(
    minister: Minister,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    other_organisation: Organisation,
) -> SmallPlan:
    return draw_up_small_plan(minister, lead_organisation, partner_organisation, other_organisation)
