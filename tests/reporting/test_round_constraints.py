"""What must never be false of rounds and of what is exchanged around them is refused by the database itself."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from actionplan.reporting.models import Answer, Closing, Question
from tests.factories import UserFactory
from tests.reporting.round_factories import (
    AnswerFactory,
    ClosingFactory,
    ExtensionFactory,
    FileHolderFactory,
    MilestoneProposalFactory,
    MinisterAnswerFactory,
    QuestionFactory,
)
from tests.reporting_factories import RequestFactory, RoundFactory, noon

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
DAY = datetime.date(2022, 3, 1)


def twice(factory: Any, *shared: str, **facts: Any) -> None:
    """The same row again, with the shared relations of the first."""
    first = factory(**facts)
    factory(**facts, **{name: getattr(first, name) for name in shared})


VIOLATIONS: dict[str, Callable[[], Any]] = {
    "round_opened_once_not_draft": lambda: RoundFactory(state="draft", opened_at=noon(2022, 6, 1)),
    "round_closed_has_closed_at": lambda: RoundFactory(state="closed", closed_at=None),
    "request_of_nobody_is_a_leads": lambda: RequestFactory(organisation=None, role="partner"),
    "request_excused_by_and_at": lambda: RequestFactory(excuse="Sample excuse."),
    "closing_number_once": lambda: twice(
        ClosingFactory,
        "round",
        reopened_by=UserFactory(),
        reopened_at=noon(2022, 9, 2),
        reopen_reason="Sample reason.",
    ),
    "closing_one_in_force": lambda: ClosingFactory(round=ClosingFactory().round, number=2),
    "closing_reopened_by_at_and_why": lambda: ClosingFactory(
        reopened_by=UserFactory(), reopened_at=noon(2022, 9, 2)
    ),
    "extension_asked_once": lambda: twice(ExtensionFactory, "request"),
    "extension_state_known": lambda: ExtensionFactory(
        state="hoped", answered_by=UserFactory(), answered_at=noon(2022, 7, 2)
    ),
    "extension_answered_by_and_at": lambda: ExtensionFactory(state="declined"),
    "extension_granted_until": lambda: ExtensionFactory(
        state="granted", answered_by=UserFactory(), answered_at=noon(2022, 7, 2)
    ),
    "minister_answer_once": lambda: twice(MinisterAnswerFactory, "round", "action", "minister"),
    "minister_answer_remark_or_none": lambda: MinisterAnswerFactory(objects_to_it=True),
    "question_closed_by_and_at": lambda: QuestionFactory(closed_by=UserFactory()),
    "question_says_something": lambda: QuestionFactory(text=""),
    "answer_says_something": lambda: AnswerFactory(text=""),
    "file_holder_one_each": lambda: twice(FileHolderFactory, "action", "organisation"),
    "file_holder_once": lambda: FileHolderFactory(
        deputy=True, **{name: getattr(first, name) for first in [FileHolderFactory()] for name in SHARED}
    ),
    "milestone_proposal_due_has_precision": lambda: MilestoneProposalFactory(due=DAY),
    "milestone_proposal_state_known": lambda: MilestoneProposalFactory(
        state="hoped", answered_by=UserFactory(), answered_at=noon(2022, 9, 2)
    ),
    "milestone_proposal_due_or_recurring": lambda: MilestoneProposalFactory(
        due=DAY, due_precision="day", recurrence="yearly"
    ),
    "milestone_proposal_recurrence_known": lambda: MilestoneProposalFactory(recurrence="often"),
    "milestone_proposal_target_in_order": lambda: MilestoneProposalFactory(target_from=2, target_to=1),
    "milestone_proposal_answered_by_and_at": lambda: MilestoneProposalFactory(state="declined"),
    "milestone_proposal_agreed_has_milestone": lambda: MilestoneProposalFactory(
        state="agreed", answered_by=UserFactory(), answered_at=noon(2022, 9, 2)
    ),
}
SHARED = ["action", "organisation", "user"]


def admitted(violations: dict[str, Callable[[], Any]]) -> list[str]:
    """What the database does not refuse for the reason that it has this name for."""
    return [name for name, act in violations.items() if not _is_refused(name, act)]


def _is_refused(name: str, act: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError as refusal:
        # SQLite names the columns of a unique constraint, not its name.
        return name in str(refusal) or (connection.vendor == "sqlite" and str(refusal).startswith("UNIQUE"))
    return False


def test_the_database_refuses() -> None:
    assert admitted(VIOLATIONS) == []


def test_texts_removed_by_law_break_no_constraint() -> None:
    at = noon(2022, 10, 1)
    QuestionFactory(text="", redacted_at=at)
    AnswerFactory(text="", redacted_at=at)
    MinisterAnswerFactory(objects_to_it=True, redacted_at=at)


def _refused(act: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def test_a_question_is_closed_once_and_changes_in_no_other_way() -> None:
    question, rows = QuestionFactory(), Question.objects.all()
    _refused(lambda: rows.update(text="Other words."))
    _refused(lambda: rows.delete())
    rows.update(closed_by=UserFactory(), closed_at=noon(2022, 9, 3))
    _refused(lambda: rows.update(closed_at=noon(2022, 9, 4)))
    rows.update(text="", redacted_at=noon(2022, 10, 1))
    question.refresh_from_db()
    assert question.text == ""


def test_an_answer_never_changes_but_by_law() -> None:
    answer, rows = AnswerFactory(), Answer.objects.all()
    _refused(lambda: rows.update(text="Other words."))
    _refused(lambda: rows.update(text="Other words.", redacted_at=noon(2022, 10, 1)))
    _refused(lambda: rows.delete())
    rows.update(text="", redacted_at=noon(2022, 10, 1))
    answer.refresh_from_db()
    assert answer.redacted_at


def test_a_closing_is_reopened_once_and_changes_in_no_other_way() -> None:
    closing, rows = ClosingFactory(), Closing.objects.all()
    facts = {"reopened_by": UserFactory(), "reopened_at": noon(2022, 9, 2), "reopen_reason": "Sample."}
    _refused(lambda: rows.update(closed_at=noon(2022, 9, 3)))
    _refused(lambda: rows.delete())
    rows.update(**facts)
    _refused(lambda: rows.update(reopen_reason="Other words."))
    closing.refresh_from_db()
    assert closing.reopen_reason == "Sample."
