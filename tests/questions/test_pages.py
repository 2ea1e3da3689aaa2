"""The questions about an action: who sees the thread, who asks, answers, goes on and closes, and nothing typed is lost."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Answer, Question
from actionplan.reports.questions import answer_question, ask_question, settle_question
from tests.factories import ActionFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import part, read
from tests.reporting_factories import By, RoundFactory, noon
from tests.sent_forms import form_to, send

MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)


@pytest.fixture
def question(small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User) -> Question:
    return ask_question(
        action=small_plan.joint,
        of_whom=lead_organisation,
        text="Sample: which schools?",
        due=datetime.date(2022, 4, 15),
        by=coordinator,
        at=MARCH,
    )


def page(question: Question) -> str:
    return reverse("questions", args=[question.action.plan.code, question.action.code])


def to(question: Question, act: str) -> str:
    return reverse(f"question-{act}", args=[question.action.plan.code, question.action.code, question.pk])


def test_the_actions_organisations_the_platform_and_auditors_read_the_thread(
    question: Question,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
    request: pytest.FixtureRequest,
) -> None:
    days = (timezone.localdate() - datetime.date(2022, 4, 15)).days
    client = client_of(coordinator)
    assert f"{days:,} days late" in read(client.get(page(question))).text
    answer_question(question=question, text="Sample: ten of them.", by=contributor, at=APRIL)
    text = read(client.get(page(question))).text
    assert "days late" not in text
    assert "· answered" in text
    answer_question(question=question, text="Sample: name them.", by=coordinator, at=APRIL)
    for who in ["contributor", "partner", "coordinator", "auditor"]:
        shown = client_of(request.getfixturevalue(who)).get(page(question))
        for words in [
            "Asked of Education and Training",
            f"1 March 2022, 12:00 · Coordinator · to be answered by 15 April 2022 · {days:,} days late",
            "Sample: which schools?",
            "Education and Training · 1 April 2022, 12:00 · Contributor Sample: ten of them.",
            "The Platform · 1 April 2022, 12:00 · Coordinator Sample: name them.",
        ]:
            assert words in read(shown).text, who
        writes = who in ("contributor", "coordinator")
        assert ("textarea" in shown.content.decode()) == writes, who


def test_the_organisation_answers_once(question: Question, by_lead: By, author: Client) -> None:
    to_answer = to(question, "answer")
    shown = author.get(page(question))
    assert "Settle the question" not in shown.content.decode()
    empty = send(author, shown, to_answer, text=" ")
    assert empty.status_code == 400
    assert f'href="#answer{question.pk}_text"' in empty.content.decode()
    for _ in range(2):
        answer = send(author, shown, to_answer, text="Sample: ten.\r\nAll of them.")
        assert (answer.status_code, answer.url) == (302, f"{page(question)}#question-{question.pk}")
    stored = Answer.objects.get()
    assert (stored.organisation, stored.by) == by_lead
    assert stored.text == "Sample: ten.\nAll of them."
    assert Event.objects.filter(verb=Verb.QUESTION_ANSWERED).count() == 1


def test_the_platform_asks_an_organisation_of_the_action_goes_on_and_settles(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    other_organisation: Organisation,
    coordinator: User,
    platform: Client,
) -> None:
    opened = RoundFactory(plan=small_plan.plan, state="open")
    address = reverse("questions", args=[small_plan.plan.code, small_plan.joint.code])
    shown = platform.get(address)
    assert form_to(shown, "ask/")["asked_of"] == f"organisation-{lead_organisation.key}"
    assert form_to(shown, "ask/")["asked_readers"] == "involved"
    # Without words, of somebody else or for a day that has passed it says so and keeps what was typed.
    wrong = {"asked_of": f"organisation-{other_organisation.key}", "asked": "", "asked_due": "31/12/2099"}
    refused = send(platform, shown, f"{address}ask/", **wrong)
    assert refused.status_code == 400
    for words in ['href="#ask_asked"', 'href="#ask_asked_of"', 'value="31/12/2099"']:
        assert words in refused.content.decode()
    late = send(platform, shown, f"{address}ask/", asked="Sample: typed?", asked_due="01/03/2022")
    assert late.status_code == 409
    for words in ["The last day to answer has passed already.", "Sample: typed?"]:
        assert words in late.content.decode()
    assert not Question.objects.exists()
    right = {
        "asked_of": f"organisation-{partner_organisation.key}",
        "asked": "Sample?",
        "asked_due": "31/12/2099",
        "asked_readers": "everybody",
    }
    answered = send(platform, shown, f"{address}ask/", **right)
    asked = Question.objects.get()
    assert answered.url == f"{address}#question-{asked.pk}"
    question_facts = (asked.organisation, asked.due, asked.round, asked.asked_by, asked.for_everybody)
    assert question_facts == (partner_organisation, datetime.date(2099, 12, 31), opened, coordinator, True)
    # The Platform goes on in the thread and settles it.
    shown = platform.get(address)
    assert "Add something as the Platform" in shown.content.decode()
    send(platform, shown, to(asked, "answer"), text="Sample: please.")
    assert Answer.objects.get().organisation is None
    send(platform, shown, to(asked, "settle"))
    asked.refresh_from_db()
    assert asked.settled_by == coordinator
    text = read(platform.get(address)).text
    assert "No question is open." in text
    assert "settled" in text


def test_an_answer_to_a_question_that_was_settled_meanwhile_is_not_lost(
    question: Question, coordinator: User, author: Client
) -> None:
    shown = author.get(page(question))
    settle_question(question=question, by=coordinator, at=APRIL)
    answer = send(author, shown, to(question, "answer"), text="Sample: typed.")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Coordinator settled this question in the meantime." in text
    assert "Sample: typed." in text
    assert not Answer.objects.exists()


def test_nothing_is_asked_about_an_action_that_was_withdrawn_or_that_nobody_has_a_part_in(
    question: Question, platform: Client
) -> None:
    question.action.in_force_until = datetime.date(2022, 6, 1)
    question.action.save()
    text = read(platform.get(page(question))).text
    assert "What do you want to ask?" not in text
    assert "Sample: which schools?" in text
    ActionFactory(code="2.3", plan=question.action.plan)
    address = reverse("questions", args=[question.action.plan.code, "2.3"])
    assert "What do you want to ask?" not in platform.get(address).content.decode()


def test_the_actions_page_shows_open_questions_first_with_the_answer_field(
    question: Question, author: Client
) -> None:
    action_page = reverse("action", args=[question.action.plan.code, question.action.code])
    shown = author.get(action_page)
    assert "Sample: which schools?" in part(read(shown), "open-questions")
    send(author, shown, to(question, "answer"), text="Sample: ten.")
    page = read(author.get(action_page))
    assert "question answered · Contributor Sample: ten." in part(page, "reports")
    assert "question asked · Coordinator" in part(page, "reports")


@pytest.mark.full
def test_the_actions_page_keeps_questions_to_the_reported_basis_and_to_their_day(
    question: Question,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
    request: pytest.FixtureRequest,
) -> None:
    answer_question(question=question, text="Sample: later.", by=contributor, at=APRIL)
    address = reverse("action", args=[question.action.plan.code, question.action.code])
    for who, query in [
        ("reader", ""),
        ("stranger", ""),
        ("auditor", ""),
        ("coordinator", "?basis=accepted"),
        ("coordinator", "?on=2022-02-15"),
    ]:
        text = client_of(request.getfixturevalue(who)).get(address + query).content.decode()
        assert "Sample: which schools?" not in text, (who, query)
    page = read(client_of(coordinator).get(f"{address}?on=2022-03-15"))
    assert "Sample: which schools?" in part(page, "reports")
    assert "Sample: later." not in page.text
