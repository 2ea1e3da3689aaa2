"""Ministers, policy areas and organisations as they were and as they are, and how they are kept."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone, translation

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.organisations.workflow import affiliate, save_body
from tests.factories import AffiliationFactory, MinisterFactory, OrganisationFactory, PolicyAreaFactory

MOVE = datetime.date(2022, 7, 1)
EVE = MOVE - datetime.timedelta(days=1)
YEARS = [datetime.date(year, 1, 1) for year in range(2020, 2024)]


@pytest.fixture
def agency(db: None) -> Organisation:
    return OrganisationFactory(key="agency", name="Agency", policy_area="OLD")


@pytest.fixture
def new_area(db: None) -> PolicyArea:
    return PolicyAreaFactory(code="NEW")


def move(
    agency: Organisation,
    area: PolicyArea | None,
    from_day: datetime.date | None = MOVE,
    by: User | None = None,
) -> Affiliation | None:
    return affiliate(organisation=agency, policy_area=area, from_day=from_day, by=by, at=timezone.now())


def areas_of(agency: Organisation, on: datetime.date) -> list[str]:
    return list(agency.affiliations.in_force(on).values_list("policy_area__code", flat=True))


def test_an_organisation_moves_on_a_day(
    agency: Organisation, new_area: PolicyArea, administrator: User
) -> None:
    move(agency, new_area, by=administrator)
    assert areas_of(agency, EVE) == ["OLD"]
    assert areas_of(agency, MOVE) == ["NEW"]
    assert not Organisation.objects.of_policy_area(new_area, EVE).exists()
    assert Organisation.objects.of_policy_area([new_area], MOVE).get() == agency
    event = Event.objects.get()
    assert event.before == {"policy_area": "OLD"}
    assert event.after == {"policy_area": "NEW", "from": "2022-07-01"}
    assert event.organisation == agency.pk
    for day in [None, EVE]:  # as adopted a second time, or before the last move
        with pytest.raises(Refused):
            move(agency, PolicyAreaFactory(code="OLD"), from_day=day)
    assert agency.affiliations.count() == 2


def test_a_second_move_on_the_same_day_takes_the_place_of_the_first(
    agency: Organisation, new_area: PolicyArea
) -> None:
    move(agency, new_area)
    move(agency, PolicyAreaFactory(code="OTHER"))
    assert (areas_of(agency, EVE), areas_of(agency, MOVE)) == (["OLD"], ["OTHER"])
    assert Event.objects.newest_first()[0].before == {"policy_area": "NEW"}
    assert move(agency, None) is None
    assert agency.affiliations.count() == 1


def test_an_organisation_leaves_all_policy_areas(agency: Organisation) -> None:
    assert move(agency, None) is None
    assert areas_of(agency, MOVE) == []


@pytest.mark.django_db
def test_an_organisation_without_a_policy_area_gets_one_as_adopted(new_area: PolicyArea) -> None:
    agency = OrganisationFactory()
    move(agency, new_area, from_day=None)
    assert areas_of(agency, YEARS[0]) == ["NEW"]


@pytest.mark.django_db
def test_a_move_into_days_that_were_spent_elsewhere_is_refused(new_area: PolicyArea) -> None:
    agency = OrganisationFactory()
    AffiliationFactory(organisation=agency, in_force_from=YEARS[1], in_force_until=YEARS[2])
    for day in [None, YEARS[0], YEARS[1]]:
        with pytest.raises(Refused):
            move(agency, new_area, from_day=day)
    assert move(agency, new_area, from_day=YEARS[2])


def test_a_move_that_moves_nothing_is_refused(agency: Organisation) -> None:
    with pytest.raises(Refused):
        move(agency, PolicyArea.objects.get(code="OLD"))
    with pytest.raises(Refused):
        move(OrganisationFactory(), None)
    assert not Event.objects.exists()


def test_only_administrators_keep_organisations(
    agency: Organisation, new_area: PolicyArea, people: dict[str, User]
) -> None:
    for name in ["reader", "contributor", "coordinator", "auditor", "roleless"]:
        with pytest.raises(PermissionDenied):
            move(agency, new_area, by=people[name])
        with pytest.raises(PermissionDenied):
            save_body(row=agency, by=people[name], at=timezone.now())
    assert not Event.objects.exists()
    for by in [people["administrator"], people["superuser"]]:
        save_body(row=Organisation(key=f"new_{by.pk}", name="New"), by=by, at=timezone.now())
        assert Event.objects.newest_first().first().actor == str(by)


@pytest.mark.django_db
def test_a_key_that_does_not_read_as_one_is_refused() -> None:
    for key in ["", "Capital", "1st", "with space"]:
        with pytest.raises(ValidationError):
            save_body(row=Minister(key=key, title="Minister"), by=None, at=timezone.now())
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_keys_are_natural_keys() -> None:
    minister, area = MinisterFactory(key="justice"), PolicyAreaFactory(code="WVG")
    affiliation = AffiliationFactory(policy_area=area)
    assert Minister.objects.get_by_natural_key(*minister.natural_key()) == minister
    assert PolicyArea.objects.get_by_natural_key(*area.natural_key()) == area
    assert Affiliation.objects.get_by_natural_key(*affiliation.natural_key()) == affiliation


@pytest.mark.django_db
def test_an_organisation_has_one_affiliation_as_adopted() -> None:
    agency = OrganisationFactory()
    AffiliationFactory(organisation=agency, in_force_until=YEARS[1])
    with pytest.raises(IntegrityError):
        Affiliation.objects.create(
            organisation=agency, policy_area=PolicyAreaFactory(), in_force_until=YEARS[2]
        )


@pytest.mark.django_db
def test_names_are_shown_in_dutch_where_there_are_any() -> None:
    named = OrganisationFactory(name="Sport", name_nl="Sport Vlaanderen")
    unnamed = OrganisationFactory(name="Sport", name_nl="")
    with translation.override("nl"):
        assert (str(named), str(unnamed)) == ("Sport Vlaanderen", "Sport")
