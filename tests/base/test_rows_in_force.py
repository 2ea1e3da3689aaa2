"""Rows that are in force for a time: the first day counts, the last does not, and two rows share no day."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from actionplan.base.days import InForce, days_overlap, in_force_q
from actionplan.organisations.models import Affiliation, Organisation, PolicyArea
from tests.factories import AffiliationFactory, OrganisationFactory, PolicyAreaFactory

FIRST = datetime.date(2022, 1, 1)
LAST = datetime.date(2023, 1, 1)
ONE_DAY = datetime.timedelta(days=1)
DAYS = st.none() | st.dates(datetime.date(2022, 1, 1), datetime.date(2022, 1, 9))
EVERY_DAY = [datetime.date(2021, 12, 30) + datetime.timedelta(days=n) for n in range(15)]


@pytest.fixture
def row(db: None) -> Affiliation:
    return AffiliationFactory(in_force_from=FIRST, in_force_until=LAST)


def test_the_first_day_counts_and_the_last_does_not(row: Affiliation) -> None:
    for day, in_force in {FIRST - ONE_DAY: False, FIRST: True, LAST - ONE_DAY: True, LAST: False}.items():
        assert Affiliation.objects.in_force(day).exists() is in_force
        assert row.is_in_force(day) is in_force
    assert not Affiliation.objects.open().exists()
    # The condition reaches over a relation.
    rows = Organisation.objects.filter(in_force_q(FIRST, "affiliations__"))
    assert list(rows) == [row.organisation]
    assert not Organisation.objects.filter(in_force_q(LAST, "affiliations__")).exists()


@pytest.mark.django_db
def test_empty_days_mean_as_adopted_and_still() -> None:
    always = AffiliationFactory(in_force_from=None, in_force_until=None)
    assert list(Affiliation.objects.in_force(datetime.date(1999, 1, 1))) == [always]
    assert list(Affiliation.objects.in_force(datetime.date(2099, 1, 1))) == [always]
    assert list(Affiliation.objects.open()) == [always]


@pytest.mark.django_db
def test_a_row_cannot_end_before_it_was_in_force_for_a_day() -> None:
    for until in [FIRST, FIRST - ONE_DAY]:
        with pytest.raises(IntegrityError), transaction.atomic():
            AffiliationFactory(in_force_from=FIRST, in_force_until=until)


@pytest.mark.django_db
def test_an_identity_has_one_open_row_at_most() -> None:
    agency = OrganisationFactory(policy_area="OV")
    with pytest.raises(IntegrityError):
        AffiliationFactory(organisation=agency, in_force_from=FIRST)


@pytest.mark.django_db
def test_an_identity_may_have_many_rows_that_were_ended() -> None:
    agency, area = OrganisationFactory(), PolicyAreaFactory()
    for year in [2020, 2021, 2022]:
        days = {"in_force_from": datetime.date(year, 1, 1), "in_force_until": datetime.date(year + 1, 1, 1)}
        Affiliation.objects.create(organisation=agency, policy_area=area, **days)
    assert PolicyArea.objects.count() == 1
    assert agency.affiliations.in_force(datetime.date(2021, 6, 1)).count() == 1


def in_order(start: datetime.date | None, end: datetime.date | None) -> bool:
    return start is None or end is None or start < end


@given(DAYS, DAYS, DAYS, DAYS)
def test_two_rows_overlap_when_they_share_a_day(
    a: datetime.date | None, b: datetime.date | None, c: datetime.date | None, d: datetime.date | None
) -> None:
    first, second = _Row(a, b), _Row(c, d)
    if in_order(a, b) and in_order(c, d):
        shared = any(first.is_in_force(day) and second.is_in_force(day) for day in EVERY_DAY)
        assert days_overlap(first, second) is days_overlap(second, first) is shared


class _Row:
    """The days alone, without a table."""

    def __init__(self, start: datetime.date | None, end: datetime.date | None) -> None:
        self.in_force_from, self.in_force_until = start, end

    is_in_force = InForce.is_in_force
