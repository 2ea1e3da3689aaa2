"""The owner of the database changes a question of the Platform or an answer past the triggers: `verify_trail` says which."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from actionplan.accounts.models import User
from actionplan.base.triggers import drop_triggers
from actionplan.reporting.models import Answer, Question
from actionplan.reports.questions import answer_question, ask_question, settle_question
from actionplan.rounds.redacting import redact
from actionplan.rounds.verifying_contents import compare_contents
from tests.reporting.round_factories import QuestionFactory
from tests.reporting_factories import noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = [pytest.mark.django_db, pytest.mark.owner]
AT, LATER = noon(2023, 2, 1), noon(2023, 2, 2)


@pytest.fixture
def question(frozen: FrozenRound, contributor: User, coordinator: User) -> Question:
    report = frozen.reports["1.1"]
    asked = ask_question(
        action=report.action,
        of_whom=report.organisation,
        report=report,
        text="Sample?",
        due=datetime.date(2023, 3, 1),
        for_everybody=True,
        by=coordinator,
        at=AT,
    )
    answer_question(question=asked, text="Sample: ten.", by=contributor, at=AT)
    return settle_question(question=asked, by=coordinator, at=AT)


def take_the_answer_out() -> None:
    Answer.objects.latest("pk").delete()


def take_the_question_out() -> None:
    newest = Question.objects.latest("pk")
    newest.answers.all().delete()
    newest.delete()


def changed(model: Any, **changes: Any) -> Callable[[], object]:
    return lambda: model.objects.filter(pk=model.objects.latest("pk").pk).update(**changes)


CHANGED = "it or an answer to it was changed after event"


@pytest.mark.parametrize(
    ("attack", "says"),
    [
        (changed(Question, text="Other?"), CHANGED),
        (changed(Question, due=datetime.date(2024, 1, 1)), CHANGED),
        (changed(Question, for_everybody=False), CHANGED),
        (changed(Question, settled_at=LATER), CHANGED),
        (changed(Answer, text="All is well."), CHANGED),
        (changed(Answer, at=LATER), CHANGED),
        (take_the_answer_out, CHANGED),
        (take_the_question_out, "is gone: event"),
        (
            lambda: QuestionFactory(action=Question.objects.latest("pk").action),
            "no event tells that it was asked",
        ),
    ],
)
def test_what_was_changed_past_the_portal_is_found(
    attack: Callable[[], Any], says: str, question: Question, frozen: FrozenRound
) -> None:
    result = compare_contents(frozen.plan.pk)
    assert (result.faults, result.compared["questions"]) == ([], 2)
    drop_triggers(connection)
    attack()
    (fault,) = compare_contents(frozen.plan.pk).faults
    assert says in fault


def test_a_removal_by_law_leaves_no_fault_and_another_salt(
    question: Question, frozen: FrozenRound, administrator: User
) -> None:
    answer = question.answers.get()
    parts = {"parts": ["questions"], "reason": "Sample law.", "by": administrator, "at": LATER}
    redact(report=frozen.reports["1.1"], **parts)
    for row, salt in [(question, question.salt), (answer, answer.salt)]:
        row.refresh_from_db()
        assert row.text == ""
        assert row.salt not in ("", salt)
    assert compare_contents(frozen.plan.pk).faults == []
