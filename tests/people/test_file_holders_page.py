"""Who writes what: one form for all actions of an organisation, for its contact points."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.base.tokens import new_token
from actionplan.organisations.models import Organisation
from actionplan.reports.file_holders import Holders, holders_of, version_of
from actions.models import Action
from tests.personas import SmallPlan, person
from tests.reporting.round_factories import FileHolderFactory

PAGE = "/2020-2024/organisations/ov/file-holders/"


@pytest.fixture
def writer(lead_organisation: Organisation, small_plan: SmallPlan) -> User:
    return person("writer", Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)


def page_for(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def save(client: Client, opened: str, named: dict[Action, tuple[Any, Any]], **facts: Any) -> HttpResponse:
    chosen = {
        f"{place}-{action.pk}": getattr(user, "pk", user) or ""
        for action, both in named.items()
        for place, user in zip(["holder", "deputy"], both, strict=True)
    }
    form = {"token": new_token(), "opened": opened} | chosen | facts
    return client.post(f"{PAGE}save/", form, follow=True)


def test_every_action_of_the_organisation_has_a_row(
    client_of: Callable[[User], Client], small_plan: SmallPlan, contributor: User, writer: User
) -> None:
    page = page_for(client_of(contributor))
    codes = re.findall(r'<td class="code"[^>]*>([\d.]+)', page)
    assert codes == ["1.1", "1.2", "2.1"]
    assert page.count("<select") == 6
    assert "our part" not in page


def test_a_partner_names_who_writes_its_part(
    client_of: Callable[[User], Client], small_plan: SmallPlan, partner: User
) -> None:
    page = client_of(partner).get("/2020-2024/organisations/kbbj_abb/file-holders/").content.decode()
    assert page.count("<select") == 2
    assert "our part, beside the lead" in page


def test_those_who_report_for_the_organisation_can_be_chosen(
    client_of: Callable[[User], Client], small_plan: SmallPlan, contributor: User, writer: User, partner: User
) -> None:
    (first, *_rest) = re.findall(r"<select.*?</select>", page_for(client_of(contributor)), re.DOTALL)
    names = re.findall(r"<option[^>]*>([^<]*)", first)
    assert [name.strip() for name in names] == ["–", "Contributor", "Writer"]


def test_all_are_saved_at_once(
    client_of: Callable[[User], Client],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    writer: User,
) -> None:
    client = client_of(contributor)
    (opened,) = re.findall(r'name="opened" value="(\w+)"', page_for(client))
    named = {small_plan.joint: (writer, contributor), small_plan.limited: (writer, None)}
    response = save(client, opened, named)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "Saved who writes." in response.content.decode()
    assert response.content.decode().count(f'<option value="{writer.pk}" selected>') == 2
    assert holders_of(lead_organisation, small_plan.plan) == {
        small_plan.joint.pk: Holders(writer.pk, contributor.pk),
        small_plan.limited.pk: Holders(writer.pk),
    }


@pytest.mark.parametrize(
    ("places", "sentence"),
    [([None, "writer"], "Name the file holder first."), (["writer"] * 2, "The deputy is another person.")],
)
def test_what_does_not_fit_comes_back_as_chosen(
    client_of: Callable[[User], Client],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    writer: User,
    places: list[str | None],
    sentence: str,
) -> None:
    both = tuple(writer if place else None for place in places)
    response = save(
        client_of(contributor), version_of({}), {small_plan.joint: both, small_plan.limited: (writer, None)}
    )
    page = response.content.decode()
    assert response.status_code == 400
    assert sentence in page
    assert page.count(f'<option value="{writer.pk}" selected>') == len([user for user in both if user]) + 1
    assert holders_of(lead_organisation, small_plan.plan) == {}


def test_a_form_that_was_wrong_still_knows_what_it_was_opened_on(
    client_of: Callable[[User], Client], small_plan: SmallPlan, contributor: User, writer: User
) -> None:
    response = save(client_of(contributor), "opened-before", {small_plan.joint: (None, writer)})
    assert response.status_code == 400
    assert 'name="opened" value="opened-before"' in response.content.decode()


def test_somebody_who_is_not_offered_cannot_be_chosen(
    client_of: Callable[[User], Client], small_plan: SmallPlan, contributor: User, partner: User
) -> None:
    response = save(client_of(contributor), version_of({}), {small_plan.joint: (partner, None)})
    assert response.status_code == 400


def test_what_a_colleague_saved_in_between_stands_beside_what_was_chosen(
    client_of: Callable[[User], Client],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    writer: User,
) -> None:
    client, opened = client_of(contributor), version_of({})
    FileHolderFactory(action=small_plan.joint, organisation=lead_organisation, user=contributor)
    response = save(client, opened, {small_plan.joint: (writer, None)})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody named others in the meantime." in page
    assert "saved by now: Contributor" in page
    assert f'<option value="{writer.pk}" selected>' in page
    (again,) = re.findall(r'name="opened" value="(\w+)"', page)
    save(client, again, {small_plan.joint: (writer, None)})
    assert holders_of(lead_organisation, small_plan.plan) == {small_plan.joint.pk: Holders(writer.pk)}


def test_who_left_stays_on_the_file_until_somebody_else_is_named(
    client_of: Callable[[User], Client],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    writer: User,
) -> None:
    FileHolderFactory(action=small_plan.joint, organisation=lead_organisation, user=writer)
    writer.memberships.update(in_force_until="2021-01-01")
    client = client_of(contributor)
    assert "Writer (no longer here)" in page_for(client)
    opened = version_of(holders_of(lead_organisation, small_plan.plan))
    named = {small_plan.joint: (writer, None), small_plan.limited: (contributor, None)}
    assert save(client, opened, named).status_code == 200
    assert len(holders_of(lead_organisation, small_plan.plan)) == 2


@pytest.mark.parametrize("by", ["writer", "partner", "coordinator", "administrator", "reader"])
def test_contact_points_alone_name(
    request: pytest.FixtureRequest,
    client_of: Callable[[User], Client],
    small_plan: SmallPlan,
    writer: User,
    by: str,
) -> None:
    client = client_of(request.getfixturevalue(by))
    assert client.get(PAGE).status_code == 403
    assert save(client, version_of({}), {small_plan.joint: (writer, None)}).status_code == 403


def test_an_organisation_without_actions_has_nothing_to_name(
    client_of: Callable[[User], Client], small_plan: SmallPlan, other_organisation: Organisation
) -> None:
    small_plan.elsewhere.leads.all().delete()
    small_plan.elsewhere.promotions.all().delete()
    person("alone", Role.CONTRIBUTOR, organisation=other_organisation)
    client = client_of(User.objects.get(username="alone"))
    page = client.get("/2020-2024/organisations/wvg_growing_up/file-holders/").content.decode()
    assert "leads no action of this plan" in page


def test_my_actions_lead_contact_points_there(
    client_of: Callable[[User], Client], small_plan: SmallPlan, contributor: User, writer: User
) -> None:
    pages = [
        client_of(user).get("/2020-2024/my-actions/", follow=True).content.decode()
        for user in [contributor, writer]
    ]
    assert [f'href="{PAGE}"' in page for page in pages] == [True, False]
