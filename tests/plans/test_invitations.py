"""Somebody is invited to one plan alone; who keeps one plan gives roles in it and sees who has one."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import Invitation, Membership, User
from actionplan.accounts.roles import Role
from objectives.models import Plan
from tests.factories import MembershipFactory, PlanFactory, UserFactory
from tests.personas import ClientOf, SmallPlan, person
from tests.sent_forms import new_token

LINK = re.compile(r"/invitation/([^/\s]+)/")
NEW = {
    "part": "reader",
    "body": "portal:all",
    "name": "New Person",
    "email": "new@example.org",
    "language": "en",
}


@pytest.fixture
def other(small_plan: SmallPlan) -> Plan:
    return PlanFactory(code="climate", title="Climate plan")


def invite(client: Client, **facts: str) -> int:
    token = client.get(reverse("people-invite")).context["form"]["token"].value()
    return client.post(reverse("people-invite"), NEW | {"token": token} | facts).status_code


def test_the_role_that_is_taken_up_is_of_that_plan(
    client_of: ClientOf, coordinator: User, other: Plan
) -> None:
    assert invite(client_of(coordinator), plan="climate") == 302
    invitation = Invitation.objects.get()
    assert str(invitation) == "reader, only climate"
    assert "Climate plan climate" in mail.outbox[0].body
    assert "2020-2024" not in mail.outbox[0].body
    key, newcomer = LINK.findall(mail.outbox[0].body)[0], UserFactory(email="new@example.org")
    client = client_of(newcomer)
    assert client.post(reverse("invitation", args=[key]), {"token": new_token()}).status_code == 302
    assert Membership.objects.get(user=newcomer).plan == other


def test_one_of_every_plan_names_every_plan_that_is_no_secret(
    client_of: ClientOf, coordinator: User, small_plan: SmallPlan, other: Plan
) -> None:
    Plan.objects.filter(pk=other.pk).update(state="in_preparation")
    assert invite(client_of(coordinator)) == 302
    assert Invitation.objects.get().plan is None
    assert "2020-2024" in mail.outbox[0].body
    assert "Climate plan" not in mail.outbox[0].body


@pytest.mark.full
def test_who_coordinates_one_plan_invites_to_it_alone(
    client_of: ClientOf, other: Plan, small_plan: SmallPlan
) -> None:
    client = client_of(person("limited", Role.COORDINATOR, plan=other))
    assert invite(client, plan="climate") == 302
    assert Invitation.objects.get().plan == other
    for plan in ["", "2020-2024"]:
        assert invite(client, plan=plan, email="third@example.org") == 400
    assert invite(client, plan="climate", part="auditor") == 400
    assert Invitation.objects.count() == 1


def test_who_coordinates_one_plan_sees_who_has_a_role_in_it(
    client_of: ClientOf, other: Plan, small_plan: SmallPlan
) -> None:
    for name, plan in [("Everywhere", None), ("Here", other), ("Elsewhere", small_plan.plan)]:
        MembershipFactory(user=UserFactory(name=f"Sample {name}"), role=Role.READER, plan=plan)
    page = client_of(person("limited", Role.COORDINATOR, plan=other)).get(reverse("people")).content.decode()
    assert "Sample Everywhere" in page
    assert "Sample Here" in page
    assert "Sample Elsewhere" not in page


def test_one_waits_for_each_plan(client_of: ClientOf, coordinator: User, other: Plan) -> None:
    client = client_of(coordinator)
    answers = [invite(client, plan=plan) for plan in ["climate", "2020-2024", "", "climate"]]
    assert answers == [302, 302, 302, 400]
