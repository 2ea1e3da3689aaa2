"""Vague dates in the database: a date says how precise it is, an absent one says nothing."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from actionplan.base.vague import Precision
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
