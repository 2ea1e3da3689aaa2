"""The form of a report in a round: instruction, due day, more time, money only, and why the round takes no answer."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reporting.who_is_asked import asked_actions
from actionplan.reports.contents import ExpenditureRow, MilestoneRow, contents_of
from actionplan.reports.extensions import ask_extension
from actionplan.rounds.asking import ask_about
from actionplan.rounds.life import take_into_review, take_into_validation
from actions.models import Action
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import By, accepted_report
from tests.sent_forms import form_to, send, to_form
from tests.sheet.asked_sheet import ago, in_days

pytestmark = pytest.mark.full


@pytest.fixture
def form(client_of: ClientOf) -> Callable[..., Element]:
    def page(user: User, action: Action, key: str = "ov", query: str = "") -> Element:
        return read(client_of(user).get(to_form(action, key=key) + query))

    return page


@pytest.fixture
def for_money(small_plan: SmallPlan, asked: Round, by_lead: By, coordinator: User) -> ProgressReport:
    """The last report on 1.1, completed, before the round asked about its money only."""
    last = accepted_report(
        small_plan.with_money,
        *by_lead,
        ago(8),
        reviewer=coordinator,
        status="completed",
        confidence="",
        outcome="as_planned",
        actual_end=datetime.date(2022, 6, 1),
        done="Sample: all done.",
        expenditures=[ExpenditureRow(small_plan.line.pk, 2021, committed=Decimal(9), paid=Decimal(5))],
        milestones=[MilestoneRow(small_plan.milestone.pk, state="dropped")],
    )
    about = asked_actions(asked) | {small_plan.with_money.pk: True}
    ask_about(round=asked, asked=about, by=coordinator, at=ago(6))
    return last


def test_the_form_says_which_round_asks_what_until_when_and_who_may_ask_for_more_time(
    form: Callable[..., Element],
    small_plan: SmallPlan,
    contributor: User,
    coordinator: User,
    partner: User,
    request: pytest.FixtureRequest,
) -> None:
    assert "Round of the sheet" not in form(contributor, small_plan.joint).text, "between rounds"
    asked: Round = request.getfixturevalue("asked")
    page = form(contributor, small_plan.joint)
    for words in ["round Round of the sheet, up to", ", in 4 days", "Sample instruction."]:
        assert words in page.text
    asked_of_lead = asked.requests.get(action=small_plan.joint, organisation__key="ov")
    url = reverse("extension", args=[small_plan.plan.code, asked.code, asked_of_lead.pk])
    assert page.links[url] == "Ask for more time"
    for user in [request.getfixturevalue("writer"), coordinator]:
        assert "Ask for more time" not in form(user, small_plan.with_money).text, user
    invited = form(partner, small_plan.joint, "kbbj_abb").text
    assert "you are invited to add your part" in invited
    assert "Ask for more time" not in invited
    ask_extension(request=asked_of_lead, until=in_days(9), reason="Sample.", by=contributor, at=ago(1))
    text = form(contributor, small_plan.joint).text
    assert "more time is asked for, and waits for an answer" in text
    assert "Ask for more time" not in text


def test_why_a_round_takes_no_answer_is_said_and_what_is_typed_is_kept(
    form: Callable[..., Element],
    small_plan: SmallPlan,
    asked: Round,
    contributor: User,
    coordinator: User,
    author: Client,
) -> None:
    take_into_review(round=asked, by=coordinator, at=ago(1))
    page = author.get(to_form(small_plan.joint))
    assert "The round is in review. Ask the Platform for an extension" in read(page).text
    saved = send(author, page, to_form(small_plan.joint, "report-form"), done="Sample: kept.")
    assert saved.status_code == 302
    assert ProgressReport.objects.get().done == "Sample: kept."
    take_into_validation(round=asked, by=coordinator, at=ago(0))
    assert "The round is in validation. Your draft is kept" in form(contributor, small_plan.joint).text


def test_for_money_only_the_form_shows_the_money_and_keeps_the_rest_unless_more_is_said(
    small_plan: SmallPlan, for_money: ProgressReport, author: Client
) -> None:
    save = to_form(small_plan.with_money, "report-form")
    opened = author.get(to_form(small_plan.with_money))
    page = read(opened)
    assert "You are asked about the money only" in page.text
    assert not page.all("input", name="status")
    assert not page.all("textarea", name="done")
    assert page.links["?whole=on"] == "Something else changed too"
    typed: dict[str, Any] = {f"money-{small_plan.line.pk}-2021-paid": "9", "source": "Sample source"}
    assert send(author, opened, save, **typed).status_code == 302
    before, now = contents_of(for_money), contents_of(ProgressReport.objects.drafts().get())
    assert [row.paid for row in now.expenditures] == [Decimal("9.00")]
    assert now.milestones == before.milestones
    assert now.fields == before.fields | {"source": "Sample source"}
    whole = author.get(to_form(small_plan.with_money) + "?whole=on")
    fields = form_to(whole, "save-and-check/?whole=on")
    assert author.post(f"{save}?whole=on", {**fields, "done": "Sample: more."}).status_code == 302
    assert ProgressReport.objects.drafts().get().done == "Sample: more."


def test_years_that_are_settled_or_lie_ahead_are_folded_unless_they_say_something_new(
    small_plan: SmallPlan, by_lead: By, coordinator: User, author: Client
) -> None:
    line, action = small_plan.line.pk, small_plan.with_money
    settled = ExpenditureRow(line, 2021, paid=Decimal(5), finality="final", source="Sample.")
    accepted_report(action, *by_lead, ago(8), reviewer=coordinator, expenditures=[settled])
    field, opened = f"id_money-{line}-2021-paid", author.get(to_form(action))
    assert field in ids_in(read(opened).all("details"))
    assert f"id_money-{line}-2022-paid" not in ids_in(read(opened).all("details")), "nothing is known of it"
    assert "Earlier and later years: 2021, " in read(opened).text
    send(
        author, opened, to_form(action, "report-form"), **{f"money-{line}-2021-paid": "6", "done": "Sample."}
    )
    assert field not in ids_in(read(author.get(to_form(action))).all("details"))


def ids_in(folded: list[Element]) -> set[str]:
    return {field.attributes.get("id", "") for details in folded for field in details.all("input")}
