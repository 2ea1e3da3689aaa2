"""The questions about an action: who sees the thread, who asks, answers, goes on and closes, and nothing typed is lost."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Answer, Question
from actionplan.reports.questions import answer_question, ask_question, close_question
from tests.factories import ActionFactory
from tests.personas import SmallPlan
from tests.reading import part, read
from tests.reporting_factories import RoundFactory, noon
from tests.sent_forms import form_to, send

ClientOf = Callable[[User], Client]
MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)


@pytest.fixture
def question(small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User) -> Question:
    return ask_question(
        action=small_plan.joint,
        organisation=lead_organisation,
        text="Sample: which schools?",
        answer_by=datetime.date(2022, 4, 15),
        by=coordinator,
        at=MARCH,
    )


def page(question: Question) -> str:
    return reverse("questions", args=[question.action.plan.code, question.action.code])


def to(question: Question, act: str) -> str:
    return reverse(f"question-{act}", args=[question.action.plan.code, question.action.code, question.pk])


@pytest.mark.parametrize("who", ["contributor", "partner", "coordinator", "auditor"])
def test_the_actions_organisations_the_platform_and_auditors_read_the_thread(
    request: pytest.FixtureRequest,
    question: Question,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
    who: str,
) -> None:
    answer_question(question=question, text="Sample: ten of them.", by=contributor, at=APRIL)
    answer_question(question=question, text="Sample: name them.", by=coordinator, at=APRIL)
    text = read(client_of(request.getfixturevalue(who)).get(page(question))).text
    for words in [
        "Asked of Education and Training",
        "1 March 2022, 12:00 · Coordinator · to be answered by 15 April 2022 · waits for an answer",
        "Sample: which schools?",
        "Education and Training · 1 April 2022, 12:00 · Contributor Sample: ten of them.",
        "The Platform · 1 April 2022, 12:00 · Coordinator Sample: name them.",
    ]:
        assert words in text


@pytest.mark.parametrize("who", ["reader", "stranger", "administrator", "minister_reader"])
def test_for_everybody_else_there_is_no_thread(
    request: pytest.FixtureRequest, question: Question, client_of: ClientOf, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get(page(question)).status_code == 404
    assert client.post(to(question, "answer")).status_code == 404


def test_an_unanswered_question_says_by_how_many_days_it_is_overdue(
    question: Question, contributor: User, coordinator: User, client_of: ClientOf
) -> None:
    days = (timezone.localdate() - datetime.date(2022, 4, 15)).days
    client = client_of(coordinator)
    assert f"overdue by {days:,} days" in read(client.get(page(question))).text
    answer_question(question=question, text="Sample.", by=contributor, at=APRIL)
    text = read(client.get(page(question))).text
    assert "overdue" not in text
    assert "· answered" in text


def test_the_organisation_answers(
    question: Question, contributor: User, lead_organisation: Organisation, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    shown = client.get(page(question))
    answer = send(client, shown, to(question, "answer"), text="Sample: ten.\r\nAll of them.")
    assert answer.url == f"{page(question)}#question-{question.pk}"
    said = Answer.objects.get()
    assert (said.organisation, said.text, said.by) == (
        lead_organisation,
        "Sample: ten.\nAll of them.",
        contributor,
    )
    assert "Close the question" not in shown.content.decode()


def test_an_answer_sent_twice_counts_once(question: Question, contributor: User, client_of: ClientOf) -> None:
    client = client_of(contributor)
    shown = client.get(page(question))
    first = send(client, shown, to(question, "answer"), text="Sample.")
    second = send(client, shown, to(question, "answer"), text="Sample.")
    assert (second.status_code, second.url) == (302, first.url)
    assert Answer.objects.count() == Event.objects.filter(verb=Verb.QUESTION_ANSWERED).count() == 1


def test_the_platform_goes_on_and_closes(question: Question, coordinator: User, client_of: ClientOf) -> None:
    client = client_of(coordinator)
    shown = client.get(page(question))
    assert "Add something as the Platform" in shown.content.decode()
    send(client, shown, to(question, "answer"), text="Sample: please.")
    assert Answer.objects.get().organisation is None
    send(client, client.get(page(question)), to(question, "close"))
    question.refresh_from_db()
    assert question.closed_by == coordinator
    text = read(client.get(page(question))).text
    assert "No question is open." in text
    assert "closed" in text


def test_the_platform_asks_an_organisation_of_the_action(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    opened = RoundFactory(plan=small_plan.plan, state="open")
    client = client_of(coordinator)
    address = reverse("questions", args=[small_plan.plan.code, small_plan.joint.code])
    shown = client.get(address)
    assert form_to(shown, "ask/")["organisation"] == lead_organisation.key
    answered = send(
        client,
        shown,
        f"{address}ask/",
        organisation=partner_organisation.key,
        text="Sample?",
        answer_by="31/12/2099",
    )
    asked = Question.objects.get()
    assert answered.url == f"{address}#question-{asked.pk}"
    assert (asked.organisation, asked.answer_by, asked.round, asked.asked_by) == (
        partner_organisation,
        datetime.date(2099, 12, 31),
        opened,
        coordinator,
    )


def test_asking_without_words_or_of_somebody_else_says_so_and_keeps_what_was_typed(
    small_plan: SmallPlan, other_organisation: Organisation, coordinator: User, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    address = reverse("questions", args=[small_plan.plan.code, small_plan.joint.code])
    shown = client.get(address)
    answer = send(
        client, shown, f"{address}ask/", organisation=other_organisation.key, text="", answer_by="31/12/2099"
    )
    text = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#ask_text"' in text
    assert 'href="#ask_organisation"' in text
    assert 'value="2099-12-31"' in text
    late = send(client, shown, f"{address}ask/", text="Sample: typed?", answer_by="01/03/2022")
    assert late.status_code == 409
    assert "The last day to answer has passed already." in late.content.decode()
    assert "Sample: typed?" in late.content.decode()
    assert not Question.objects.exists()


def test_an_empty_answer_is_asked_for(question: Question, contributor: User, client_of: ClientOf) -> None:
    client = client_of(contributor)
    answer = send(client, client.get(page(question)), to(question, "answer"), text=" ")
    assert answer.status_code == 400
    assert f'href="#answer{question.pk}_text"' in answer.content.decode()


def test_an_answer_to_a_question_that_was_closed_meanwhile_is_not_lost(
    question: Question, contributor: User, coordinator: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    shown = client.get(page(question))
    close_question(question=question, by=coordinator, at=APRIL)
    answer = send(client, shown, to(question, "answer"), text="Sample: typed.")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Coordinator closed this question in the meantime." in text
    assert "Sample: typed." in text
    assert not Answer.objects.exists()


@pytest.mark.parametrize("who", ["partner", "auditor"])
def test_who_only_reads_has_no_form_and_may_not_write(
    request: pytest.FixtureRequest, question: Question, client_of: ClientOf, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert "textarea" not in client.get(page(question)).content.decode()
    for act in ["answer", "close"]:
        assert client.post(to(question, act), {"text": "Sample."}).status_code == 403
    assert client.post(f"{page(question)}ask/", {"text": "Sample?"}).status_code == 403


def test_a_question_belongs_to_its_action(
    question: Question, small_plan: SmallPlan, coordinator: User, client_of: ClientOf
) -> None:
    elsewhere = reverse(
        "question-close", args=[small_plan.plan.code, small_plan.with_money.code, question.pk]
    )
    assert client_of(coordinator).post(elsewhere).status_code == 404


def test_nothing_is_asked_about_an_action_that_was_withdrawn(
    question: Question, coordinator: User, client_of: ClientOf
) -> None:
    question.action.in_force_until = datetime.date(2022, 6, 1)
    question.action.save()
    text = read(client_of(coordinator).get(page(question))).text
    assert "What do you want to ask?" not in text
    assert "Sample: which schools?" in text


def test_nobody_is_asked_about_an_action_that_no_organisation_has_a_part_in(
    small_plan: SmallPlan, coordinator: User, client_of: ClientOf
) -> None:
    ActionFactory(code="2.3", plan=small_plan.plan)
    address = reverse("questions", args=[small_plan.plan.code, "2.3"])
    assert "What do you want to ask?" not in client_of(coordinator).get(address).content.decode()


def test_the_actions_page_shows_open_questions_first_with_the_answer_field(
    question: Question, contributor: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    action_page = reverse("action", args=[question.action.plan.code, question.action.code])
    shown = client.get(action_page)
    assert "Sample: which schools?" in part(read(shown), "open-questions")
    send(client, shown, to(question, "answer"), text="Sample: ten.")
    page = read(client.get(action_page))
    assert "question answered Contributor Sample: ten." in part(page, "reports")
    assert "question asked Coordinator" in part(page, "reports")


@pytest.mark.parametrize(
    ("who", "query"), [("reader", ""), ("stranger", ""), ("coordinator", "?basis=accepted"), ("auditor", "")]
)
def test_the_actions_page_keeps_questions_to_the_reported_basis(
    request: pytest.FixtureRequest, question: Question, client_of: ClientOf, who: str, query: str
) -> None:
    action_page = reverse("action", args=[question.action.plan.code, question.action.code])
    text = client_of(request.getfixturevalue(who)).get(action_page + query).content.decode()
    assert "Sample: which schools?" not in text


def test_a_past_day_shows_what_was_asked_by_then(
    question: Question, contributor: User, coordinator: User, client_of: ClientOf
) -> None:
    answer_question(question=question, text="Sample: later.", by=contributor, at=APRIL)
    action_page = reverse("action", args=[question.action.plan.code, question.action.code])
    page = read(client_of(coordinator).get(f"{action_page}?on=2022-03-15"))
    assert "Sample: which schools?" in part(page, "reports")
    assert "Sample: later." not in page.text
    assert (
        "Sample: which schools?" not in read(client_of(coordinator).get(f"{action_page}?on=2022-02-15")).text
    )
