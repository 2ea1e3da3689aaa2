"""Where the voices disagree: what each says in words, since when, on the overview and as a list of its own."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.picture.sentences import disagreements, voices_in_words
from actionplan.reporting.states import Basis
from tests.factories import ActionFactory
from tests.personas import SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import accepted_report, hand_in, noon

ClientOf = Callable[[User], Client]
DAY = datetime.date(2023, 2, 1)


def differing(
    small_plan: SmallPlan, day: datetime.date = DAY, basis: str = Basis.REPORTED
) -> list[ActionPicture]:
    return list(live.read(small_plan.plan, Moment.end_of_day(day, basis)).actions.whose_voices_differ())


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
    assert differing(small_plan) == []


@pytest.mark.usefixtures("assessed_otherwise")
def test_a_verdict_that_differs_is_listed_from_the_day_it_was_given(small_plan: SmallPlan) -> None:
    (one,) = differing(small_plan)
    voices = voices_in_words(one)
    assert one.code == "1.2"
    assert (voices.reported, voices.assessed) == ("ongoing, on track", "off track")
    assert voices.computed.startswith("overdue by 32 days, new forecast")
    assert one.differs_since == datetime.date(2022, 11, 1)
    assert disagreements(one) == ["Reported as “on track”, assessed by the Platform as “off track”."]


@pytest.mark.usefixtures("computed_otherwise")
def test_dates_that_contradict_are_listed_from_the_day_after_they_passed(small_plan: SmallPlan) -> None:
    (one,) = differing(small_plan)
    voices = voices_in_words(one)
    assert (one.code, voices.assessed) == ("1.1", "")
    assert one.differs_since == datetime.date(2023, 1, 1)
    assert voices.computed == "overdue by 32 days, no new forecast"


def test_a_report_made_after_the_dates_passed_disagrees_from_its_own_day(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    hand_in(small_plan.with_money, lead_organisation, contributor, noon(2023, 1, 20))
    (one,) = differing(small_plan)
    assert one.differs_since == datetime.date(2023, 1, 20)


def test_a_forecast_that_passed_counts_from_the_day_after_it(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    forecast = datetime.date(2023, 1, 15)
    hand_in(small_plan.with_money, lead_organisation, contributor, noon(2022, 11, 1), forecast_end=forecast)
    (one,) = differing(small_plan)
    assert one.differs_since == datetime.date(2023, 1, 16)


def test_an_action_that_should_have_started_counts_from_the_day_after_its_start(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    hand_in(small_plan.with_money, lead_organisation, contributor, noon(2020, 11, 1), status="not_started")
    (one,) = differing(small_plan, datetime.date(2021, 2, 1))
    assert one.differs_since == datetime.date(2021, 1, 2)


@pytest.mark.usefixtures("computed_otherwise")
def test_the_basis_decides(small_plan: SmallPlan) -> None:
    assert differing(small_plan, basis=Basis.ACCEPTED) == []


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
