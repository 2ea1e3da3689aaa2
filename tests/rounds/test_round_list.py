"""The list of rounds, and what the form of a new one starts from."""

import datetime

from django.test import Client

from actionplan.accounts.models import User
from actionplan.pages.rounds.read import half_a_year_later, proposed_facts
from actionplan.reporting.models import Round
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import By, RoundFactory, hand_in, noon

LIST = "/2020-2024/rounds/"


def test_each_round_says_its_state_its_days_and_how_many_answered(
    opened: Round, small_plan: SmallPlan, by_lead: By, viewer: Client
) -> None:
    RoundFactory(plan=small_plan.plan, code="2022-06", name="June 2022", state="closed")
    hand_in(small_plan.with_money, *by_lead, noon(2022, 12, 5))
    page = read(viewer.get(LIST))
    assert page.rows == [
        ["December 2022 about 31 December 2022", "open", "", "1 of 4", "0", "20 Dec 2022", "20 Jan 2023"],
        ["June 2022 about 30 June 2022", "closed", "", "0 of 0", "0", "31 Jul 2022", "31 Aug 2022"],
    ]
    assert "Round December 2022, open: 1 of 4 requested reports are submitted." in page.text


def test_a_round_in_preparation_is_shown_to_coordinators_alone(
    prepared: Round, coordinator: User, auditor: User, client_of: ClientOf
) -> None:
    assert "in preparation" in read(client_of(coordinator).get(LIST)).text
    page = read(client_of(auditor).get(LIST))
    assert "No round was opened yet." in page.text
    assert "/2020-2024/rounds/prepare/" not in page.links


def test_a_new_round_starts_from_the_last_one_half_a_year_later(opened: Round) -> None:
    opened.instruction = "Sample instruction."
    opened.save(update_fields=["instruction"])
    proposed = proposed_facts(opened.plan, datetime.date(2023, 1, 1))
    assert proposed == {
        "code": "2023-06",
        "name": "June 2023",
        "name_nl": "juni 2023",
        "about": datetime.date(2023, 6, 30),
        "opens": datetime.date(2023, 6, 1),
        "due": datetime.date(2023, 6, 20),
        "closes": datetime.date(2023, 7, 20),
        "instruction": "Sample instruction.",
        "instruction_nl": "",
    }


def test_the_days_of_a_new_round_are_working_days(opened: Round) -> None:
    """Half a year later these are 1 May, a Saturday and 21 July."""
    opened.opens, opened.due = datetime.date(2022, 11, 1), datetime.date(2022, 12, 17)
    opened.closes = datetime.date(2023, 1, 21)
    opened.save(update_fields=["opens", "due", "closes"])
    proposed = proposed_facts(opened.plan, datetime.date(2023, 1, 1))
    assert [proposed[name] for name in ["opens", "due", "closes"]] == [
        datetime.date(2023, 5, 2),
        datetime.date(2023, 6, 19),
        datetime.date(2023, 7, 24),
    ]


def test_the_first_round_is_about_the_end_of_this_half_year(small_plan: SmallPlan) -> None:
    for today, code, opens in [
        (datetime.date(2021, 6, 30), "2021-06", datetime.date(2021, 7, 1)),
        (datetime.date(2021, 7, 1), "2021-12", datetime.date(2022, 1, 3)),
    ]:
        proposed = proposed_facts(small_plan.plan, today)
        assert (proposed["code"], proposed["opens"]) == (code, opens)
        assert proposed["opens"] < proposed["due"] < proposed["closes"]


def test_the_last_day_of_a_month_stays_the_last() -> None:
    for day, later in [
        ("2022-06-30", "2022-12-31"),
        ("2022-12-31", "2023-06-30"),
        ("2022-08-31", "2023-02-28"),
        ("2022-02-28", "2022-08-31"),
        ("2022-07-20", "2023-01-20"),
    ]:
        assert half_a_year_later(datetime.date.fromisoformat(day)).isoformat() == later
