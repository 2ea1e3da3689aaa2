"""What was due since the round before: on time, late, not achieved, open on the last day, older and still due."""

import datetime
from typing import Any

import pytest

from actionplan.picture.computed import as_left
from actionplan.picture.deliveries import coming_items, due_items
from actionplan.picture.due_in_words import due_sentences
from tests.picture.builders import DAY, ON, action, milestone, phase, report, told

BEFORE = DAY(2021, 12, 31)
"""What the round before reported about; what was due on that day was open in that round."""
EARLIER = DAY(2021, 12, 30)
YESTERDAY, TOMORROW = DAY(2022, 6, 29), DAY(2022, 7, 1)


@pytest.mark.parametrize(
    ("row", "due", "delivery"),
    [
        (told(achieved_on=BEFORE), YESTERDAY, "on_time"),
        (told(achieved_on=YESTERDAY), DAY(2022, 1, 1), "late"),
        (told(achieved_on=None), YESTERDAY, "late"),
        (told(achieved_on=ON), ON, "on_time"),
        (told(achieved_on=TOMORROW), YESTERDAY, "not_delivered"),
        (told(achieved_on=TOMORROW), ON, "open"),
        (None, YESTERDAY, "not_delivered"),
        (told("open"), YESTERDAY, "not_delivered"),
        (told("undone"), YESTERDAY, "not_delivered"),
        (told("open"), ON, "open"),
        (told("open"), BEFORE, "not_delivered"),
        (told(achieved_on=ON), BEFORE, "late"),
        (told(achieved_on=BEFORE), BEFORE, ""),
        (told("open"), EARLIER, "still_due"),
        (told("undone"), EARLIER, "still_due"),
        (told(achieved_on=ON), EARLIER, ""),
        (told("dropped"), YESTERDAY, ""),
        (told("open"), TOMORROW, ""),
        (told("open"), None, ""),
    ],
)
def test_what_became_of_a_milestone(row: Any, due: Any, delivery: str) -> None:
    plain = action(
        report(milestones=(row,) if row else ()), milestones=(milestone(due=due),), due_after=BEFORE
    )
    assert [item.delivery for item in due_items(plain)] == ([delivery] if delivery else [])


@pytest.mark.parametrize(
    ("said", "end", "delivery"),
    [
        ({"status": "completed", "actual_end": YESTERDAY}, YESTERDAY, "on_time"),
        ({"status": "completed", "actual_end": ON}, YESTERDAY, "late"),
        ({"status": "completed", "actual_end": TOMORROW}, YESTERDAY, "not_delivered"),
        ({"status": "completed", "actual_end": TOMORROW}, ON, "open"),
        ({"status": "completed"}, YESTERDAY, "late"),
        ({"status": "completed", "actual_end": ON}, EARLIER, ""),
        ({"status": "completed", "actual_end": ON}, BEFORE, "late"),
        ({"status": "completed", "actual_end": BEFORE}, BEFORE, ""),
        ({}, YESTERDAY, "not_delivered"),
        ({}, ON, "open"),
        ({}, BEFORE, "not_delivered"),
        ({}, EARLIER, "still_due"),
        ({}, TOMORROW, ""),
        ({}, None, ""),
        ({"status": "stopped"}, YESTERDAY, ""),
    ],
)
def test_what_became_of_the_end_of_an_action(said: Any, end: Any, delivery: str) -> None:
    plain = action(report(forecast_end=TOMORROW, **said), milestones=(), phases=(phase(end=end),))
    plain = action(*plain.reports, milestones=(), phases=(phase(end=end),), due_after=BEFORE)
    items = due_items(plain)
    assert [item.delivery for item in items] == ([delivery] if delivery else [])
    assert all(item.expected_on == TOMORROW and item.key == "" for item in items)


def test_what_was_delivered_since_or_is_expected_on_a_day_gone_by_says_so() -> None:
    word = report(
        milestones=(told(achieved_on=TOMORROW),), status="completed", actual_end=TOMORROW, forecast_end=BEFORE
    )
    handbook, end = due_items(action(word, milestones=(milestone(),), phases=(phase(end=ON),)))
    assert (handbook.delivered_on, handbook.achieved_since) == (None, TOMORROW)
    assert (end.delivered_on, end.achieved_since) == (None, TOMORROW)
    assert (end.expected_on, end.passed_expectation) == (None, BEFORE)


NEAR, FAR = ON + datetime.timedelta(days=90), ON + datetime.timedelta(days=91)


@pytest.mark.parametrize(
    ("due", "expected", "found"),
    [
        (ON, None, (ON, None)),
        (NEAR, None, (NEAR, None)),
        (NEAR, ON, (ON, NEAR)),
        (NEAR, FAR, None),
        (YESTERDAY, NEAR, (NEAR, YESTERDAY)),
        (FAR, NEAR, (NEAR, FAR)),
        (NEAR, YESTERDAY, (NEAR, None)),
        (None, ON, (ON, None)),
        (YESTERDAY, None, None),
        (YESTERDAY, YESTERDAY, None),
        (FAR, FAR, None),
    ],
)
def test_what_is_coming_stands_on_the_newest_day_that_is_expected(
    due: Any, expected: Any, found: Any
) -> None:
    said = report(milestones=(told("open", expected_on=expected),), forecast_end=expected)
    plan = {"milestones": (milestone(due=due),), "phases": (phase(end=due),)}
    coming = [(item.key, item.day, item.in_force) for item in coming_items(action(said, **plan), NEAR)]
    assert coming == ([("handbook", *found), ("", *found)] if found else [])
    for status in ["completed", "stopped"]:
        assert coming_items(action(report(status=status, forecast_end=expected), **plan), NEAR) == ()
    settled = report(milestones=(told("dropped"),))
    assert "handbook" not in [item.key for item in coming_items(action(settled, **plan), NEAR)]


def test_without_a_round_before_everything_up_to_the_day_fell_due_in_the_period() -> None:
    old = (milestone(due=DAY(2020, 3, 1)),)
    assert [item.delivery for item in due_items(action(report(), milestones=old))] == ["not_delivered"]
    stopped = action(report(status="stopped"), milestones=old)
    assert due_items(stopped) == (), "what a stopped action did not reach is not due"
    assert as_left(action(report(), milestones=old)).due_items == ()


def test_it_is_told_in_a_sentence_what_is_open_on_the_last_day_and_what_is_older_apart() -> None:
    rows = [
        action(report(), milestones=(milestone(due=due),), phases=(phase(end=None),), due_after=BEFORE)
        for due in [YESTERDAY, YESTERDAY, ON, EARLIER]
    ]
    rows = [
        action(*row.reports, milestones=row.milestones, phases=row.phases, due_after=BEFORE) for row in rows
    ]
    rows.append(action(report(milestones=(told(achieved_on=BEFORE),)), phases=(phase(end=None),)))
    assert due_sentences(rows, ON) == (
        "Since the round before (as of 31 December 2021), up to and including 30 June 2022, "
        "3 milestones and ends of actions were due: "
        "1 delivered on time, 2 not delivered. 1 more is due on that last day itself and still open. "
        "1 that was due earlier is still due."
    )
    nothing = due_sentences([action(milestones=())], ON)
    assert nothing == "Up to and including 30 June 2022, 0 milestones and ends of actions were due."
