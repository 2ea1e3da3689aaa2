"""What an action says: of a day what was in force then, else what it says now, and read of many at once."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from actionplan.picture import live
from actionplan.picture.moment import Moment
from actions.models import Action, ActionTerms
from tests.actions.action_factories import ActionTermsFactory, amend_terms, reword
from tests.factories import ActionFactory

pytestmark = pytest.mark.django_db

AMENDED_ON = datetime.date(2022, 9, 1)
THE_DAY_BEFORE = datetime.date(2022, 8, 31)


@pytest.fixture
def amended() -> Action:
    action = ActionFactory(title="Training", title_nl="Vorming", summary="For teachers.", kind="new")
    amend_terms(action, AMENDED_ON, title="Training for all", title_nl="Vorming voor iedereen")
    return Action.objects.get(pk=action.pk)


def test_an_action_says_what_has_not_been_ended(amended: Action) -> None:
    assert (amended.title, amended.title_nl) == ("Training for all", "Vorming voor iedereen")
    assert (amended.summary, amended.summary_nl, amended.kind) == ("For teachers.", "", "new")
    assert (amended.local_title, amended.local_summary) == ("Training for all", "For teachers.")
    assert str(amended) == f"{amended.code} Training for all"


def test_where_all_was_ended_it_says_what_it_said_last(amended: Action) -> None:
    amended.terms.filter(in_force_until=None).update(in_force_until=datetime.date(2023, 1, 1))
    assert amended.title == "Training for all"


def test_of_many_actions_it_is_read_in_one_query(amended: Action) -> None:
    ActionFactory.create_batch(3)
    with CaptureQueriesContext(connection) as captured:
        titles = [action.title for action in Action.objects.prefetch_related("terms")]
    assert len(titles) == 4
    assert len(captured) == 2


@pytest.mark.parametrize(("day", "title"), [(THE_DAY_BEFORE, "Training"), (AMENDED_ON, "Training for all")])
def test_of_a_day_it_says_what_was_in_force_then(amended: Action, day: datetime.date, title: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        action = Action.objects.with_terms(day).get()
        assert (action.title, action.summary, action.kind) == (title, "For teachers.", "new")
        assert str(action) == f"{amended.code} {title}"
    assert len(captured) == 1
    [then] = live.read(amended.plan, Moment.end_of_day(day)).actions
    assert (then.title, then.summary, then.kind) == (title, "For teachers.", "new")


def test_words_are_looked_for_in_what_was_in_force_on_the_day(amended: Action) -> None:
    def search(word: str, day: datetime.date) -> list[Action]:
        return list(Action.objects.with_terms(day).filter(folded__contains=word))

    assert search("iedereen", AMENDED_ON) == [amended]
    assert search("iedereen", THE_DAY_BEFORE) == []
    assert search("teachers", THE_DAY_BEFORE) == [amended]


def test_a_correction_mends_the_terms_themselves(amended: Action) -> None:
    reword(amended, title="Courses for all")
    assert amended.title == "Courses for all"
    assert [row.title for row in amended.terms.all()] == ["Training", "Courses for all"]


@pytest.mark.parametrize(
    "facts",
    [
        {"in_force_from": datetime.date(2023, 1, 1)},
        {"in_force_from": AMENDED_ON, "in_force_until": datetime.date(2023, 1, 1)},
        {"in_force_from": AMENDED_ON, "in_force_until": AMENDED_ON},
        {"in_force_until": THE_DAY_BEFORE, "kind": "other"},
    ],
    ids=["a second one that goes on", "a second one from a day", "no day in force", "an unknown kind"],
)
def test_the_database_refuses(amended: Action, facts: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionTermsFactory(action=amended, **facts)


def test_they_are_known_by_their_action_and_their_first_day(amended: Action) -> None:
    for terms in amended.terms.all():
        assert ActionTerms.objects.get_by_natural_key(*terms.natural_key()) == terms
