"""Who writes what: one form for all actions of an organisation, for its contact points."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.pages.people import file_holders
from actionplan.reports.file_holders import Holders, holders_of, version_of
from actions.models import Action
from tests.personas import ClientOf, SmallPlan, person
from tests.reporting.round_factories import FileHolderFactory
from tests.sent_forms import new_token

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
    form = {"token": new_token(), "opened_on": opened} | chosen | facts
    return client.post(PAGE, form, follow=True)


def test_every_action_of_the_organisation_has_a_row_with_those_who_report_for_it(
    client_of: ClientOf, small_plan: SmallPlan, contributor: User, writer: User, partner: User
) -> None:
    page = page_for(client_of(contributor))
    codes = re.findall(r'<td class="code"[^>]*>([\d.]+)', page)
    assert codes == ["1.1", "1.2", "2.1"]
    selects = re.findall(r"<select.*?</select>", page, re.DOTALL)
    assert len(selects) == 6
    names = re.findall(r"<option[^>]*>([^<]*)", selects[0])
    assert [name.strip() for name in names] == ["–", "Contributor", "Writer"]
    assert "our part" not in page
    # A partner names who writes its part.
    page = client_of(partner).get("/2020-2024/organisations/kbbj_abb/file-holders/").content.decode()
    assert page.count("<select") == 2
    assert "our part, beside the lead" in page


def test_all_are_saved_at_once(
    author: Client, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, writer: User
) -> None:
    (opened,) = re.findall(r'name="opened_on" value="(\w+)"', page_for(author))
    named = {small_plan.joint: (writer, contributor), small_plan.limited: (writer, None)}
    response = save(author, opened, named)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "Who writes is saved." in response.content.decode()
    assert response.content.decode().count(f'<option value="{writer.pk}" selected>') == 2
    assert holders_of(lead_organisation, small_plan.plan) == {
        small_plan.joint.pk: Holders(writer.pk, contributor.pk),
        small_plan.limited.pk: Holders(writer.pk),
    }


def test_what_does_not_fit_comes_back_as_chosen(
    author: Client, small_plan: SmallPlan, lead_organisation: Organisation, writer: User, partner: User
) -> None:
    limited = {small_plan.limited: (writer, None)}
    for both, sentence in [
        ((None, writer), "Name the file holder first."),
        ((writer, writer), "The deputy is another person."),
    ]:
        response = save(author, "opened-before", {small_plan.joint: both, **limited})
        page = response.content.decode()
        assert response.status_code == 400
        assert sentence in page
        assert 'name="opened_on" value="opened-before"' in page
        chosen = len([user for user in both if user]) + 1
        assert page.count(f'<option value="{writer.pk}" selected>') == chosen
    # Somebody who is not offered cannot be chosen.
    assert save(author, version_of({}), {small_plan.joint: (partner, None)}).status_code == 400
    assert holders_of(lead_organisation, small_plan.plan) == {}


def test_only_what_somebody_else_saved_moves_the_form_on(
    client_of: ClientOf,
    small_plan: SmallPlan,
    contributor: User,
    writer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(**facts: Any) -> None:
        raise Refused("Sample refusal.")

    monkeypatch.setattr(file_holders, "name_file_holders", refuse)
    response = save(client_of(contributor), "opened-before", {small_plan.joint: (writer, None)})
    assert response.status_code == 409
    assert "Sample refusal." in response.content.decode()
    assert 'name="opened_on" value="opened-before"' in response.content.decode()


def test_what_a_colleague_saved_in_between_stands_beside_what_was_chosen(
    client_of: ClientOf,
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
    (again,) = re.findall(r'name="opened_on" value="(\w+)"', page)
    save(client, again, {small_plan.joint: (writer, None)})
    assert holders_of(lead_organisation, small_plan.plan) == {small_plan.joint.pk: Holders(writer.pk)}


def test_who_left_stays_on_the_file_until_somebody_else_is_named(
    author: Client, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, writer: User
) -> None:
    FileHolderFactory(action=small_plan.joint, organisation=lead_organisation, user=writer)
    writer.memberships.update(in_force_until="2021-01-01")
    assert "Writer (no longer here)" in page_for(author)
    opened = version_of(holders_of(lead_organisation, small_plan.plan))
    named = {small_plan.joint: (writer, None), small_plan.limited: (contributor, None)}
    assert save(author, opened, named).status_code == 200
    assert len(holders_of(lead_organisation, small_plan.plan)) == 2


def test_contact_points_alone_name(
    client_of: ClientOf, small_plan: SmallPlan, contributor: User, writer: User
) -> None:
    """The permission table says it of everybody else."""
    client = client_of(writer)
    assert client.get(PAGE).status_code == 403
    assert save(client, version_of({}), {small_plan.joint: (writer, None)}).status_code == 403
    pages = [
        client_of(user).get("/2020-2024/my-actions/", follow=True).content.decode()
        for user in [contributor, writer]
    ]
    assert [f'href="{PAGE}"' in page for page in pages] == [True, False]


def test_an_organisation_without_actions_has_nothing_to_name(
    client_of: ClientOf, small_plan: SmallPlan, other_organisation: Organisation
) -> None:
    small_plan.elsewhere.leads.all().delete()
    small_plan.elsewhere.promotions.all().delete()
    person("alone", Role.CONTRIBUTOR, organisation=other_organisation)
    client = client_of(User.objects.get(username="alone"))
    page = client.get("/2020-2024/organisations/wvg_growing_up/file-holders/").content.decode()
    assert "leads no action of this plan" in page
