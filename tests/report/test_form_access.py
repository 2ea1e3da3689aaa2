"""Who gets the form of a report, for which organisation, and what happens when it is sent twice or too late."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Status
from actions.models import Action
from tests.factories import MembershipFactory
from tests.personas import SmallPlan
from tests.reporting_factories import drafted, hand_in, noon
from tests.sent_forms import form_to, send

ClientOf = Callable[[User], Client]


def address(action: Action, name: str = "report-form", key: str = "ov") -> str:
    return reverse(name, args=[action.plan.code, action.code, key])


def saved(client: Client, action: Action, key: str = "ov", **answers: Any) -> Any:
    page = client.get(address(action, key=key))
    return send(client, page, address(action, "report-save", key), **answers)


def test_somebody_of_an_organisation_without_a_part_is_refused(
    small_plan: SmallPlan, stranger: User, contributor: User, client_of: ClientOf
) -> None:
    client = client_of(stranger)
    assert client.get(address(small_plan.with_money)).status_code == 403
    assert client.get(address(small_plan.with_money, key="wvg_growing_up")).status_code == 403
    assert client.post(address(small_plan.with_money, "report-save")).status_code == 403
    assert client.get(address(small_plan.with_money, "report-checks")).status_code == 403
    assert client_of(contributor).get(address(small_plan.with_money, key="nobody")).status_code == 404


@pytest.mark.parametrize("who", ["reader", "auditor", "administrator"])
def test_who_reports_for_nobody_is_refused(
    request: pytest.FixtureRequest, small_plan: SmallPlan, client_of: ClientOf, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get(address(small_plan.with_money)).status_code == 403
    choose = reverse("report-choose", args=[small_plan.plan.code, small_plan.with_money.code])
    assert client.get(choose).status_code == 403


def test_one_organisation_goes_straight_to_its_form(
    small_plan: SmallPlan, contributor: User, client_of: ClientOf
) -> None:
    choose = reverse("report-choose", args=[small_plan.plan.code, small_plan.with_money.code])
    assert client_of(contributor).get(choose).url == address(small_plan.with_money)


def test_several_organisations_are_a_choice(
    small_plan: SmallPlan, contributor: User, partner_organisation: Organisation, client_of: ClientOf
) -> None:
    MembershipFactory(user=contributor, role=Role.CONTRIBUTOR, organisation=partner_organisation)
    action = small_plan.joint
    page = client_of(contributor).get(reverse("report-choose", args=[action.plan.code, action.code]))
    for key in ["ov", "kbbj_abb"]:
        assert address(action, key=key) in page.content.decode()


def test_a_submitted_report_has_its_page_instead_of_a_form(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, client_of: ClientOf
) -> None:
    report = hand_in(small_plan.with_money, lead_organisation, contributor, noon(2022, 3, 1))
    page = client_of(contributor).get(address(small_plan.with_money))
    assert page.url == reverse("report", args=[small_plan.plan.code, small_plan.with_money.code, report.pk])


def test_a_coordinator_drafts_on_behalf_and_the_page_says_so(
    small_plan: SmallPlan, coordinator: User, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    assert "on behalf of" in client.get(address(small_plan.with_money)).content.decode()
    saved(client, small_plan.with_money, status=Status.ONGOING)
    assert ProgressReport.objects.get().on_behalf
    assert client.get(address(small_plan.with_money)).status_code == 200


def test_a_coordinator_does_not_read_an_organisations_own_draft(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, noon(2022, 3, 1), done="Sample: secret.")
    for name in ["report-form", "report-checks", "report-discard-confirm"]:
        page = client_of(coordinator).get(address(small_plan.with_money, name))
        assert page.status_code == 403, name
        assert "secret" not in page.content.decode()


def test_a_form_sent_twice_counts_once(small_plan: SmallPlan, contributor: User, client_of: ClientOf) -> None:
    client, action = client_of(contributor), small_plan.with_money
    page = client.get(address(action))
    first = send(client, page, address(action, "report-save"), done="Sample.")
    second = send(client, page, address(action, "report-save"), done="Sample.")
    assert (first.status_code, second.url) == (302, first.url)
    assert ProgressReport.objects.get().revision == 1


def test_other_words_sent_with_the_same_token_are_not_thrown_away(
    small_plan: SmallPlan, contributor: User, client_of: ClientOf
) -> None:
    client, action = client_of(contributor), small_plan.with_money
    page = client.get(address(action))
    send(client, page, address(action, "report-save"), done="Sample: first.")
    again = send(client, page, address(action, "report-save"), done="Sample: second thoughts.")
    assert again.status_code == 409
    assert form_to(again, "save/")["done"] == "Sample: second thoughts."
    assert ProgressReport.objects.get().done == "Sample: first."


def test_saving_needs_a_post(small_plan: SmallPlan, contributor: User, client_of: ClientOf) -> None:
    client = client_of(contributor)
    for name in ["report-save", "report-save-and-check", "report-submit", "report-discard"]:
        assert client.get(address(small_plan.with_money, name)).status_code == 405, name


def test_a_withdrawn_action_is_not_reported_on(
    small_plan: SmallPlan, contributor: User, client_of: ClientOf
) -> None:
    client, action = client_of(contributor), small_plan.with_money
    page = client.get(address(action))
    Action.objects.filter(pk=action.pk).update(in_force_until=datetime.date(2022, 1, 1))
    answer = send(client, page, address(action, "report-save"), done="Sample: typed.")
    assert answer.status_code == 409
    assert "withdrawn" in answer.content.decode()
    assert "Sample: typed." in answer.content.decode()
