"""What changed on one action, as a history: each report that came to count, each amendment."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from tests.changes.test_page import HIDDEN, OLD_TITLE
from tests.page_list.entries import today
from tests.page_list.every_page import address
from tests.plan_document.changed_plan import NEW_TITLE, ChangedPlan
from tests.reading import read
from tests.reporting_factories import hand_in, noon

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def history(client: Client, code: str, **query: str) -> Any:
    """Up to today, unless `query` asks otherwise."""
    return read(client.get(address("action-changes", "2020-2024", code, **{"on": today()} | query)))


def heads(page: Any) -> list[str]:
    return [one.text for one in page.all("h2")]


def rows_under(page: Any, place: int) -> list[list[str]]:
    found: list[list[str]] = page.all("table", class_="changes")[place].rows
    return found


def test_each_report_and_each_amendment_is_an_entry_the_newest_first(
    three_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    assert heads(history(client_of(reader), "1.1")) == [
        "5 January 2023, 13:00 · report accepted",
        "1 September 2022 · the plan was amended",
        "5 July 2022, 13:00 · report accepted",
        "5 January 2022, 13:00 · report accepted",
    ]


def test_an_entry_says_what_it_changed_and_nothing_else(
    three_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    page = history(client_of(reader), "1.1")
    assert [
        "End in force",
        "31 December 2022",
        "1 March 2023 60 days later, amended from 1 September 2022 on",
    ] in (rows_under(page, 1))
    assert ["Status", "never reported", "ongoing"] in rows_under(page, 3)
    assert ["Confidence", "on track", "off track"] in rows_under(page, 2)
    assert "Status" not in [row[0] for row in rows_under(page, 2)]


def test_an_amendment_moves_the_slip_against_the_end_in_force_alone(
    three_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    rows = {row[0]: row[1:] for row in rows_under(history(client_of(reader), "1.1"), 1)}
    assert rows["Slip against the end in force"] == ["90 days", "30 days"]
    assert "Slip against the end as adopted" not in rows


def test_a_rename_is_in_the_history_with_both_titles(
    amended: ChangedPlan, client_of: Browse, reader: User
) -> None:
    page = history(client_of(reader), "1.2")
    assert rows_under(page, 0) == [["Title", OLD_TITLE, NEW_TITLE]]


@pytest.mark.parametrize(
    ("code", "label"), [("2.2", "Withdrawn from the plan"), ("1.3", "Added to the plan")]
)
def test_coming_into_the_plan_and_going_are_entries(
    amended: ChangedPlan, client_of: Browse, reader: User, code: str, label: str
) -> None:
    page = history(client_of(reader), code)
    assert rows_under(page, 0)[0][0] == label


def test_on_a_day_what_came_later_is_left_out(
    three_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    page = history(client_of(reader), "1.1", on="2022-07-31")
    assert len(heads(page)) == 2


def test_words_about_a_limited_action_are_hidden(
    two_rounds: ChangedPlan, client_of: Browse, reader: User, contributor: User
) -> None:
    page = history(client_of(reader), "2.1")
    assert HIDDEN in page.text
    assert "secret" not in page.text
    assert "Second secret." in history(client_of(contributor), "2.1").text


def test_what_is_not_yet_accepted_is_told_to_those_who_see_reported_facts(
    two_rounds: ChangedPlan, client_of: Browse, reader: User, contributor: User
) -> None:
    action = two_rounds.small.joint
    hand_in(action, action.leads.get().organisation, contributor, noon(2022, 8, 1), done="Not yet accepted.")
    assert heads(history(client_of(contributor), "1.2")) == ["1 August 2022, 12:00 · report submitted"]
    page = history(client_of(reader), "1.2", basis="reported")
    assert "Nothing changed yet" in page.text


def test_the_action_s_page_leads_to_its_history(
    two_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    page = read(client_of(reader).get(address("action", "2020-2024", "1.1", on="2022-07-31")))
    assert address("action-changes", "2020-2024", "1.1", on="2022-07-31") in page.links
