"""Where the voices disagree, as the overview shows them: five in words, and a list of all."""

import datetime
from collections.abc import Callable

import pytest

from actionplan.accounts.models import User
from actionplan.reports.reviewing import accept
from tests.actions.action_pages import LeadSays
from tests.factories import ActionFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import noon

NOVEMBER = noon(2022, 11, 1)
Section = Callable[..., Element | None]


@pytest.fixture
def section(client_of: ClientOf, small_plan: SmallPlan) -> Section:
    def shown(person: User) -> Element | None:
        page = read(client_of(person).get("/2020-2024/?on=2023-02-01"))
        return next(iter(page.all("section", **{"aria-labelledby": "disagreements"})), None)

    return shown


def test_they_are_in_words_and_on_the_basis_of_who_reads(
    section: Section, small_plan: SmallPlan, lead_says: LeadSays, coordinator: User, reader: User
) -> None:
    lead_says.submitted(small_plan.limited, noon(2023, 1, 10), confidence="off_track")
    assert section(coordinator) is None, "where the voices agree"
    waiting = lead_says.submitted(small_plan.with_money, NOVEMBER)
    forecast = datetime.date(2023, 6, 30)
    lead_says.accepted(small_plan.joint, NOVEMBER, verdict="off_track", forecast_end=forecast)
    assert [row[1:] for row in section(coordinator).rows] == [
        ["ongoing, on track", "overdue by 32 days, no new forecast", "–", "1 Jan 2023"],
        ["ongoing, on track", "overdue by 32 days, new forecast 30 June 2023", "off track", "1 Nov 2022"],
    ]
    assert [row[0] for row in section(reader).rows] == ["1.2 Joint prevention network"]
    accept(report=waiting, verdict="on_track", at_once=True, by=coordinator, at=noon(2022, 11, 2))
    assert section(reader).rows[0][3] == "on track (taken over from the lead)"


def test_five_are_shown_and_lead_to_the_list_of_all(
    section: Section,
    small_plan: SmallPlan,
    lead_says: LeadSays,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    for number in range(3, 9):
        action = ActionFactory(code=f"1.{number}", plan=small_plan.plan, lead=lead_says.organisation)
        lead_says.submitted(action, NOVEMBER)
    shown = section(coordinator)
    assert len(shown.rows) == 5
    url = next(url for url, words in shown.links.items() if words == "6 actions in all")
    assert "6 actions" in read(client_of(coordinator).get(url)).text
