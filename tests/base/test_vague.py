"""Vague dates in the database: a date says how precise it is, an absent one says nothing."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from actionplan.base.vague import Precision, why_not_precise
from tests.factories import MilestoneTermsFactory, PhaseFactory

DAY = datetime.date(2021, 12, 31)


@pytest.mark.django_db
def test_a_date_says_how_precise_it_is_and_an_absent_one_says_nothing() -> None:
    for precision in Precision.values:
        assert PhaseFactory(end=DAY, end_precision=precision).end_precision == precision
    phase = PhaseFactory(start=None, end=None, continuous=True)
    assert (phase.start_precision, phase.end_precision) == ("", "")
    assert PhaseFactory(start=DAY, end=DAY).pk
    for wrong in [
        {"start": DAY, "start_precision": ""},
        {"end": DAY, "end_precision": ""},
        {"start": None, "start_precision": Precision.YEAR},
        {"end": None, "end_precision": Precision.YEAR},
        {"start": DAY, "end": DAY - datetime.timedelta(days=1)},
        {"continuous": True, "end": DAY},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            PhaseFactory(**wrong)
    with pytest.raises(IntegrityError):  # a milestone is due as precisely as it is printed
        MilestoneTermsFactory(due=DAY, due_precision="")


def test_a_start_is_the_first_day_of_its_precision_and_an_end_the_last() -> None:
    for day, precision, start, end in [
        ("2028-06-30", "day", "2028-06-30", "2028-06-30"),
        ("2028-02-10", "month", "2028-02-01", "2028-02-29"),
        ("2028-06-30", "quarter", "2028-04-01", "2028-06-30"),
        ("2028-06-30", "year", "2028-01-01", "2028-12-31"),
        ("2028-06-21", "season", "2028-03-22", "2028-06-21"),
        ("2028-06-22", "season", "2028-06-22", "2028-09-21"),
        ("2028-01-31", "season", "2027-12-22", "2028-03-21"),
        ("2028-12-31", "season", "2028-12-22", "2029-03-21"),
    ]:
        for meant, starts in [(start, True), (end, False)]:
            refusal = why_not_precise(datetime.date.fromisoformat(day), precision, starts=starts)
            assert (refusal == "") == (day == meant)
            assert not why_not_precise(datetime.date.fromisoformat(meant), precision, starts=starts)
    assert why_not_precise(datetime.date(2028, 6, 30), "year", starts=False) == (
        "30 June 2028 is finer than the precision “year”: write 31 December 2028, or a finer precision."
    )
