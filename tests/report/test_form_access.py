"""Who gets the form of a report, for which organisation, and what happens when it is sent twice or too late."""

import datetime
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actions.models import Action
from tests.factories import MembershipFactory
from tests.personas import SmallPlan
from tests.reporting_factories import By, hand_in, noon
from tests.sent_forms import form_to, send

ClientOf = Callable[[User], Client]


def address(action: Action, name: str = "report-form", key: str = "ov") -> str:
    return reverse(name, args=[action.plan.code, action.code, key])


def saved(client: Client, action: Action, key: str = "ov", **answers: Any) -> Any:
    page = client.get(address(action, key=key))
    return send(client, page, address(action, "report-save", key), **answers)


def test_one_organisation_goes_straight_to_its_form_and_several_are_a_choice(
    small_plan: SmallPlan, contributor: User, partner_organisation: Organisation, client_of: ClientOf
) -> None:
    action = small_plan.joint
    choose = reverse("report-choose", args=[action.plan.code, action.code])
    assert client_of(contributor).get(choose).url == address(action)
    MembershipFactory(user=contributor, role=Role.CONTRIBUTOR, organisation=partner_organisation)
    page = client_of(contributor).get(choose).content.decode()
    for key in ["ov", "kbbj_abb"]:
        assert address(action, key=key) in page


def test_a_submitted_report_has_its_page_instead_of_a_form(
    small_plan: SmallPlan, by_lead: By, contributor: User, client_of: ClientOf
) -> None:
    report = hand_in(small_plan.with_money, *by_lead, noon(2022, 3, 1))
    page = client_of(contributor).get(address(small_plan.with_money))
    assert page.url == reverse("report", args=[small_plan.plan.code, small_plan.with_money.code, report.pk])


def test_a_form_sent_twice_counts_once_and_other_words_with_its_token_are_not_thrown_away(
    small_plan: SmallPlan, contributor: User, client_of: ClientOf
) -> None:
    client, action = client_of(contributor), small_plan.with_money
    page, to = client.get(address(action)), address(action, "report-save")
    first, second = (send(client, page, to, done="Sample: first.") for _ in range(2))
    assert (first.status_code, second.url) == (302, first.url)
    again = send(client, page, to, done="Sample: second thoughts.")
    assert again.status_code == 409
    assert form_to(again, "save/")["done"] == "Sample: second thoughts."
    draft = ProgressReport.objects.get()
    assert (draft.done, draft.revision) == ("Sample: first.", 1)


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
