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


@pytest.mark.usefixtures("assessed_otherwise", "computed_otherwise")
def test_a_verdict_that_differs_and_dates_that_contradict_are_listed(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    """From the day the verdict was given, and from the day after the dates passed; not what itself says "off track"."""
    hand_in(small_plan.limited, lead_organisation, contributor, noon(2023, 1, 10), confidence="off_track")
    computed, assessed = differing(small_plan)
    voices = voices_in_words(assessed)
    assert (assessed.code, assessed.differs_since) == ("1.2", datetime.date(2022, 11, 1))
    assert (voices.reported, voices.assessed) == ("ongoing, on track", "off track")
    assert voices.computed.startswith("overdue by 32 days, new forecast")
    assert disagreements(assessed) == ["Reported as “on track”, assessed by the Platform as “off track”."]
    voices = voices_in_words(computed)
    assert (computed.code, computed.differs_since) == ("1.1", datetime.date(2023, 1, 1))
    assert (voices.assessed, voices.computed) == ("", "overdue by 32 days, no new forecast")
    # the basis decides: nobody accepted the report on 1.1
    assert [one.code for one in differing(small_plan, basis=Basis.ACCEPTED)] == ["1.2"]


def test_since_when_they_disagree(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    """A report made after the dates passed from its own day; of a forecast or a start from the day after it passed."""
    by = (lead_organisation, contributor)
    forecast = datetime.date(2023, 1, 15)
    hand_in(small_plan.limited, *by, noon(2020, 11, 1), status="not_started")
    (late,) = differing(small_plan, datetime.date(2021, 2, 1))
    assert (late.code, late.differs_since) == ("2.1", datetime.date(2021, 1, 2))
    hand_in(small_plan.with_money, *by, noon(2023, 1, 20))
    hand_in(small_plan.joint, *by, noon(2022, 11, 1), forecast_end=forecast)
    since = {one.code: one.differs_since for one in differing(small_plan)}
    assert (since["1.1"], since["1.2"]) == (datetime.date(2023, 1, 20), datetime.date(2023, 1, 16))


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
