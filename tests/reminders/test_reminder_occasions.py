"""When something is said: of the occasions that have come, only the last counts."""

import datetime

from actionplan.reminders.duty import (
    Occasion,
    latest,
    of_due_date,
    of_extension,
    of_opening,
    of_question,
    of_reminder,
    of_returned,
    of_review,
    of_validation,
    once,
)
from tests.reporting_factories import noon


def day(month: int, number: int) -> datetime.date:
    return datetime.date(2022, month, number)


FIRST = day(12, 1)


def due(on: datetime.date, opened: datetime.date = FIRST) -> str:
    occasion = latest([*of_opening(opened), *of_due_date(opened, day(12, 20), on)], on)
    return occasion.key if occasion else ""


def test_a_due_date_is_said_at_the_opening_before_it_and_weekly_after() -> None:
    expected = {
        day(11, 30): "",
        day(12, 1): "opened",
        day(12, 5): "opened",
        day(12, 6): "2022-12-20/14",
        day(12, 12): "2022-12-20/14",
        day(12, 13): "2022-12-20/7",
        day(12, 18): "2022-12-20/7",
        day(12, 19): "2022-12-20/1",
        day(12, 20): "2022-12-20/1",
        day(12, 21): "2022-12-20/late/1",
        day(12, 27): "2022-12-20/late/1",
        day(12, 28): "2022-12-20/late/2",
        datetime.date(2023, 1, 4): "2022-12-20/late/3",
    }
    assert {on: due(on) for on in expected} == expected


def test_a_day_before_the_opening_is_no_occasion() -> None:
    assert due(day(12, 12), opened=day(12, 12)) == "opened"
    assert due(day(12, 13), opened=day(12, 13)) == "opened"
    assert due(day(12, 19), opened=day(12, 13)) == "2022-12-20/1"


def test_a_round_that_opens_a_week_after_it_is_due_says_that_it_is_open() -> None:
    opened = day(12, 28)
    actual = latest([*of_opening(opened), *of_due_date(opened, day(12, 20), opened)], opened)
    assert actual is not None
    assert actual.key == "opened"


def test_only_the_opening_does_not_wait_for_the_digest() -> None:
    occasions = [*of_opening(day(12, 1)), *of_due_date(day(12, 1), day(12, 20), day(12, 30))]
    assert [occasion.key for occasion in occasions if occasion.at_once] == ["opened"]


def test_a_press_counts_from_its_day_on_until_the_next_occasion() -> None:
    pressed = of_reminder([day(12, 13)])
    rows = [*of_due_date(day(12, 1), day(12, 20), day(12, 13)), *pressed]
    assert latest(rows, day(12, 12)).key == "2022-12-20/14"
    assert latest(rows, day(12, 13)) == Occasion(day(12, 13), "pressed/2022-12-13", at_once=True)
    assert latest(rows, day(12, 19)).key == "2022-12-20/1"


def test_a_returned_report_is_said_at_once_after_three_days_and_weekly_when_late() -> None:
    for on, key in {
        day(12, 1): "returned",
        day(12, 3): "returned",
        day(12, 4): "3",
        day(12, 20): "3",
        day(12, 21): "2022-12-20/late/1",
        day(12, 28): "2022-12-20/late/2",
    }.items():
        assert latest(of_returned(day(12, 1), day(12, 20), on), on).key == key


def test_a_report_returned_when_it_was_late_already_has_its_three_days() -> None:
    actual = [latest(of_returned(day(12, 28), day(12, 20), on), on).key for on in [day(12, 28), day(12, 31)]]
    assert actual == ["returned", "3"]
    on = datetime.date(2023, 1, 4)
    assert latest(of_returned(day(12, 28), day(12, 20), on), on).key == "2022-12-20/late/3"


def test_what_is_never_late_is_said_twice() -> None:
    on = datetime.date(2024, 1, 1)
    assert latest(of_returned(day(12, 1), None, on), on).key == "3"


def test_a_question_is_said_at_once_before_its_term_ends_and_weekly_after() -> None:
    for on, key in {
        day(12, 1): "asked/0",
        day(12, 16): "asked/0",
        day(12, 17): "2022-12-20/3",
        day(12, 20): "2022-12-20/3",
        day(12, 21): "2022-12-20/late/1",
        day(12, 28): "2022-12-20/late/2",
    }.items():
        assert latest(of_question(day(12, 1), "0", day(12, 20), on), on).key == key


def test_a_further_message_of_the_platform_is_said_again() -> None:
    actual = latest(of_question(day(12, 21), "7", day(12, 20), day(12, 21)), day(12, 21))
    assert actual == Occasion(day(12, 21), "asked/7", at_once=True)


def test_a_question_without_a_term_is_said_once() -> None:
    on = datetime.date(2024, 1, 1)
    assert latest(of_question(day(12, 1), "0", None, on), on).key == "asked/0"


def test_a_report_that_waits_for_review_is_said_after_five_days_then_weekly() -> None:
    actual = {on: latest(of_review(day(12, 1), on), on) for on in [day(12, 5), day(12, 6), day(12, 13)]}
    assert actual[day(12, 5)] is None
    assert [actual[on].key for on in [day(12, 6), day(12, 13)]] == ["waits/1", "waits/2"]


def test_an_extension_asked_for_is_said_that_day_and_after_three() -> None:
    keys = [latest(of_extension(day(12, 1)), on).key for on in [day(12, 1), day(12, 3), day(12, 4)]]
    assert keys == ["asked", "asked", "3"]


def test_a_validation_is_said_when_it_begins_7_and_1_days_before_the_closing_and_when_more_is_accepted() -> (
    None
):
    days = [day(12, 1), day(12, 12), day(12, 13), day(12, 19)]
    early, late = noon(2022, 12, 1), noon(2022, 12, 15)
    actual = [latest(of_validation(day(12, 1), day(12, 20), early), on) for on in days]
    assert len({occasion.key for occasion in actual}) == 3
    assert actual[0] == actual[1]
    assert all(occasion.at_once for occasion in actual)
    anew = latest(of_validation(day(12, 1), day(12, 20), late), day(12, 15))
    assert (anew.day, anew.at_once) == (day(12, 15), True)
    assert anew.key not in {occasion.key for occasion in actual}


def test_what_is_good_to_know_is_said_once() -> None:
    assert latest(once(day(12, 1)), day(12, 30)).key == "told"
