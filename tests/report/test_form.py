"""The form of a report: what it shows, what it keeps, and what it leaves to the checks."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import MilestoneState, ReportState
from actionplan.reports.contents import ExpenditureRow, MilestoneRow, contents_of
from actionplan.reports.reviewing import return_report
from actions.models import Action
from actions.states import Recurrence
from tests.factories import BudgetLineFactory, MembershipFactory, MilestoneFactory, PhaseFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import By, accepted_report, hand_in, noon
from tests.sent_forms import form_to, send, to_form


def saved(client: Client, action: Action, key: str = "ov", **answers: Any) -> Any:
    page = client.get(to_form(action, key=key))
    return send(client, page, to_form(action, "report-form", key), **answers)


def test_one_organisation_goes_straight_to_its_form_and_several_are_a_choice(
    small_plan: SmallPlan, by_lead: By, contributor: User, partner: User, client_of: ClientOf
) -> None:
    action, client = small_plan.joint, client_of(contributor)
    choose = reverse("report-choose", args=[action.plan.code, action.code])
    assert client.get(choose).url == to_form(action)
    report = hand_in(action, *by_lead, noon(2022, 3, 1))
    page = reverse("report", args=[action.plan.code, action.code, report.pk])
    assert client.get(to_form(action)).url == page, "a submitted report has its page instead of a form"
    organisation = partner.memberships.get().organisation
    MembershipFactory(user=contributor, role=Role.CONTRIBUTOR, organisation=organisation)
    choice = client.get(choose).content.decode()
    for key in ["ov", "kbbj_abb"]:
        assert to_form(action, key=key) in choice


@pytest.mark.full
def test_the_form_opens_empty_and_what_is_typed_is_saved_as_a_draft(
    small_plan: SmallPlan, author: Client
) -> None:
    action, line = small_plan.with_money, small_plan.line.pk
    assert form_to(author.get(to_form(action)), "save-and-check/")["done"] == ""
    assert not ProgressReport.objects.exists()
    typed = {
        "status": "completed",
        "outcome": "as_planned",
        "actual_end": "15/06/2022",
        "done": "Sample: everything.\r\nTwice.",
        f"money-{line}-2021-paid": "991.248,00",
        f"milestone-{small_plan.milestone.pk}-state": "achieved",
    }
    assert saved(author, action, **typed).url == to_form(action)
    draft = ProgressReport.objects.get()
    contents = contents_of(draft)
    assert (contents["status"], contents["outcome"]) == ("completed", "as_planned")
    assert contents["actual_end"] == datetime.date(2022, 6, 15)
    assert contents["done"] == "Sample: everything.\nTwice."
    assert [(row.year, row.paid) for row in contents.expenditures] == [(2021, Decimal("991248.00"))]
    assert [row.state for row in contents.milestones] == ["achieved"]
    page = author.get(to_form(action)).content.decode()
    assert f"aved at {draft.saved_at.astimezone():%H:%M}" in page
    # A draft may hold what the checks will stop.
    saved(author, action, status="", outcome="", actual_end="", **{f"money-{line}-2021-paid": "-5"})
    contents = contents_of(ProgressReport.objects.get())
    assert (contents["status"], contents.expenditures[0].paid) == ("", -5)
    assert contents.milestones[0].achieved_on is None


@pytest.mark.full
def test_what_cannot_be_read_comes_back_as_typed_with_a_link_to_its_field(
    small_plan: SmallPlan, author: Client
) -> None:
    field, new = (f"money-{small_plan.line.pk}-{year}-" for year in ["2021", "new"])
    typed = {f"{field}paid": "about 500", "done": "Sample: kept.", "actual_end": "31/02/2022"}
    page = saved(author, small_plan.with_money, **typed, **{f"{new}paid": "7"})
    assert page.status_code == 400
    for name in [f"{field}paid", "actual_end", f"{new}year_typed"]:
        assert f'href="#id_{name}"' in page.content.decode(), name
    assert "Paid 2021, Line 1: Write a number" in page.content.decode()
    assert "Another year Line 1: Say which year this is." in page.content.decode()
    again = form_to(page, "save-and-check/")
    assert {name: again[name] for name in typed} == typed
    assert not ProgressReport.objects.exists()
    # A year that is not shown can be added once.
    other = {f"{new}year_typed": "2019", f"{new}paid": "7"}
    saved(author, small_plan.with_money, **other)
    assert [row.year for row in ProgressReport.objects.get().expenditures.all()] == [2019]
    page = saved(author, small_plan.with_money, **other)
    assert page.status_code == 400
    assert "row already" in page.content.decode()


def test_what_the_plan_prints_stands_beside_its_field(small_plan: SmallPlan, author: Client) -> None:
    action = small_plan.with_money
    Action.objects.filter(pk=action.pk).update(timing_printed="From 2021 on", budget_printed="€10,000 in all")
    terms = small_plan.milestone.terms.get()
    type(terms).objects.filter(pk=terms.pk).update(printed_as="A handbook will be written.")
    page = author.get(to_form(action)).content.decode()
    for printed in ["From 2021 on", "€10,000 in all", "A handbook will be written."]:
        assert printed in page
    dutch = read(author.get(to_form(action), headers={"accept-language": "nl"})).text
    for phrase in [
        "1 januari 2021 tot en met 31 december 2022 · in het plan (Engels): From 2021 on",
        "€ 10.000,00 · in het plan (Engels): €10,000 in all",
        "in het plan (Engels): A handbook will be written.",
    ]:
        assert phrase in dutch, "the print stands beside what it means, and is said to be English"
    assert "A note to the Platform is never exported." in page
    opened = page.split("forecast_end", 1)[0].rsplit("<details", 1)
    is_open = len(opened) == 1 or opened[1].split(">", 1)[0].strip() == "open" or "</details>" in opened[1]
    assert is_open, "the forecast is asked when the end has passed"


def test_an_action_without_an_end_folds_the_forecast(small_plan: SmallPlan, author: Client) -> None:
    PhaseFactory(action=small_plan.limited, place=2, end=None)
    page = author.get(to_form(small_plan.limited)).content.decode()
    opened = page.split('id="id_forecast_end"', 1)[0].rsplit("<details", 1)[1]
    assert "open" not in opened.split(">", 1)[0]
    assert "Full-time" not in page, "without a budget line there is no money in the form"


@pytest.mark.full
def test_a_new_draft_starts_from_where_the_organisation_stands_or_from_what_was_returned(
    small_plan: SmallPlan, by_lead: By, coordinator: User, author: Client
) -> None:
    action = small_plan.with_money
    rows = [ExpenditureRow(small_plan.line.pk, 2021, paid=Decimal("5.00"))]
    facts = {"done": "Sample: before.", "note_to_platform": "Sample: only once.", "expenditures": rows}
    accepted_report(action, *by_lead, noon(2022, 3, 1), reviewer=coordinator, **facts)
    late = MilestoneFactory(action=action, key="late", order=2)
    first = author.get(to_form(action))
    assert "Last time: What was done?" not in read(first).text, "the field holds it"
    fields = form_to(first, "save-and-check/")
    assert (fields["done"], fields["note_to_platform"]) == ("Sample: before.", "")
    assert fields[f"money-{small_plan.line.pk}-2021-paid"] == "5.00"
    assert fields[f"milestone-{late.pk}-state"] == "open"
    report = hand_in(action, *by_lead, noon(2022, 4, 1), done="Sample: first.")
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=noon(2022, 4, 2))
    page = author.get(to_form(action))
    assert "Sample: say more." in page.content.decode()
    assert form_to(page, "save-and-check/")["done"] == "Sample: first."
    assert "Last time: What was done? Sample: before." in read(page).text
    send(author, page, to_form(action, "report-form"), done="Sample: more.")
    draft = ProgressReport.objects.get(state=ReportState.DRAFT)
    assert (draft.version, draft.answers) == (2, report)
    assert "Sample: say more." in author.get(to_form(action)).content.decode(), "it stays in sight"


def test_what_was_once_said_of_a_recurring_milestone_as_a_whole_is_not_left_out(
    small_plan: SmallPlan, by_lead: By, author: Client
) -> None:
    action = small_plan.joint
    milestone = MilestoneFactory(action=action, order=1, terms__recurrence=Recurrence.YEARLY)
    whole = MilestoneRow(milestone.pk, state=MilestoneState.OPEN, source="Sample: whole.")
    hand_in(action, *by_lead, noon(2022, 3, 1), milestones=[whole])
    take = reverse("report-take-back", args=[action.plan.code, action.code, ProgressReport.objects.get().pk])
    send(author, author.get(take), take)
    saved(author, action, done="Sample: changed.")
    draft = ProgressReport.objects.get(state=ReportState.DRAFT)
    assert whole in contents_of(draft).milestones


def test_a_partner_gives_a_text_and_its_own_spending_alone(
    small_plan: SmallPlan, partner: User, client_of: ClientOf
) -> None:
    action = small_plan.joint
    line = BudgetLineFactory(action=action).pk
    client = client_of(partner)
    page = client.get(to_form(action, key="kbbj_abb"))
    assert "status" not in form_to(page, "save-and-check/")
    answers = {"done": "Sample: our part.", "status": "completed", f"money-{line}-2022-paid": "12,50"}
    saved(client, action, "kbbj_abb", **answers)
    contents = contents_of(ProgressReport.objects.get())
    assert (contents["done"], contents["status"]) == ("Sample: our part.", "")
    assert [row.paid for row in contents.expenditures] == [Decimal("12.50")]


def test_beside_what_was_printed_the_form_says_what_an_amendment_changed(
    small_plan: SmallPlan, author: Client
) -> None:
    before = author.get(to_form(small_plan.joint)).content.decode()
    assert "Amended since" not in before
    small_plan.joint.phases.update(in_force_until="2022-04-01")
    PhaseFactory(action=small_plan.joint, end=datetime.date(2023, 12, 31), in_force_from="2022-04-01")
    after = author.get(to_form(small_plan.joint)).content.decode()
    assert "31 December 2023" in after.split("Amended since")[1].split("</p>")[0]


def test_the_warning_about_names_stands_once_and_describes_every_text(
    small_plan: SmallPlan, author: Client
) -> None:
    page = read(author.get(to_form(small_plan.with_money)))
    assert page.text.count("No names of persons") == 1
    (said,) = page.all("p", id="warning")
    assert said.text.endswith("That holds for every text in this form.")
    texts = [*page.all("textarea"), *page.all("input", id="id_source")]
    assert len(texts) > 5
    assert [one for one in texts if "warning" not in one.attributes["aria-describedby"].split()] == []
    (day,) = page.all("input", id="id_actual_end")
    assert "aria-describedby" not in day.attributes


def test_the_day_and_kind_that_a_new_amount_gets_stand_beside_their_fields(
    small_plan: SmallPlan, author: Client
) -> None:
    today = read(author.get(to_form(small_plan.with_money)))
    said = [hint.text for hint in today.all("small", class_="hint")]
    assert said
    assert {words.split(":")[0] for words in said} == {"proposed"}
    (kind,) = {words for words in said if "20" not in words}
    assert kind == "proposed: provisional"
