"""Accepting with a question on the page of a review: asked, prepared, kept, and earlier ones settled with it."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Question
from actionplan.reporting.states import ReportState
from actionplan.reports.questions import answer_question, ask_question, settle_question
from actionplan.reports.reviewing import accept
from tests.database_state import undone
from tests.factories import LeadFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import By, RequestFactory, RoundFactory, hand_in, noon
from tests.sent_forms import form_to, send, to_report

pytestmark = pytest.mark.full

MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)


@pytest.fixture
def report(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return hand_in(small_plan.joint, *by_lead, MARCH, done="Sample: words.")


def test_a_report_is_accepted_with_a_question(report: ProgressReport, platform: Client) -> None:
    to = to_report(report)
    shown = platform.get(to_report(report))
    proposed = form_to(shown, "review/")
    assert (proposed["asked_of"], proposed["asked_readers"]) == ("organisation-ov", "everybody")
    typed = {"decision": "accept", "verdict": "on_track", "asked": "Sample: which?"}
    without = send(platform, shown, to, asked_due="", **typed)
    assert without.status_code == 400, "a question has a last day"
    assert 'href="#review_asked_due"' in without.content.decode()
    answer = send(platform, shown, to, asked_due="31/12/2099", asked_readers="involved", **typed)
    said = read(platform.get(answer.url)).text
    assert "is accepted: on track. A question is asked of Education and Training." in said
    asked = Question.objects.get()
    said = (asked.text, asked.due, asked.report, asked.for_everybody)
    assert said == ("Sample: which?", datetime.date(2099, 12, 31), report, False)
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED


def test_a_question_that_cannot_be_asked_comes_back_with_all_that_was_typed(
    report: ProgressReport, other_organisation: Organisation, other_coordinator: User, platform: Client
) -> None:
    to = to_report(report)
    shown = platform.get(to_report(report))
    typed = {"verdict": "on_track", "remark": "Sample: remark.", "asked": "Sample: which?"}
    typed |= {"decision": "accept", "asked_due": "31/12/2099", "asked_readers": "involved"}
    with undone():  # the report is gone, and what was typed can be copied
        accept(report=report, verdict="on_track", by=other_coordinator, at=APRIL)
        text = send(platform, shown, to, **typed).content.decode()
        for words in ["Sample: remark.", "Sample: which?"]:
            assert words in text
    day = datetime.date(2022, 3, 15)
    report.action.promotions.update(in_force_until=day)
    report.action.leads.update(in_force_until=day)
    LeadFactory(action=report.action, organisation=other_organisation, in_force_from=day)
    answer = send(platform, shown, to, **typed)
    assert answer.status_code == 400
    assert "Select a valid choice." in answer.content.decode(), "it has no part in the action any more"
    assert typed.items() <= form_to(answer, "review/").items()
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_questions_that_are_ticked_are_settled_with_the_acceptance(
    report: ProgressReport,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    other_coordinator: User,
    client_of: ClientOf,
) -> None:
    about = {"action": report.action, "of_whom": lead_organisation, "due": datetime.date(2099, 1, 31)}
    asked = [ask_question(**about, text=f"Sample {n}?", by=coordinator, at=APRIL) for n in range(3)]
    for question in asked[:2]:
        answer_question(question=question, text="Sample.", by=contributor, at=APRIL)
    client, to = client_of(coordinator), to_report(report)
    shown = client.get(to_report(report))
    text = shown.content.decode()
    assert [f'name="settles" value="{one.pk}"' in text for one in asked] == [True, True, True]
    sent = form_to(shown, "review/") | {"decision": "accept", "verdict": "on_track"}
    sent["settles"] = [one.pk for one in asked[:2]]
    # One that was settled meanwhile does not hold the acceptance up.
    settle_question(question=asked[0], by=other_coordinator, at=APRIL)
    assert client.post(to, sent).status_code == 302
    assert list(Question.objects.open()) == asked[2:]
    settled = Question.objects.order_by("pk").values_list("settled_by__username", flat=True)
    assert list(settled) == ["other_coordinator", "coordinator", None]


def test_from_the_third_round_without_a_change_a_question_for_substance_is_prepared(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    by_lead: By,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    client, queue = client_of(coordinator), reverse("review-queue", args=[small_plan.plan.code])
    for n in range(4):
        opened = RoundFactory(plan=small_plan.plan, state="open")
        RequestFactory(round=opened, action=small_plan.joint, organisation=lead_organisation)
        report = hand_in(small_plan.joint, *by_lead, noon(2022, 1 + n, 1))
        if n >= 2:
            shown, offered = client.get(to_report(report)), n == 3
            assert f"Nothing changed for {n} rounds." in read(shown).text
            assert (f"{to_report(report)}?ask=substance#ask" in read(shown).links) == offered
            assert form_to(shown, "review/")["asked"] == ""
            prepared = form_to(client.get(to_report(report) + "?ask=substance"), "review/")["asked"]
            assert prepared.startswith("Nothing changed for 3 rounds. What was done on 1.2") == offered
            assert f"Nothing changed for {n} rounds." in read(client.get(queue)).text
        accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 1 + n, 2))
        opened.state, opened.closed_at = "closed", noon(2022, 1 + n, 3)
        opened.save()
