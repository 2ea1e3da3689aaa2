"""The Platform's questions are named on top of the form of a report, and an answer typed there is sent or kept, never lost."""

import datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Answer, FileHolder, ProgressReport, Question
from actionplan.reports.questions import answer_question, ask_question, settle_question
from tests.database_state import undone
from tests.personas import ClientOf, SmallPlan, person
from tests.reading import Element, read
from tests.reporting_factories import By, RequestFactory, RoundFactory, drafted, hand_in, noon
from tests.sent_forms import form_to, send

MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)
READ_BY = "The action’s organisations, the Platform and auditors read the question and its answers."


@pytest.fixture
def question(small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User) -> Question:
    return ask_question(
        action=small_plan.joint,
        of_whom=lead_organisation,
        text="Sample: which?",
        by=coordinator,
        at=MARCH,
        due=datetime.date(2099, 1, 31),
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


@pytest.mark.full
def test_open_questions_to_the_organisation_stand_on_top_of_the_form_with_their_boxes(
    question: Question,
    partner_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    other = {"of_whom": partner_organisation, "text": "Sample: you?", "due": datetime.date(2099, 1, 31)}
    ask_question(action=question.action, **other, by=coordinator, at=MARCH)
    page = read(client_of(contributor).get(form_page(question)))
    (asked,) = asked_in(page)
    assert f"Sample: which? {READ_BY} Your answer" in asked
    assert "to be answered by 31 January 2099" in asked
    # A coordinator on behalf does not answer for the organisation.
    (asked,) = asked_in(read(client_of(coordinator).get(form_page(question))))
    assert "The organisation answers this itself." in asked
    assert "Your answer" not in asked
    settle_question(question=question, by=coordinator, at=APRIL)
    assert asked_in(read(client_of(contributor).get(form_page(question)))) == []


@pytest.mark.full
def test_an_answer_is_sent_once_when_the_form_is_saved_and_can_be_added_to(
    question: Question, lead_organisation: Organisation, author: Client
) -> None:
    save = address(question, "report-form")
    shown = author.get(form_page(question))
    answer = {"done": "Sample: done.", field(question): "Sample: ten."}
    unread = send(author, shown, save, actual_start="soon", **answer)
    assert unread.status_code == 400
    assert form_to(unread, "save-and-check/")[f"answer-{question.pk}-text"] == "Sample: ten."
    assert not Answer.objects.exists()
    for _ in range(2):
        saved = send(author, shown, save, **answer)
    stored = Answer.objects.get()
    assert (stored.question, stored.text, stored.organisation) == (
        question,
        "Sample: ten.",
        lead_organisation,
    )
    assert ProgressReport.objects.get().done == "Sample: done."
    again = author.get(saved.url)
    assert "Your answer is sent to the Platform." in read(again).text
    (asked,) = asked_in(read(again))
    assert f"Contributor Sample: ten. {READ_BY} Add to the answer" in asked
    more = send(
        author, again, address(question, "report-save-and-check"), **{field(question): "Sample: more."}
    )
    assert Answer.objects.count() == 2
    assert "Your answer is sent to the Platform." in read(author.get(more.url)).text
    without = send(author, author.get(form_page(question)), save)
    assert "Your answer" not in read(author.get(without.url)).all("div", class_="messages")[0].text
    assert Answer.objects.count() == 2


@pytest.mark.full
def test_an_answer_is_kept_whatever_happened_to_the_draft_or_the_question_meanwhile(
    question: Question, lead_organisation: Organisation, coordinator: User, author: Client
) -> None:
    save = address(question, "report-form")
    shown = author.get(form_page(question))
    typed = {"done": "Sample: mine.", field(question): "Sample: ten."}
    colleague = person("colleague", Role.CONTRIBUTOR, organisation=lead_organisation)

    def sent() -> HttpResponse:
        answer = send(author, shown, save, **typed)
        assert answer.status_code == 409
        assert "Sample: ten." in answer.content.decode()
        assert not Answer.objects.exists()
        return answer

    with undone():  # somebody else saved the draft
        drafted(question.action, lead_organisation, colleague, APRIL, done="Sample: theirs.")
        send(author, sent(), save)
        assert Answer.objects.get().text == "Sample: ten."
    with undone():  # the report was submitted
        hand_in(question.action, lead_organisation, colleague, APRIL)
        assert "Answer it in its thread" in sent().content.decode()
    settle_question(question=question, by=coordinator, at=APRIL)
    answer = sent()
    assert "A question was settled in the meantime." in answer.content.decode()
    assert not ProgressReport.objects.exists()
    assert send(author, answer, save).status_code == 302
    assert ProgressReport.objects.get().done == "Sample: mine."


def test_a_file_holder_reads_the_question_and_leaves_the_answer_to_the_contact_point(
    question: Question, lead_organisation: Organisation, client_of: ClientOf
) -> None:
    holder = person("holder", Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
    FileHolder.objects.create(action=question.action, organisation=lead_organisation, user=holder)
    client = client_of(holder)
    shown = client.get(form_page(question))
    (asked,) = asked_in(read(shown))
    assert "A contact point of your organisation answers this" in asked
    assert f"answer-{question.pk}-text" not in form_to(shown, "save-and-check/")
    crafted = send(client, shown, address(question, "report-form"), **{field(question): "Sample: ten."})
    assert crafted.status_code == 409
    assert not Answer.objects.exists()


def test_the_checks_say_that_a_question_is_to_answer(
    question: Question, contributor: User, by_lead: By, author: Client
) -> None:
    drafted(question.action, *by_lead, APRIL)
    page = read(author.get(address(question, "report-checks")))
    assert "The Platform’s question “Sample: which?” is not answered yet." in page.text
    assert f"{form_page(question)}#section-questions" in page.links
    answer_question(question=question, text="Sample.", by=contributor, at=APRIL)
    assert "of the Platform to answer" not in read(author.get(address(question, "report-checks"))).text


def test_a_question_that_is_due_after_the_closing_of_the_round_is_no_warning_in_it(
    question: Question, lead_organisation: Organisation, by_lead: By, author: Client
) -> None:
    opened = RoundFactory(plan=question.action.plan, state="open")
    RequestFactory(round=opened, action=question.action, organisation=lead_organisation)
    drafted(question.action, *by_lead, APRIL)
    assert "not answered yet" not in read(author.get(address(question, "report-checks"))).text
    assert "Sample: which?" in asked_in(read(author.get(form_page(question))))[0]


def test_an_answer_is_kept_while_it_is_written_until_it_is_sent(
    question: Question,
    contributor: User,
    coordinator: User,
    author: Client,
    client_of: ClientOf,
) -> None:
    save, name = address(question, "report-form"), field(question).replace("__", "-")
    form = form_to(author.get(save), "save-and-check/")
    known = {"of": contributor.pk, "report": form["report"], "opened_on": form["opened_on"]}
    kept = author.post(address(question, "report-autosave"), {**known, name: "Sample: te"})
    assert kept.json()["said"] == "your answer is kept, and sent when you save the form"
    assert not Answer.objects.exists()
    assert not ProgressReport.objects.exists(), "there is no draft of a report"
    shown = author.get(save)
    assert form_to(shown, "save-and-check/")[name] == "Sample: te"
    assert "Sample: te" not in client_of(contributor).get(save).content.decode(), "in another browser"
    # of two answers, the second is refused
    asked = {"of_whom": question.organisation, "due": question.due, "by": coordinator, "at": MARCH}
    other = ask_question(action=question.action, text="Sample: and?", **asked)
    later = answer_question(question=other, text="Sample: well?", by=coordinator, at=noon(2099, 1, 1))
    both = author.get(save)
    answers = {field(question): "Sample: ten.", field(other): "Sample: so."}
    assert send(author, both, save, **answers).status_code == 409
    assert Answer.objects.get() == later
    assert form_to(author.get(save), "save-and-check/")[name] == "Sample: te"
    send(author, shown, save, **{field(question): "Sample: ten."})
    assert Answer.objects.get(question=question).text == "Sample: ten."
    assert form_to(author.get(save), "save-and-check/").get(name, "") == ""
