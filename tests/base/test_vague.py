"""Vague dates in the database: a date says how precise it is, an absent one says nothing."""

import datetime

import pytest
from django.db import IntegrityError

from actionplan.base.vague import Precision
from tests.factories import MilestoneTermsFactory, PhaseFactory

DAY = datetime.date(2021, 12, 31)


@pytest.mark.django_db
@pytest.mark.parametrize("precision", Precision.values)
def test_a_date_has_a_precision(precision: str) -> None:
    assert PhaseFactory(end=DAY, end_precision=precision).end_precision == precision


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["start", "end"])
def test_a_date_without_a_precision_is_refused(field: str) -> None:
    with pytest.raises(IntegrityError):
        PhaseFactory(**{field: DAY, f"{field}_precision": ""})


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["start", "end"])
def test_a_precision_without_a_date_is_refused(field: str) -> None:
    with pytest.raises(IntegrityError):
        PhaseFactory(**{field: None, f"{field}_precision": Precision.YEAR})


@pytest.mark.django_db
def test_neither_date_nor_precision_is_possible() -> None:
    phase = PhaseFactory(start=None, end=None, continuous=True)
    assert (phase.start_precision, phase.end_precision) == ("", "")


@pytest.mark.django_db
def test_a_milestone_is_due_as_precisely_as_it_is_printed() -> None:
    with pytest.raises(IntegrityError):
        MilestoneTermsFactory(due=DAY, due_precision="")


@pytest.mark.django_db
def test_an_end_does_not_come_before_its_start() -> None:
    assert PhaseFactory(start=DAY, end=DAY).pk
    with pytest.raises(IntegrityError):
        PhaseFactory(start=DAY, end=DAY - datetime.timedelta(days=1))


@pytest.mark.django_db
def test_what_is_continuous_has_no_end() -> None:
    with pytest.raises(IntegrityError):
        PhaseFactory(continuous=True, end=DAY)
