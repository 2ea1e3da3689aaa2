"""What became of a milestone by a day: each of its outcomes at its edge, and the periods of one that recurs."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from actionplan.picture import sentences
from actionplan.picture.milestones import MilestoneOutcome, counted_by_period, reported_of
from actionplan.picture.picture import ReportedMilestonePicture
from actionplan.picture.reasons import REASON_SENTENCES
from actionplan.reporting.states import Attention, MilestoneState
from actions.states import MilestoneOrigin, Recurrence
from budgets.planned import Period

from . import builders
from .builders import ON, milestone, report, told

DAY = datetime.timedelta(days=1)
OPEN, ACHIEVED, DROPPED = MilestoneState.OPEN, MilestoneState.ACHIEVED, MilestoneState.DROPPED
YEARS = [datetime.date(year, 1, 1) for year in [2019, 2020, 2021, 2022]]


@pytest.mark.parametrize(
    ("rows", "facts", "outcome", "days_late"),
    [
        ([], {}, MilestoneOutcome.OPEN, 0),
        ([], {"due": ON - DAY}, MilestoneOutcome.MISSED, 1),
        ([told(OPEN)], {"due": ON - DAY}, MilestoneOutcome.MISSED, 1),
        ([told(ACHIEVED, ON)], {}, MilestoneOutcome.ON_TIME, 0),
        ([told(ACHIEVED, ON)], {"due": ON + DAY}, MilestoneOutcome.ON_TIME, 0),
        ([told(ACHIEVED, ON + DAY)], {"on": ON + 9 * DAY}, MilestoneOutcome.LATE, 1),
        ([told(ACHIEVED)], {}, MilestoneOutcome.LATE, 0),
        ([told(DROPPED)], {"due": ON - DAY}, MilestoneOutcome.DROPPED, 0),
        ([], {"due": None}, MilestoneOutcome.UNDATED, 0),
        ([told(ACHIEVED, ON)], {"due": None}, MilestoneOutcome.ON_TIME, 0),
        ([told(ACHIEVED)], {"due": None}, MilestoneOutcome.ON_TIME, 0),
        ([told(DROPPED)], {"due": None}, MilestoneOutcome.DROPPED, 0),
        ([], {"recurrence": Recurrence.YEARLY}, MilestoneOutcome.RECURRING, 0),
    ],
)
def test_a_milestone_has_one_outcome(
    rows: list[ReportedMilestonePicture], facts: dict[str, Any], outcome: MilestoneOutcome, days_late: int
) -> None:
    one = milestone(*rows, **facts)
    assert (one.outcome, one.days_late) == (outcome, days_late)


@pytest.mark.parametrize(
    ("rows", "facts", "is_due"),
    [
        ([], {}, True),
        ([], {"due": ON + DAY}, False),
        ([told(ACHIEVED, ON)], {"due": ON + DAY}, False),
        ([told(DROPPED)], {}, False),
        ([], {"due": None}, False),
    ],
)
def test_it_is_due_from_its_day_on_unless_it_was_dropped(
    rows: list[ReportedMilestonePicture], facts: dict[str, Any], is_due: bool
) -> None:
    assert milestone(*rows, **facts).is_due is is_due


@pytest.mark.parametrize(("days", "is_soon"), [(-1, False), (0, True), (90, True), (91, False)])
def test_the_next_ninety_days_begin_with_the_day_itself(days: int, is_soon: bool) -> None:
    assert milestone(due=ON + days * DAY).is_soon is is_soon


def test_what_is_achieved_is_not_soon() -> None:
    assert not milestone(told(ACHIEVED, ON), due=ON + DAY).is_soon


def test_what_was_achieved_after_the_day_is_open_or_missed_on_it() -> None:
    due_today, overdue = (milestone(told(ACHIEVED, ON + DAY), due=due) for due in [ON, ON - DAY])
    assert (due_today.outcome, overdue.outcome) == (MilestoneOutcome.OPEN, MilestoneOutcome.MISSED)
    for one in [due_today, overdue]:
        assert (one.is_achieved, one.achieved_on, one.achieved_since) == (False, None, ON + DAY)
    assert sentences.outcome_words(overdue) == "not achieved, achieved since, on 1 July 2022"
    action = builders.action(report(milestones=(told(ACHIEVED, ON + DAY),)), milestones=(overdue,))
    [missed] = REASON_SENTENCES[Attention.MILESTONE_MISSED](action)
    assert missed.endswith("1 day ago, and is not. Achieved since, on 1 July 2022.")
    january, february, march = (datetime.date(2022, month, 1) for month in [1, 2, 3])
    monthly = milestone(
        told(ACHIEVED, january, period_start=january),
        told(ACHIEVED, march, period_start=february),
        told(ACHIEVED, period_start=march),
        recurrence=Recurrence.MONTHLY,
        runs=Period(january, None),
        on=march - DAY,
    )
    assert counted_by_period(monthly) == (2, 2, 1)


def test_a_new_date_that_has_passed_too_counts_as_none_and_says_so() -> None:
    still, passed = (milestone(told(OPEN, expected_on=day), due=ON - DAY) for day in [ON, ON - DAY])
    assert (still.expected_on, passed.expected_on) == (ON, None)
    assert sentences.what_followed_words(still) == "expected on 30 June 2022"
    assert sentences.what_followed_words(passed) == "the expected day, 29 June 2022, has passed too"
    assert sentences.outcome_words(passed) == "not achieved", "its own words stand beside it"


def test_periods_are_due_once_over_or_achieved_and_never_when_dropped() -> None:
    yearly = milestone(
        told(DROPPED, period_start=YEARS[1]),
        told(OPEN, period_start=YEARS[2], number=Decimal(1)),
        told(ACHIEVED, ON, period_start=YEARS[3], number=Decimal(3)),
        recurrence=Recurrence.YEARLY,
        runs=Period(YEARS[0], None),
    )
    assert yearly.due_periods == (YEARS[0], YEARS[2], YEARS[3])
    assert counted_by_period(yearly) == (3, 2, 1)
    assert sentences.outcome_words(yearly) == "1 of 3 periods achieved"


def test_one_that_was_proposed_recurs_from_its_agreement_on() -> None:
    facts = {"recurrence": Recurrence.MONTHLY, "in_force_from": datetime.date(2022, 4, 15)}
    proposed = milestone(origin=MilestoneOrigin.PROPOSED, **facts)
    assert proposed.due_periods == tuple(datetime.date(2022, month, 1) for month in [4, 5, 6])
    assert milestone(**facts).due_periods[0] == datetime.date(2020, 1, 1)


def test_of_one_that_recurs_what_is_told_by_period_counts_and_of_any_other_what_is_not() -> None:
    rows = [told(OPEN), told(ACHIEVED, ON, period_start=YEARS[3])]
    assert reported_of(milestone(), rows) == (rows[0],)
    assert reported_of(milestone(recurrence=Recurrence.YEARLY), rows) == (rows[1],)


@pytest.mark.parametrize(
    ("rows", "facts", "words"),
    [
        ([], {"due": ON - DAY}, "not achieved"),
        ([told(ACHIEVED, ON)], {"due": None}, "achieved, without a date to compare with"),
        ([], {"due": None}, "open, without a date"),
        ([told(DROPPED)], {"due": None}, "dropped"),
        ([], {"recurrence": Recurrence.YEARLY, "runs": Period(ON, None)}, "no period is due yet"),
    ],
)
def test_its_outcome_in_words(
    rows: list[ReportedMilestonePicture], facts: dict[str, Any], words: str
) -> None:
    assert sentences.outcome_words(milestone(*rows, **facts)) == words


@pytest.mark.parametrize(
    ("recurrence", "words"),
    [
        (Recurrence.MONTHLY, "January 2022"),
        (Recurrence.YEARLY, "2022"),
        (Recurrence.EVERY_TWO_YEARS, "2022–2023"),
    ],
)
def test_a_period_is_called_as_people_call_it(recurrence: str, words: str) -> None:
    assert sentences.period_words(recurrence, YEARS[3]) == words


def test_a_target_is_a_number_or_from_one_to_another() -> None:
    target = milestone(target_from=Decimal("3.00"), target_to=Decimal(4), unit="peer reviews")
    assert sentences.target_words(target) == "3–4 peer reviews"
    assert sentences.target_words(milestone(target_from=Decimal(3), target_to=Decimal("3.00"))) == "3"
    assert sentences.target_words(milestone(unit="peer reviews")) == ""
