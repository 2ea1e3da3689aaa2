"""Ending a role from a day, with what follows, and saying that a list is right."""

import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.confirmations import version_of
from actionplan.accounts.models import ListConfirmation, Membership, User
from actionplan.accounts.roles import Role
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation
from tests.factories import MembershipFactory
from tests.personas import ClientOf, SmallPlan, person
from tests.reading import read
from tests.reporting.round_factories import FileHolderFactory
from tests.reporting_factories import drafted, noon
from tests.sent_forms import new_token


@pytest.fixture
def role(contributor: User, small_plan: SmallPlan) -> Membership:
    return contributor.memberships.get()


def end(client: Client, role: Membership, on: Any, **facts: Any) -> HttpResponse:
    form = {"token": new_token(), "on": on} | facts
    return client.post(reverse("role-end", args=[role.pk]), form, follow=True)


def confirming(client: Client, role: Membership) -> str:
    return client.get(reverse("role-end", args=[role.pk])).content.decode()


def test_a_role_is_ended_from_a_day_and_a_form_sent_twice_ends_it_once(
    platform: Client, role: Membership
) -> None:
    today, token = day_of(timezone.now()).isoformat(), new_token()
    response = end(platform, role, today, token=token)
    assert "The role of Contributor is ended." in response.content.decode()
    role.refresh_from_db()
    assert role.in_force_until.isoformat() == today
    assert end(platform, role, today, token=token).status_code == 200
    assert end(platform, role, today).status_code == 409


def test_a_role_that_began_today_ends_today_for_sessions_that_are_open(
    platform: Client, client_of: ClientOf, role: Membership
) -> None:
    today = day_of(timezone.now())
    Membership.objects.filter(pk=role.pk).update(in_force_from=today)
    theirs = client_of(role.user)
    assert theirs.get("/2020-2024/my-actions/").status_code == 200
    assert "The role of Contributor is ended." in end(platform, role, today.isoformat()).content.decode()
    assert theirs.get("/2020-2024/my-actions/").status_code == 404
    assert theirs.get("/").status_code == 403
    assert "contributor@example.org" not in platform.get("/people/").content.decode()


def test_a_day_that_cannot_be_is_refused_and_kept(platform: Client, role: Membership) -> None:
    yesterday = (day_of(timezone.now()) - datetime.timedelta(days=1)).strftime("%d/%m/%Y")
    for on, status, sentence in [
        ("soon", 400, "Write a day such as"),
        ("", 400, "Fill in the first day without the role."),
        ("01/01/2020", 409, "The last day must come after the first."),
        (yesterday, 409, "That day is past, and what they did since then stays."),
    ]:
        response = end(platform, role, on)
        assert response.status_code == status
        page = response.content.decode()
        assert sentence in page
        assert not on or f'value="{on}"' in page
    role.refresh_from_db()
    assert role.in_force_until is None


def test_what_follows_is_said_before(
    platform: Client,
    small_plan: SmallPlan,
    role: Membership,
    lead_organisation: Organisation,
    contributor: User,
    area_contributor: User,
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, noon(2022, 3, 1), done="Sample words.")
    FileHolderFactory(
        action=small_plan.limited, organisation=lead_organisation, user=contributor, deputy=True
    )
    page = confirming(platform, role)
    for words in ["1.1 Training for teachers", "2.1 Exchange of information", "as deputy"]:
        assert words in page
    assert "Nobody will be left who can submit for Education and Training." in page
    assert 'href="/people/invite/?for=organisation:ov&amp;as=contact_point"' in page
    assert "Sample words." not in page
    # The end of a role for an area names its organisations.
    page = confirming(platform, area_contributor.memberships.get())
    assert "Nobody will be left who can submit for Growing Up Agency." in page


def test_what_is_left_without_anybody_is_named_with_a_link_once_a_role_is_ended(
    platform: Client, small_plan: SmallPlan, role: Membership, lead_organisation: Organisation
) -> None:
    FileHolderFactory(action=small_plan.limited, organisation=lead_organisation, user=role.user)
    page = read(end(platform, role, day_of(timezone.now()).isoformat()))
    [message] = page.all("p", class_="success")
    assert "First day without it:" in message.text
    again = "/people/invite/?for=organisation:ov&as=contact_point"
    assert "invite a contact point: Education and Training." in message.text
    assert "Give the role again: invite Contributor." in message.text
    assert message.links == {
        again: "invite Contributor",
        "/2020-2024/actions/2.1/": "2.1",
    }
    assert "Without it nobody can submit" in message.text


def test_nothing_is_said_of_what_does_not_follow(
    platform: Client,
    small_plan: SmallPlan,
    role: Membership,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    partner: User,
    reader: User,
) -> None:
    writer = person("writer", Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
    for user in [reader, writer]:  # who leave nobody alone
        assert "Nobody will be left" not in confirming(platform, user.memberships.get())
    MembershipFactory(user=partner, role=Role.CONTRIBUTOR, organisation=lead_organisation)
    drafted(small_plan.joint, partner_organisation, partner, noon(2022, 3, 1))
    FileHolderFactory(action=small_plan.joint, organisation=lead_organisation, user=partner)
    page = confirming(platform, role)
    for words in ["1.2", "These drafts", "They hold these files", "Nobody will be left"]:
        assert words not in page


def confirm(client: Client, organisation: Organisation, seen: str, **facts: Any) -> HttpResponse:
    address = reverse("list-confirm", args=["organisation", organisation.key])
    return client.post(address, {"token": new_token(), "opened_on": seen} | facts, follow=True)


def seen_of(organisation: Organisation) -> str:
    return version_of(organisation.memberships.select_related("user"))


def test_a_list_is_confirmed_from_the_page_once(
    platform: Client, role: Membership, lead_organisation: Organisation, coordinator: User
) -> None:
    seen, token = seen_of(lead_organisation), new_token()
    assert f'name="opened_on" value="{seen}"' in platform.get("/people/").content.decode()
    for _time in range(2):
        response = confirm(platform, lead_organisation, seen, token=token)
        assert response.redirect_chain == [("/people/#organisation-ov", 302)]
        assert 'id="organisation-ov"' in response.content.decode()
        assert "You confirmed the list of Education and Training." in response.content.decode()
    assert ListConfirmation.objects.get().confirmed_by == coordinator
    again = confirm(platform, lead_organisation, seen)
    assert again.status_code == 409
    assert "Coordinator confirmed this list today." in again.content.decode()


def test_a_list_that_changed_since_it_was_read_is_shown_again(
    platform: Client, role: Membership, lead_organisation: Organisation, partner: User
) -> None:
    seen = seen_of(lead_organisation)
    MembershipFactory(user=partner, role=Role.CONTRIBUTOR, organisation=lead_organisation)
    response = confirm(platform, lead_organisation, seen)
    assert response.status_code == 409
    assert "Education and Training: This list changed in the meantime." in response.content.decode()
    assert not ListConfirmation.objects.exists()


def test_lists_of_areas_and_ministers_are_confirmed_and_of_nobody_known_not_found(
    platform: Client, small_plan: SmallPlan, area_contributor: User, minister_reader: User
) -> None:
    for kind, key, user in [
        ("policy-area", "WVG", area_contributor),
        ("minister", "education", minister_reader),
    ]:
        seen = version_of(user.memberships.select_related("user"))
        form = {"token": new_token(), "opened_on": seen}
        platform.post(reverse("list-confirm", args=[kind, key]), form)
    assert ListConfirmation.objects.filter(confirmed_on=datetime.date.today()).count() == 2
    for address in ["organisation/nobody", "policy-area/NO", "minister/nobody", "king/all"]:
        response = platform.post(f"/people/lists/{address}/confirm/", {"token": new_token()})
        assert response.status_code == 404, address
