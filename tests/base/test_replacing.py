"""A row ends on a day and another begins in its stead; one that began on that very day is edited, or goes."""

import datetime

import pytest

from actionplan.base.refusals import Refused
from actionplan.base.replacing import replace
from actionplan.organisations.models import Affiliation, Organisation, PolicyArea
from tests.factories import AffiliationFactory, OrganisationFactory, PolicyAreaFactory

pytestmark = pytest.mark.django_db

FIRST, DAY = datetime.date(2022, 1, 1), datetime.date(2023, 1, 1)
Told = tuple[str, datetime.date | None, datetime.date | None]


@pytest.fixture
def agency() -> Organisation:
    return OrganisationFactory()


@pytest.fixture
def area() -> PolicyArea:
    return PolicyAreaFactory(code="NEW")


def told(agency: Organisation) -> list[Told]:
    names = ["policy_area__code", "in_force_from", "in_force_until"]
    return list(agency.affiliations.order_by("pk").values_list(*names))


def test_a_row_ends_on_the_day_and_another_begins(agency: Organisation, area: PolicyArea) -> None:
    row = AffiliationFactory(organisation=agency, policy_area__code="OLD", in_force_from=FIRST)
    values = {"organisation": agency, "policy_area": area}
    [begun] = replace(Affiliation, [(row, values)], DAY)
    assert told(agency) == [("OLD", FIRST, DAY), ("NEW", DAY, None)]
    assert begun == agency.affiliations.open().get()


@pytest.mark.parametrize("day", [FIRST, None], ids=["its first day", "as adopted"])
def test_what_was_never_in_force_for_a_whole_day_is_edited_or_goes(
    agency: Organisation, area: PolicyArea, day: datetime.date | None
) -> None:
    row = AffiliationFactory(organisation=agency, policy_area__code="OLD", in_force_from=day)
    [edited] = replace(Affiliation, [(row, {"policy_area": area})], day)
    assert edited.pk == row.pk
    assert told(agency) == [("NEW", day, None)]
    assert replace(Affiliation, [(row, None)], day) == []
    assert told(agency) == []


def test_something_new_begins_and_nothing_comes_in_the_stead_of_what_ends(
    agency: Organisation, area: PolicyArea
) -> None:
    [row] = replace(Affiliation, [(None, {"organisation": agency, "policy_area": area})], FIRST)
    replace(Affiliation, [(row, None)], DAY)
    assert told(agency) == [("NEW", FIRST, DAY)]


def test_what_begins_and_what_ends_may_have_values_of_their_own(
    agency: Organisation, area: PolicyArea
) -> None:
    row = AffiliationFactory(organisation=agency, policy_area__code="OLD", in_force_from=FIRST)
    other = OrganisationFactory()
    replace(
        Affiliation,
        [(row, {"policy_area": area})],
        DAY,
        begins={"organisation": other},
        ends={"policy_area": area},
    )
    assert told(agency) == [("NEW", FIRST, DAY)]
    assert told(other) == [("NEW", DAY, None)]


def test_many_rows_are_replaced_in_as_many_queries_as_one(
    area: PolicyArea, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    rows = [AffiliationFactory(organisation=OrganisationFactory(), in_force_from=FIRST) for _ in range(5)]
    changes = [(row, {"organisation": row.organisation, "policy_area": area}) for row in rows]
    with django_assert_num_queries(
        6
    ):  # a savepoint, its release and a write for what ends, and for what begins
        replace(Affiliation, changes, DAY)
    assert Affiliation.objects.in_force(DAY).filter(policy_area=area).count() == 5


def test_a_row_that_the_database_does_not_take_is_refused_with_a_sentence(
    agency: Organisation, area: PolicyArea
) -> None:
    row = AffiliationFactory(organisation=agency, policy_area__code="OLD", in_force_from=DAY)
    with pytest.raises(Refused, match="The last day must come after the first"):
        replace(Affiliation, [(row, None)], FIRST)
    with pytest.raises(Refused, match="affiliation"):
        replace(Affiliation, [(None, {"organisation": agency, "policy_area": area})], DAY)
    assert told(agency) == [("OLD", DAY, None)]
