"""The moment that a page is about: what was known, and the day that schedule and freshness are reckoned on."""

import datetime

import pytest

from actionplan.base.days import BRUSSELS
from actionplan.picture.moment import InvalidDay, Moment
from actionplan.reporting.states import Basis
from tests.reporting_factories import noon

NOW = noon(2022, 6, 15)


def test_now_is_known_and_reckoned_now_also_when_the_plan_has_ended() -> None:
    for now in [NOW, noon(2026, 11, 24)]:
        moment = Moment.now(now)
        assert (moment.known_at, moment.reckoned_on, moment.plan_day) == (now, now.date(), now.date())
        assert (moment.basis, moment.is_now) == (Basis.ACCEPTED, True)


def test_a_day_that_is_asked_sets_both_to_its_end_in_brussels() -> None:
    moment = Moment.parse("2022-03-01", NOW, Basis.REPORTED)
    assert moment.known_at == datetime.datetime(2022, 3, 1, 23, 59, 59, 999999, tzinfo=BRUSSELS)
    assert moment.reckoned_on == moment.plan_day == datetime.date(2022, 3, 1)
    assert (moment.basis, moment.is_now) == (Basis.REPORTED, False)


@pytest.mark.parametrize("day", [datetime.date(2022, 3, 27), datetime.date(2022, 10, 30)])
def test_a_day_on_which_the_clock_changes_ends_at_midnight_in_brussels(day: datetime.date) -> None:
    moment = Moment.end_of_day(day)
    assert moment.plan_day == day
    later = moment.known_at.astimezone(datetime.UTC) + datetime.timedelta(microseconds=1)
    assert later.astimezone(BRUSSELS) == datetime.datetime.combine(
        day + datetime.timedelta(days=1), datetime.time(), tzinfo=BRUSSELS
    )


def test_today_can_be_asked_just_after_midnight_in_brussels() -> None:
    just_after = datetime.datetime(2022, 6, 14, 22, 1, tzinfo=datetime.UTC)
    assert Moment.parse("2022-06-15", just_after).reckoned_on == datetime.date(2022, 6, 15)


@pytest.mark.parametrize(
    "text",
    [
        "2022-06-16",
        "2022-02-30",
        "20220301",
        "2022-W09-2",
        "2022-3-1",
        "yesterday",
        "0001-01-01",
        "2022-03-01T12:00",
    ],
)
def test_a_day_that_is_malformed_or_has_not_come_is_none(text: str) -> None:
    with pytest.raises(InvalidDay):
        Moment.parse(text, NOW)
