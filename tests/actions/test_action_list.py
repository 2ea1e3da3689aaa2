"""The list of actions: its columns, sorting both ways, pages, and links that keep the moment."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.pages.actions import views as actions
from actions.models import Action
from tests.actions.action_factories import reword
from tests.actions.action_pages import LeadSays
from tests.actions.lists_of_counts import choices_at
from tests.factories import ActionFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import noon


@pytest.fixture
def show(client_of: ClientOf, reader: User, small_plan: SmallPlan) -> Callable[..., Element]:
    """`show(sort="title")` is the list as the reader sees it."""
    client = client_of(reader)

    def page(language: str = "en", **query: Any) -> Element:
        address = f"/{small_plan.plan.code}/actions/"
        return read(client.get(address, query, headers={"accept-language": language}))

    return page


def codes(page: Element) -> list[str]:
    return [row[0] for row in page.rows]


@pytest.fixture
def reported(small_plan: SmallPlan, lead_says: LeadSays) -> None:
    """1.1 completed in March, 1.2 off track in April, 2.1 ongoing and on track in May 2022; 2.2 never reported."""
    reports: list[tuple[Action, datetime.datetime, dict[str, Any]]] = [
        (
            small_plan.with_money,
            noon(2022, 3, 1),
            {"status": "completed", "confidence": "", "outcome": "as_planned", "verdict": "on_track"},
        ),
        (small_plan.joint, noon(2022, 4, 1), {"confidence": "off_track", "verdict": "needs_attention"}),
        (small_plan.limited, noon(2022, 5, 1), {"confidence": "on_track", "verdict": "off_track"}),
    ]
    for action, at, facts in reports:
        facts = facts | ({"actual_end": datetime.date(2022, 2, 1)} if facts.get("outcome") else {})
        lead_says.accepted(action, at, **facts)


def test_a_row_says_where_the_action_stands_or_that_there_is_nothing(
    show: Callable[..., Element], small_plan: SmallPlan, reported: None
) -> None:
    for code, more in [("1.10", {}), ("2.3", {"title": "Alone", "phases": []})]:
        ActionFactory(code=code, plan=small_plan.plan, **more)
    page = show(on="2022-06-01")
    assert codes(page) == ["1.1", "1.2", "1.10", "2.1", "2.2", "2.3"], "by number, not by letter"
    assert page.rows[1] == [
        "1.2",
        "Joint prevention network",
        "Education and Training",
        "Minister for Education",
        "ongoing",
        "off track",
        "needs attention voices differ",
        "running",
        "31 Dec 2022",
        "1 Apr 2022",
    ]
    nothing = ["–", "–", "no end date", "–", "–"]
    assert page.rows[-1] == ["2.3", "Alone", "no lead yet", "–", "never reported", *nothing]
    assert page.all("span", lang="en") == [], "nothing is marked as English on an English page"
    # rows lead to action, lead and minister, and keep the day
    plan = "/2020-2024"
    assert {
        f"{plan}/actions/1.2/?on=2022-06-01",
        f"{plan}/organisations/ov/?on=2022-06-01",
        f"{plan}/ministers/education/?on=2022-06-01",
    } <= set(page.links)


BOTH_WAYS = {
    "code": ["1.1", "1.2", "2.1", "2.2"],
    "-code": ["2.2", "2.1", "1.2", "1.1"],
    "title": ["2.1", "1.2", "2.2", "1.1"],
    "-title": ["1.1", "2.2", "1.2", "2.1"],
    "lead": ["1.1", "1.2", "2.1", "2.2"],
    "-lead": ["2.2", "1.1", "1.2", "2.1"],
    "minister": ["1.1", "1.2", "2.1", "2.2"],
    "-minister": ["1.1", "1.2", "2.1", "2.2"],
    "status": ["1.1", "1.2", "2.1", "2.2"],
    "-status": ["1.2", "2.1", "1.1", "2.2"],
    "confidence": ["2.1", "1.2", "1.1", "2.2"],
    "-confidence": ["1.2", "2.1", "1.1", "2.2"],
    "verdict": ["1.1", "1.2", "2.1", "2.2"],
    "-verdict": ["2.1", "1.2", "1.1", "2.2"],
    "schedule": ["1.1", "2.2", "1.2", "2.1"],
    "-schedule": ["1.2", "2.1", "2.2", "1.1"],
    "end": ["1.1", "1.2", "2.1", "2.2"],
    "-end": ["1.1", "1.2", "2.1", "2.2"],
    "reported": ["1.1", "1.2", "2.1", "2.2"],
    "-reported": ["2.1", "1.2", "1.1", "2.2"],
    "--nothing": ["1.1", "1.2", "2.1", "2.2"],
}


@pytest.mark.usefixtures("reported")
def test_each_column_sorts_both_ways_with_empty_values_last_and_the_code_deciding(
    show: Callable[..., Element], reader: User
) -> None:
    actions = choices_at("/2020-2024/actions/?on=2022-06-01", reader).picture.actions
    for sort, order in BOTH_WAYS.items():
        assert [action.code for action in actions.sorted_by(sort)] == order, sort
    # every column of the page has a head that sorts
    page = show(sort="-confidence", on="2022-06-01")
    assert codes(page) == BOTH_WAYS["-confidence"]
    heads = page.all("th", scope="col")
    links = [head.all("a")[0].attributes["href"] for head in heads]
    keys = [sort for sort in BOTH_WAYS if not sort.startswith("-")]
    assert [re.findall(r"sort=(\w+)", link) for link in links] == [[key] for key in keys]
    assert all("on=2022-06-01" in link for link in links)
    assert heads[5].attributes["aria-sort"] == "descending"


def test_the_second_page_follows_the_first_and_what_is_no_page_shows_the_nearest(
    show: Callable[..., Element], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "ACTIONS_PER_PAGE", 3)
    first, second = show(sort="title"), show(sort="title", page=2)
    assert codes(first) + codes(second) == ["2.1", "1.2", "2.2", "1.1"]
    assert "/2020-2024/actions/?sort=title&page=2" in first.links
    assert "4 actions" in second.text
    assert (codes(show(page="99")), codes(show(page="x"))) == (["2.2"], ["1.1", "1.2", "2.1"])


@pytest.mark.usefixtures("reported")
def test_what_is_submitted_is_marked_on_the_reported_basis_alone(
    platform: Client, small_plan: SmallPlan, lead_says: LeadSays
) -> None:
    report = {"status": "completed", "outcome": "adapted", "confidence": ""}
    report |= {"actual_end": datetime.date(2022, 5, 1)}
    lead_says.submitted(small_plan.joint, noon(2022, 6, 1), **report)
    reported, accepted = (
        read(platform.get(f"/2020-2024/actions/{query}")) for query in ["", "?basis=accepted"]
    )
    assert (reported.rows[1][4], accepted.rows[1][4]) == ("completed not yet reviewed", "ongoing")


def test_dutch_titles_are_shown_and_english_ones_marked_on_a_dutch_page(
    show: Callable[..., Element], small_plan: SmallPlan
) -> None:
    reword(small_plan.joint, title_nl="Aanbod voor preventie")
    page = show(language="nl", sort="title")
    assert page.rows[0][:2] == ["1.2", "Aanbod voor preventie"], "and sorted in the language of the page"
    assert codes(show(sort="title"))[0] == "2.1"
    marked = {element.text for element in page.all("span", lang="en")}
    assert "Aanbod voor preventie" not in marked
    assert {"Training for teachers", "Education and Training", "Minister for Education"} <= marked
