"""Rows that pages make lightly say what the full rows say: of single actions, of the list."""

import datetime

import pytest
from django.utils import timezone

from actionplan.portal.action_rows import ListedAction, action_rows, first_listed, listed_actions
from actionplan.portal.dashboards.facts import ToldAction, live_rows
from actionplan.portal.places import places_of
from actionplan.reporting.models import TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis, Schedule, confidence_word
from actionplan.reporting.words import attention_reasons, schedule_words, status_word
from objectives.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def plan(demo_story: str) -> Plan:
    return Plan.objects.get(code="2020-2024")


def moments(plan: Plan) -> list[Moment]:
    """Days of the plan, and now, when it has ended and its last day is reckoned on."""
    days = [datetime.date(2020, 12, 31), datetime.date(2022, 12, 31), datetime.date(2023, 1, 20)]
    found = [Moment.end_of_day(day, basis) for day in days for basis in Basis]
    return [*found, *(Moment.latest(timezone.now(), plan, basis) for basis in Basis)]


def test_what_is_told_of_single_actions(plan: Plan) -> None:
    differing = 0
    for moment in moments(plan):
        full = list(TrackedAction.objects.filter(plan=plan).at(moment, plan))
        told = live_rows(plan, moment, [action.pk for action in full])
        assert moment.reckoned_on <= plan.end
        for action in full:
            row = told[action.pk]
            for name in [*ToldAction._fields, "voices_differ"]:
                assert getattr(row, name) == getattr(action, name), (action.code, name)
            assert attention_reasons(row, []) == attention_reasons(action, [])
            differing += row.computed_otherwise and not row.assessed_otherwise
    assert differing


def test_what_the_list_says(plan: Plan) -> None:
    places = places_of(plan)
    said = set()
    for moment in moments(plan):
        full = list(listed_actions(plan, moment))
        listed = first_listed(plan, moment, sort="", language="en", count=100)
        assert [row.code for row in listed] == [action.code for action in full]
        for row, action in zip(listed, full, strict=True):
            for name in ListedAction._fields:
                assert getattr(row, name) == getattr(action, name), (action.code, name)
        for shown, action in zip(action_rows(listed, places), full, strict=True):
            assert shown.status == status_word(action)
            assert shown.schedule == schedule_words(action)
            for code, word in [(action.confidence, shown.confidence), (action.verdict, shown.verdict)]:
                assert word == confidence_word(code, continuous=action.is_continuous)
                said.add((code, action.is_continuous))
    assert {("on_track", True), ("on_track", False)} <= said


def test_done_and_overdue_are_told_with_their_days(plan: Plan) -> None:
    moment = Moment.end_of_day(datetime.date(2023, 1, 20))
    rows = action_rows(first_listed(plan, moment, sort="", language="en", count=100), places_of(plan))
    for schedule in [Schedule.DONE, Schedule.OVERDUE]:
        of_it = {row.schedule for row in rows if row.action.schedule == schedule}
        assert len(of_it) > 1, of_it
