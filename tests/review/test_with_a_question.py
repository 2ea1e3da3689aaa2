"""Accepting with a question on the page of a review: asked, prepared, kept, and earlier ones closed with it."""

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

MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)


@pytest.fixture
def report(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return hand_in(small_plan.joint, *by_lead, MARCH, done="Sample: words.")


def test_a_report_is_accepted_with_a_question_for_next_time(report: ProgressReport, platform: Client) -> None:
    to = to_report(report, "report-accept")
    shown = platform.get(to_report(report))
    typed = {"verdict": "on_track", "answer_by": "31/12/2099"}
    without = send(platform, shown, to, **typed)
    assert without.status_code == 400, "a last day without a question is asked about"
    assert 'href="#accept_question"' in without.content.decode()
    send(platform, shown, to, question="Sample: which?", **typed)
    asked = Question.objects.get()
    said = (asked.text, asked.answer_by, asked.report)
    assert said == ("Sample: which?", datetime.date(2099, 12, 31), report)
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED


def test_a_question_that_cannot_be_asked_comes_back_with_all_that_was_typed(
    report: ProgressReport, other_organisation: Organisation, other_coordinator: User, platform: Client
) -> None:
    to = to_report(report, "report-accept")
    shown = platform.get(to_report(report))
    typed = {"verdict": "on_track", "remark": "Sample: remark.", "question": "Sample: which?"}
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
    assert answer.status_code == 409
    assert "Education and Training has no part in this action any more." in answer.content.decode()
    assert typed.items() <= form_to(answer, "accept/").items()
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_questions_that_are_dealt_with_are_closed_with_the_acceptance(
    report: ProgressReport,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    other_coordinator: User,
    client_of: ClientOf,
) -> None:
    about = {"action": report.action, "organisation": lead_organisation}
    asked = [ask_question(**about, text=f"Sample {n}?", by=coordinator, at=APRIL) for n in range(3)]
    for question in asked[:2]:
        answer_question(question=question, text="Sample.", by=contributor, at=APRIL)
    client, to = client_of(coordinator), to_report(report, "report-accept")
    shown = client.get(to_report(report))
    text = shown.content.decode()
    assert [f'name="close" value="{one.pk}"' in text for one in asked] == [True, True, False]
    sent = form_to(shown, "accept/") | {"verdict": "on_track", "close": [one.pk for one in asked[:2]]}
    # One that was closed meanwhile does not hold the acceptance up.
    settle_question(question=asked[0], by=other_coordinator, at=APRIL)
    assert client.post(to, sent).status_code == 302
    assert list(Question.objects.open()) == asked[2:]
    closed = Question.objects.order_by("pk").values_list("closed_by__username", flat=True)
    assert list(closed) == ["other_coordinator", "coordinator", None]


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
            assert form_to(shown, "accept/")["question"] == ""
            prepared = form_to(client.get(to_report(report) + "?ask=substance"), "accept/")["question"]
            assert prepared.startswith("Nothing changed for 3 rounds. What was done on 1.2") == offered
            assert f"unchanged for {n} rounds" in read(client.get(queue)).text
        accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 1 + n, 2))
        opened.state, opened.closed_at = "closed", noon(2022, 1 + n, 3)
        opened.save()
