"""The Platform's questions stand first in the form of a report, and an answer typed there is sent or kept, never lost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Answer, FileHolder, ProgressReport, Question
from actionplan.reports.questions import answer_question, ask_question, close_question
from actionplan.reports.workflow import submit
from tests.personas import SmallPlan, person
from tests.reading import Element, read
from tests.reporting_factories import drafted, noon
from tests.sent_forms import form_to, send

ClientOf = Callable[[User], Client]
MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)


@pytest.fixture
def question(small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User) -> Question:
    return ask_question(
        action=small_plan.joint,
        organisation=lead_organisation,
        text="Sample: which?",
        by=coordinator,
        at=MARCH,
    )


def form_page(question: Question) -> str:
    return address(question, "report-form")


def address(question: Question, name: str) -> str:
    action = question.action
    return reverse(name, args=[action.plan.code, action.code, question.organisation.key])


def field(question: Question) -> str:
    return f"answer__{question.pk}__text"


def asked_in(page: Element) -> list[str]:
    sections = page.all("section", **{"aria-labelledby": "section-questions"})
    return [article.text for section in sections for article in section.all("article")]


def test_open_questions_stand_before_everything_else_in_the_form(
    question: Question, contributor: User, client_of: ClientOf
) -> None:
    page = read(client_of(contributor).get(form_page(question)))
    (form,) = page.all("form", action=address(question, "report-save"))
    assert form.all("h2")[0].text == "What does the Platform ask?"
    (asked,) = asked_in(page)
    assert "Sample: which? Your answer (optional)" in asked
    assert "to be answered with the next report" in asked


def test_a_closed_question_and_one_to_a_partner_are_not_in_the_form(
    question: Question,
    partner_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    ask_question(
        action=question.action,
        organisation=partner_organisation,
        text="Sample: you?",
        by=coordinator,
        at=MARCH,
    )
    close_question(question=question, by=coordinator, at=APRIL)
    assert asked_in(read(client_of(contributor).get(form_page(question)))) == []


@pytest.mark.parametrize("name", ["report-save", "report-save-and-check"])
def test_an_answer_is_sent_when_the_form_is_saved(
    question: Question, contributor: User, lead_organisation: Organisation, client_of: ClientOf, name: str
) -> None:
    client = client_of(contributor)
    shown = client.get(form_page(question))
    saved = send(
        client, shown, address(question, name), done="Sample: done.", **{field(question): "Sample: ten."}
    )
    said = Answer.objects.get()
    assert (said.question, said.text, said.organisation) == (question, "Sample: ten.", lead_organisation)
    assert ProgressReport.objects.get().done == "Sample: done."
    assert "Your answer is sent to the Platform." in read(client.get(saved.url)).text


def test_the_form_sent_twice_sends_one_answer(
    question: Question, contributor: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    shown = client.get(form_page(question))
    for _ in range(2):
        send(client, shown, address(question, "report-save"), **{field(question): "Sample: ten."})
    assert Answer.objects.count() == 1


def test_without_an_answer_none_is_sent(question: Question, contributor: User, client_of: ClientOf) -> None:
    client = client_of(contributor)
    saved = send(client, client.get(form_page(question)), address(question, "report-save"))
    assert "Your answer" not in read(client.get(saved.url)).all("div", class_="messages")[0].text
    assert not Answer.objects.exists()


def test_an_answered_question_stays_and_can_be_added_to(
    question: Question, contributor: User, client_of: ClientOf
) -> None:
    answer_question(question=question, text="Sample: ten.", by=contributor, at=APRIL)
    client = client_of(contributor)
    shown = client.get(form_page(question))
    (asked,) = asked_in(read(shown))
    assert "Contributor Sample: ten. Add to the answer" in asked
    send(client, shown, address(question, "report-save"), **{field(question): "Sample: eleven."})
    assert Answer.objects.count() == 2


def test_an_answer_comes_back_with_a_form_that_cannot_be_read(
    question: Question, contributor: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    shown = client.get(form_page(question))
    answer = send(
        client,
        shown,
        address(question, "report-save"),
        actual_start="soon",
        **{field(question): "Sample: ten."},
    )
    assert answer.status_code == 400
    assert form_to(answer, "save/")[f"answer-{question.pk}-text"] == "Sample: ten."
    assert not Answer.objects.exists()


def test_an_answer_is_kept_where_somebody_else_saved_the_draft(
    question: Question, contributor: User, lead_organisation: Organisation, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    shown = client.get(form_page(question))
    colleague = person("colleague", Role.CONTRIBUTOR, organisation=lead_organisation)
    drafted(question.action, lead_organisation, colleague, APRIL, done="Sample: theirs.")
    conflict = send(
        client,
        shown,
        address(question, "report-save"),
        done="Sample: mine.",
        **{field(question): "Sample: ten."},
    )
    assert conflict.status_code == 409
    assert not Answer.objects.exists()
    send(client, conflict, address(question, "report-save"))
    assert Answer.objects.get().text == "Sample: ten."


def test_an_answer_is_kept_where_the_report_was_handed_in_meanwhile(
    question: Question, contributor: User, lead_organisation: Organisation, client_of: ClientOf
) -> None:
    draft = drafted(question.action, lead_organisation, contributor, MARCH)
    client = client_of(contributor)
    shown = client.get(form_page(question))
    submit(report=draft, revision=1, by=contributor, at=APRIL)
    answer = send(client, shown, address(question, "report-save"), **{field(question): "Sample: ten."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Sample: ten." in page
    assert "Answer it in its thread" in page
    assert not Answer.objects.exists()


def test_an_answer_to_a_question_that_was_closed_meanwhile_is_shown_and_the_form_can_be_saved_again(
    question: Question, contributor: User, coordinator: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    shown = client.get(form_page(question))
    close_question(question=question, by=coordinator, at=APRIL)
    answer = send(
        client,
        shown,
        address(question, "report-save"),
        done="Sample: done.",
        **{field(question): "Sample: ten."},
    )
    assert answer.status_code == 409
    assert "A question was closed in the meantime." in answer.content.decode()
    assert "Sample: ten." in answer.content.decode()
    assert not ProgressReport.objects.exists()
    assert send(client, answer, address(question, "report-save")).status_code == 302
    assert ProgressReport.objects.get().done == "Sample: done."


def test_a_file_holder_reads_the_question_and_leaves_the_answer_to_the_contact_point(
    question: Question, lead_organisation: Organisation, client_of: ClientOf
) -> None:
    holder = person("holder", Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
    FileHolder.objects.create(action=question.action, organisation=lead_organisation, user=holder)
    client = client_of(holder)
    shown = client.get(form_page(question))
    (asked,) = asked_in(read(shown))
    assert "A contact point of your organisation answers this" in asked
    assert f"answer-{question.pk}-text" not in form_to(shown, "save/")
    crafted = send(client, shown, address(question, "report-save"), **{field(question): "Sample: ten."})
    assert crafted.status_code == 409
    assert not Answer.objects.exists()


def test_a_coordinator_on_behalf_does_not_answer_for_the_organisation(
    question: Question, coordinator: User, client_of: ClientOf
) -> None:
    (asked,) = asked_in(read(client_of(coordinator).get(form_page(question))))
    assert "The organisation answers this itself." in asked
    assert "Your answer" not in asked


def test_the_checks_say_that_a_question_is_not_answered_yet(
    question: Question, contributor: User, lead_organisation: Organisation, client_of: ClientOf
) -> None:
    drafted(question.action, lead_organisation, contributor, APRIL)
    client = client_of(contributor)
    page = read(client.get(address(question, "report-checks")))
    assert "1 question of the Platform is not answered yet." in page.text
    assert f"{form_page(question)}#section-questions" in page.links
    answer_question(question=question, text="Sample.", by=contributor, at=APRIL)
    assert "not answered yet" not in read(client.get(address(question, "report-checks"))).text
