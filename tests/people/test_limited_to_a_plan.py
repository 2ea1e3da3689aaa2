"""Who keeps the people of one plan alone: they invite for it in the browser, and see and deal with its people alone."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import Invitation, User
from actionplan.accounts.roles import Role, RoleName
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from objectives.models import Plan
from objectives.states import PlanState
from tests.factories import ActionFactory, MembershipFactory, OrganisationFactory, PlanFactory, UserFactory
from tests.people.people_factories import invited
from tests.personas import ClientOf, SmallPlan, person
from tests.sent_forms import form_to, new_token, send

LIMITED = [Role.COORDINATOR, Role.ADMINISTRATOR]


@pytest.fixture
def town(small_plan: SmallPlan, partner_organisation: Organisation) -> Plan:
    """A plan in which the partner of the small plan has an action."""
    plan = PlanFactory(code="town", start="2010-01-01", end="2014-12-31", state=PlanState.IN_FORCE)
    ActionFactory(plan=plan, code="1.1", lead=partner_organisation)
    return plan


@pytest.fixture
def keeper(client_of: ClientOf, town: Plan) -> Client:
    return client_of(person("keeper", Role.COORDINATOR, plan=town))


@pytest.mark.parametrize("role", LIMITED)
def test_they_invite_for_their_plan_by_the_form_as_it_is_shown(
    client_of: ClientOf, town: Plan, lead_organisation: Organisation, role: Role
) -> None:
    client = client_of(person("keeper", role, plan=town))
    page = client.get("/people/invite/?for=organisation:ov&as=contact_point")
    assert form_to(page, "invite/")["plan"] == "town"
    assert "The role counts in this plan alone." in page.content.decode()
    answer = send(client, page, reverse("people-invite"), name="Noa New", email="noa@example.org")
    assert answer.status_code == 302, answer.content.decode()
    sent = Invitation.objects.get()
    assert (sent.plan, sent.organisation, sent.part) == (town, lead_organisation, RoleName.CONTACT_POINT)
    # Without a plan the field says what is missing.
    answer = send(client, page, reverse("people-invite"), name="Mo", email="mo@example.org", plan="")
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"plan": ["Choose the plan."]}


def test_they_see_the_people_of_their_plan_and_of_every_plan_those_who_have_a_part_in_it(
    keeper: Client,
    client_of: ClientOf,
    town: Plan,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    policy_area: PolicyArea,
    minister: Minister,
    people: dict[str, User],
) -> None:
    now = timezone.now()
    ended = OrganisationFactory(key="ended", name="Ended body", in_force_until="2021-01-01")
    for name, scope in {
        "own": {"organisation": lead_organisation, "plan": town},
        "elsewhere": {"organisation": lead_organisation, "plan": small_plan.plan},
        "of_area_elsewhere": {"policy_area": policy_area, "plan": small_plan.plan},
        "of_ended": {"organisation": ended, "plan": small_plan.plan},
    }.items():
        person(name, Role.CONTRIBUTOR, **scope)
    for plan, email in [(town, "invited@example.org"), (small_plan.plan, "invited_elsewhere@example.org")]:
        invited(RoleName.READER, people["administrator"], now, email=email, plan=plan)
    invited(
        RoleName.READER, people["administrator"], now, email="office_elsewhere@example.org", minister=minister
    )
    everybody = client_of(people["administrator"]).get("/people/").content.decode()
    page = keeper.get("/people/").content.decode()
    seen = ["own@", "partner@", "reader@", "auditor@", "administrator@", "other_coordinator@", "invited@"]
    hidden = ["elsewhere@", "of_area_elsewhere@", "of_ended@", "contributor@", "stranger@"]
    hidden += ["area_contributor@", "minister_reader@", "invited_elsewhere@", "office_elsewhere@"]
    for names, there in [(seen, True), (hidden, False)]:
        for name in names:
            address = f">{name}example.org"
            assert address in everybody, name
            assert (address in page) is there, name
    assert "Ended body" in everybody
    assert "Ended body" not in page
    assert "for the whole policy area" not in page
    assert "Ended body" not in keeper.get("/people/invite/").content.decode()


def test_the_organisations_for_which_nobody_can_submit_are_those_of_the_plan_they_keep(
    keeper: Client, town: Plan, small_plan: SmallPlan, people: dict[str, User]
) -> None:
    user = User.objects.get(username="keeper")
    MembershipFactory(user=user, role=Role.READER, plan=small_plan.plan)
    people["partner"].memberships.update(in_force_until="2021-01-01")
    assert keeper.get("/people/").context["plan"] == town
    page = keeper.get("/people/").content.decode()
    assert "/town/organisations/kbbj_abb/" in page
    assert "/2020-2024/organisations/" not in page


@pytest.mark.full
def test_roles_and_invitations_of_other_plans_are_not_there_and_those_of_every_plan_not_theirs(
    keeper: Client, town: Plan, small_plan: SmallPlan, people: dict[str, User]
) -> None:
    now = timezone.now()
    for plan, status in [(town, 200), (None, 403), (small_plan.plan, 404)]:
        role = MembershipFactory(user=UserFactory(), role=Role.READER, plan=plan)
        address = reverse("role-end", args=[role.pk])
        assert keeper.get(address).status_code == status, plan
        assert keeper.post(address).status_code == (400 if status == 200 else status), plan
        sent = invited(
            RoleName.READER, people["administrator"], now, email=f"x{status}@example.org", plan=plan
        )
        for name in ["invitation-send-again", "invitation-withdraw"]:
            answer = keeper.post(reverse(name, args=[sent.invitation.pk]), {"token": new_token()})
            assert answer.status_code == (302 if status == 200 else status), (name, plan)
