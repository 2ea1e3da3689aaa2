"""The thread of a question: who asks, answers and closes, every refusal, and which questions wait."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Answer, Question
from actionplan.reports.questions import answer_question, ask_question, settle_question
from tests.factories import MembershipFactory
from tests.personas import SmallPlan, person
from tests.reporting_factories import RoundFactory, hand_in, noon

MARCH, APRIL, MAY = noon(2022, 3, 1), noon(2022, 4, 1), noon(2022, 5, 1)
TERM = datetime.date(2022, 4, 15)


@pytest.fixture
def question(small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User) -> Question:
    return ask_question(
        action=small_plan.joint,
        of_whom=lead_organisation,
        text=" Sample: which schools? ",
        due=TERM,
        by=coordinator,
        at=MARCH,
    )


def last_event() -> Event:
    event = Event.objects.newest_first().first()
    assert event is not None
    return event


def test_a_question_keeps_who_asked_whom_when_and_until_when(
    question: Question,
    small_plan: SmallPlan,
    coordinator: User,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
) -> None:
    question.refresh_from_db()
    question_facts = (question.text, question.due, question.organisation)
    assert question_facts == ("Sample: which schools?", TERM, lead_organisation)
    assert (question.asked_by, question.asked_at, question.settled_at) == (coordinator, MARCH, None)
    assert (question.round, question.report) == (None, None)
    about = {"action": small_plan.joint, "round": RoundFactory(plan=small_plan.plan, state="open")}
    later = {"due": TERM + datetime.timedelta(days=1), "by": coordinator, "at": MARCH}
    asked = ask_question(**about, **later, of_whom=partner_organisation, text="Sample?")
    assert (asked.round, asked.for_everybody) == (about["round"], False)
    rows = Question.objects.of_plan(small_plan.plan)
    assert list(rows.open().by_term()) == [question, asked], "by the last day"


def test_only_the_platform_asks_and_settles(
    question: Question, lead_organisation: Organisation, request: pytest.FixtureRequest
) -> None:
    for name in ["contributor", "partner", "reader", "auditor", "administrator", "superuser"]:
        by = {"by": request.getfixturevalue(name), "at": APRIL}
        with pytest.raises(PermissionDenied):
            ask_question(action=question.action, of_whom=lead_organisation, text="Sample?", due=TERM, **by)
        with pytest.raises(PermissionDenied):
            settle_question(question=question, **by)
    assert Event.objects.count() == Question.objects.count() == 1


def test_nothing_is_asked_without_words_of_nobody_or_for_a_day_that_has_passed(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    other_organisation: Organisation,
    coordinator: User,
) -> None:
    asked = {"action": small_plan.joint, "by": coordinator, "at": APRIL}
    with pytest.raises(Refused, match="Write your question"):
        ask_question(of_whom=lead_organisation, text=" \n", due=TERM, **asked)
    with pytest.raises(Refused, match="Growing Up Agency has no part in this action"):
        ask_question(of_whom=other_organisation, text="Sample?", due=TERM, **asked)
    yesterday = datetime.date(2022, 3, 31)
    with pytest.raises(Refused, match="has passed already"):
        ask_question(of_whom=lead_organisation, text="Sample?", due=yesterday, **asked)
    today = datetime.date(2022, 4, 1)
    assert ask_question(of_whom=lead_organisation, text="Sample?", due=today, **asked)
    small_plan.joint.in_force_until = yesterday
    small_plan.joint.save()
    with pytest.raises(Refused, match="withdrawn"):
        ask_question(of_whom=lead_organisation, text="Sample?", due=TERM, **asked)


def test_the_organisation_and_the_platform_go_on_in_the_thread_and_it_waits_while_the_platform_spoke_last(
    question: Question, contributor: User, coordinator: User, lead_organisation: Organisation
) -> None:
    def waits() -> bool:
        return Question.objects.waiting().filter(pk=question.pk).exists()

    assert waits()
    assert last_event().sentence == "Coordinator asked Education and Training a question."
    answer_question(question=question, text=" Sample: ten. ", by=contributor, at=APRIL)
    assert not waits()
    assert last_event().sentence == "Contributor answered a question."
    answer_question(question=question, text="Sample: which ten?", by=coordinator, at=MAY)
    assert waits()
    answers = [(row.organisation, row.text, row.by, row.at) for row in Answer.objects.order_by("pk")]
    assert answers == [
        (lead_organisation, "Sample: ten.", contributor, APRIL),
        (None, "Sample: which ten?", coordinator, MAY),
    ]
    settle_question(question=question, by=coordinator, at=MAY)
    assert not waits()
    assert last_event().sentence == "Coordinator settled a question."
    # Every act left its event without the contents.
    for event in Event.objects.all():
        assert (event.action, event.organisation) == (question.action_id, question.organisation_id)
        assert "Sample" not in event.names_json + event.before_json + event.after_json + event.subject
    # A settled question takes no answer and is settled once.
    with pytest.raises(Refused, match="Coordinator settled this question"):
        answer_question(question=question, text="Sample.", by=contributor, at=MAY)
    with pytest.raises(Refused, match="Coordinator settled this question"):
        settle_question(question=question, by=coordinator, at=noon(2022, 6, 1))
    question.refresh_from_db()
    assert (question.settled_by, question.settled_at) == (coordinator, MAY)


def test_nobody_but_contact_points_answers_and_an_answer_says_something(
    question: Question, lead_organisation: Organisation, contributor: User, request: pytest.FixtureRequest
) -> None:
    holder = person("holder", Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
    others = ["partner", "stranger", "reader", "auditor", "administrator"]
    for somebody in [holder, *(request.getfixturevalue(name) for name in others)]:
        with pytest.raises(PermissionDenied):
            answer_question(question=question, text="Sample.", by=somebody, at=APRIL)
    with pytest.raises(Refused, match="Write your answer"):
        answer_question(question=question, text=" ", by=contributor, at=APRIL)
    assert not Answer.objects.exists()
    # Who coordinates besides answers for the organisation.
    MembershipFactory(user=contributor, role=Role.COORDINATOR)
    both = User.objects.get(pk=contributor.pk)
    answered = answer_question(question=question, text="Sample.", by=both, at=APRIL)
    assert answered.organisation == lead_organisation


def test_nothing_is_said_before_what_was_said(
    question: Question,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    with pytest.raises(Refused, match="later than this moment"):
        answer_question(question=question, text="Sample.", by=contributor, at=noon(2022, 2, 1))
    answer_question(question=question, text="Sample.", by=contributor, at=MAY)
    with pytest.raises(Refused, match="later than this moment"):
        settle_question(question=question, by=coordinator, at=APRIL)
    hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 6, 1))
    with pytest.raises(Refused, match="later than this moment"):
        ask_question(
            action=small_plan.joint,
            of_whom=lead_organisation,
            text="Sample?",
            by=coordinator,
            at=MAY,
            due=datetime.date(2099, 1, 31),
        )
