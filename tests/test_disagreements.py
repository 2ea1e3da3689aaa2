"""Where the voices disagree: what each says in words, since when, on the overview and as a list of its own."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.portal.disagreements import disagreements_of
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis

from .factories import ActionFactory
from .personas import SmallPlan
from .reading import Element, read
from .reporting_factories import accepted_report, hand_in, noon

ClientOf = Callable[[User], Client]
DAY = datetime.date(2023, 2, 1)
MOMENT = Moment.end_of_day(DAY, Basis.REPORTED)


@pytest.fixture
def assessed_otherwise(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    """1.2, which runs to the end of 2022, completed in time but assessed otherwise before; 1.1 overdue and on track."""
    accepted_report(
        small_plan.joint,
        lead_organisation,
        contributor,
        noon(2022, 11, 1),
        reviewer=coordinator,
        verdict="off_track",
        forecast_end=datetime.date(2023, 6, 30),
    )


@pytest.fixture
def computed_otherwise(small_plan: SmallPlan, lead_organisation: Organisation, contributor: User) -> None:
    hand_in(small_plan.with_money, lead_organisation, contributor, noon(2022, 11, 1))


def test_nothing_is_listed_where_the_voices_agree(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    hand_in(small_plan.joint, lead_organisation, contributor, noon(2023, 1, 10), confidence="off_track")
    assert disagreements_of(small_plan.plan, MOMENT) == []


@pytest.mark.usefixtures("assessed_otherwise")
def test_a_verdict_that_differs_is_listed_from_the_day_it_was_given(small_plan: SmallPlan) -> None:
    (one,) = disagreements_of(small_plan.plan, MOMENT)
    assert one.action.code == "1.2"
    assert (one.reported, one.assessed) == ("ongoing, on track", "off track")
    assert one.computed.startswith("overdue by 32 days, new forecast")
    assert one.since == datetime.date(2022, 11, 1)
    assert one.sentences == ["Reported as “on track”, assessed by the Platform as “off track”."]


@pytest.mark.usefixtures("computed_otherwise")
def test_dates_that_contradict_are_listed_from_the_day_after_they_passed(small_plan: SmallPlan) -> None:
    (one,) = disagreements_of(small_plan.plan, MOMENT)
    assert (one.action.code, one.assessed) == ("1.1", "")
    assert one.since == datetime.date(2023, 1, 1)
    assert one.computed == "overdue by 32 days, no new forecast"


def test_a_report_made_after_the_dates_passed_disagrees_from_its_own_day(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    hand_in(small_plan.with_money, lead_organisation, contributor, noon(2023, 1, 20))
    (one,) = disagreements_of(small_plan.plan, MOMENT)
    assert one.since == datetime.date(2023, 1, 20)


def test_a_forecast_that_passed_counts_from_the_day_after_it(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    forecast = datetime.date(2023, 1, 15)
    hand_in(small_plan.with_money, lead_organisation, contributor, noon(2022, 11, 1), forecast_end=forecast)
    (one,) = disagreements_of(small_plan.plan, MOMENT)
    assert one.since == datetime.date(2023, 1, 16)


def test_an_action_that_should_have_started_counts_from_the_day_after_its_start(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    hand_in(small_plan.with_money, lead_organisation, contributor, noon(2020, 11, 1), status="not_started")
    (one,) = disagreements_of(small_plan.plan, Moment.end_of_day(datetime.date(2021, 2, 1), Basis.REPORTED))
    assert one.since == datetime.date(2021, 1, 2)


@pytest.mark.usefixtures("computed_otherwise")
def test_the_basis_decides(small_plan: SmallPlan) -> None:
    assert disagreements_of(small_plan.plan, MOMENT.on_basis(Basis.ACCEPTED)) == []


@pytest.mark.usefixtures("computed_otherwise", "assessed_otherwise")
def test_it_is_one_query_however_many_there_are(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for code in ["1.3", "1.4"]:
        action = ActionFactory(code=code, plan=small_plan.plan, lead=lead_organisation)
        hand_in(action, lead_organisation, contributor, noon(2022, 11, 1))
    with django_assert_num_queries(1):
        codes = [one.action.code for one in disagreements_of(small_plan.plan, MOMENT)]
    assert codes == ["1.1", "1.2", "1.3", "1.4"]


def section(page: Element) -> Element | None:
    found = page.all("section", **{"aria-labelledby": "disagreements"})
    return found[0] if found else None


@pytest.mark.usefixtures("computed_otherwise", "assessed_otherwise")
def test_the_overview_shows_them_in_words(
    small_plan: SmallPlan, coordinator: User, reader: User, client_of: ClientOf
) -> None:
    url = f"/{small_plan.plan.code}/?on={DAY}"
    shown = section(read(client_of(coordinator).get(url)))
    assert shown is not None
    assert [row[1:] for row in shown.rows] == [
        ["ongoing, on track", "overdue by 32 days, no new forecast", "–", "1 Jan 2023"],
        ["ongoing, on track", "overdue by 32 days, new forecast 30 June 2023", "off track", "1 Nov 2022"],
    ]
    accepted = section(read(client_of(reader).get(url)))
    assert accepted is not None
    assert [row[0] for row in accepted.rows] == ["1.2 Joint prevention network"]


def test_the_overview_shows_five_and_leads_to_the_list_of_all(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    for number in range(3, 9):
        action = ActionFactory(code=f"1.{number}", plan=small_plan.plan, lead=lead_organisation)
        hand_in(action, lead_organisation, contributor, noon(2022, 11, 1))
    shown = section(read(client_of(coordinator).get(f"/{small_plan.plan.code}/?on={DAY}")))
    assert shown is not None
    assert len(shown.rows) == 5
    url = next(url for url, words in shown.links.items() if words == "6 actions in all")
    listed = read(client_of(coordinator).get(url))
    assert "6 actions" in listed.text


def test_the_overview_is_silent_where_the_voices_agree(
    small_plan: SmallPlan, coordinator: User, client_of: ClientOf
) -> None:
    assert section(read(client_of(coordinator).get(f"/{small_plan.plan.code}/"))) is None
