"""The list of actions: its columns, sorting both ways, pages, and links that keep the moment."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.pages.actions import views as actions
from actions.models import Action
from tests.actions.action_factories import reword
from tests.factories import ActionFactory
from tests.personas import SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import accepted_report, hand_in, noon

SORTS = [
    "code",
    "title",
    "lead",
    "minister",
    "status",
    "confidence",
    "verdict",
    "schedule",
    "end",
    "reported",
]


@pytest.fixture
def show(client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan) -> Callable[..., Element]:
    """`show(sort="title")` is the list as the reader sees it."""
    client = client_of(reader)

    def page(language: str = "en", **query: Any) -> Element:
        address = f"/{small_plan.plan.code}/actions/"
        return read(client.get(address, query, headers={"accept-language": language}))

    return page


def codes(page: Element) -> list[str]:
    return [row[0] for row in page.rows]


@pytest.fixture
def reported(
    small_plan: SmallPlan, contributor: User, coordinator: User, lead_organisation: Organisation
) -> None:
    """1.1 completed in March, 1.2 off track in April, 2.1 ongoing and on track in May 2022; 2.2 never reported."""
    said: list[tuple[Action, datetime.datetime, dict[str, Any]]] = [
        (
            small_plan.with_money,
            noon(2022, 3, 1),
            {"status": "completed", "confidence": "", "outcome": "as_planned", "verdict": "on_track"},
        ),
        (small_plan.joint, noon(2022, 4, 1), {"confidence": "off_track", "verdict": "needs_attention"}),
        (small_plan.limited, noon(2022, 5, 1), {"confidence": "on_track", "verdict": "off_track"}),
    ]
    for action, at, facts in said:
        facts = facts | ({"actual_end": datetime.date(2022, 2, 1)} if facts.get("outcome") else {})
        accepted_report(action, lead_organisation, contributor, at, reviewer=coordinator, **facts)


def test_the_list_shows_every_action_in_the_order_of_the_plan(show: Callable[..., Element]) -> None:
    assert codes(show()) == ["1.1", "1.2", "2.1", "2.2"]


@pytest.mark.usefixtures("reported")
def test_a_row_says_where_the_action_stands(show: Callable[..., Element]) -> None:
    row = show(on="2022-06-01").rows[1]
    assert row[1:] == [
        "Joint prevention network",
        "Education and Training",
        "Minister for Education",
        "ongoing",
        "off track",
        "needs attention",
        "running",
        "31 Dec 2022",
        "1 Apr 2022",
    ]


def test_a_row_without_lead_minister_and_report_says_so(
    show: Callable[..., Element], small_plan: SmallPlan
) -> None:
    ActionFactory(code="2.3", title="Alone", plan=small_plan.plan, phases=[])
    assert show().rows[-1] == [
        "2.3",
        "Alone",
        "no lead yet",
        "–",
        "never reported",
        "–",
        "–",
        "no end date",
        "–",
        "–",
    ]


def test_codes_are_ordered_by_number(show: Callable[..., Element], small_plan: SmallPlan) -> None:
    ActionFactory(code="1.10", plan=small_plan.plan)
    assert codes(show()) == ["1.1", "1.2", "1.10", "2.1", "2.2"]


@pytest.mark.usefixtures("reported")
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("code", ["1.1", "1.2", "2.1", "2.2"]),
        ("-code", ["2.2", "2.1", "1.2", "1.1"]),
        ("title", ["2.1", "1.2", "2.2", "1.1"]),
        ("-title", ["1.1", "2.2", "1.2", "2.1"]),
        ("lead", ["1.1", "1.2", "2.1", "2.2"]),
        ("-lead", ["2.2", "1.1", "1.2", "2.1"]),
        ("minister", ["1.1", "1.2", "2.1", "2.2"]),
        ("-minister", ["1.1", "1.2", "2.1", "2.2"]),
        ("status", ["1.1", "1.2", "2.1", "2.2"]),
        ("-status", ["1.2", "2.1", "1.1", "2.2"]),
        ("confidence", ["2.1", "1.2", "1.1", "2.2"]),
        ("-confidence", ["1.2", "2.1", "1.1", "2.2"]),
        ("verdict", ["1.1", "1.2", "2.1", "2.2"]),
        ("-verdict", ["2.1", "1.2", "1.1", "2.2"]),
        ("schedule", ["1.1", "2.2", "1.2", "2.1"]),
        ("-schedule", ["1.2", "2.1", "2.2", "1.1"]),
        ("end", ["1.1", "1.2", "2.1", "2.2"]),
        ("-end", ["1.1", "1.2", "2.1", "2.2"]),
        ("reported", ["1.1", "1.2", "2.1", "2.2"]),
        ("-reported", ["2.1", "1.2", "1.1", "2.2"]),
    ],
)
def test_each_column_sorts_both_ways_with_empty_values_last_and_the_code_deciding(
    show: Callable[..., Element], sort: str, order: list[str]
) -> None:
    assert codes(show(sort=sort, on="2022-06-01")) == order


def test_titles_sort_in_the_language_of_the_page(show: Callable[..., Element], small_plan: SmallPlan) -> None:
    reword(small_plan.with_money, title_nl="Aanbod voor leraren")
    assert codes(show(language="nl", sort="title"))[0] == "1.1"
    assert codes(show(language="en", sort="title"))[0] == "2.1"


def test_an_unknown_sort_is_the_order_of_the_plan(show: Callable[..., Element]) -> None:
    assert codes(show(sort="--nothing")) == ["1.1", "1.2", "2.1", "2.2"]


def test_every_column_has_a_head_that_sorts(show: Callable[..., Element]) -> None:
    heads = show(sort="-end", on="2022-06-01").all("th", scope="col")
    links = [head.all("a")[0].attributes["href"] for head in heads]
    assert [f"sort={key}" for key in SORTS] == [
        next(part for part in link.strip("?").split("&") if part.startswith("sort=")) for link in links
    ]
    assert all("on=2022-06-01" in link for link in links)
    assert heads[8].attributes["aria-sort"] == "descending"


def test_the_second_page_follows_the_first(
    show: Callable[..., Element], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "PAGE_SIZE", 3)
    first, second = show(sort="title"), show(sort="title", page=2)
    assert codes(first) + codes(second) == ["2.1", "1.2", "2.2", "1.1"]
    assert "?sort=title&page=2" in first.links
    assert "4 actions" in second.text


def test_a_page_that_does_not_exist_shows_the_nearest(show: Callable[..., Element]) -> None:
    assert len(codes(show(page="99"))) == len(codes(show(page="x"))) == 4


def test_rows_lead_to_action_lead_and_minister_and_keep_the_day(show: Callable[..., Element]) -> None:
    links = show(on="2022-06-01").links
    plan = "/2020-2024"
    assert {
        f"{plan}/actions/1.2/?on=2022-06-01",
        f"{plan}/organisations/ov/?on=2022-06-01",
        f"{plan}/ministers/education/?on=2022-06-01",
    } <= set(links)


@pytest.mark.usefixtures("reported")
def test_what_is_submitted_is_marked_on_the_reported_basis_alone(
    client_of: Callable[[User], Client],
    small_plan: SmallPlan,
    coordinator: User,
    contributor: User,
    lead_organisation: Organisation,
) -> None:
    hand_in(
        small_plan.joint,
        lead_organisation,
        contributor,
        noon(2022, 6, 1),
        status="completed",
        outcome="adapted",
        confidence="",
        actual_end=datetime.date(2022, 5, 1),
    )
    client = client_of(coordinator)
    rows = read(client.get("/2020-2024/actions/")).rows
    assert rows[1][4] == "completed not yet reviewed"
    assert [row[4] for row in read(client.get("/2020-2024/actions/?basis=accepted")).rows][1] == "ongoing"


def test_dutch_titles_are_shown_and_english_ones_marked_on_a_dutch_page(
    show: Callable[..., Element], small_plan: SmallPlan
) -> None:
    reword(small_plan.joint, title_nl="Netwerk voor preventie")
    page = show(language="nl")
    titles = {row[0]: row[1] for row in page.rows}
    marked = {one.text for one in page.all("span", lang="en")}
    assert titles["1.2"] == "Netwerk voor preventie"
    assert "Netwerk voor preventie" not in marked
    assert {"Training for teachers", "Education and Training", "Minister for Education"} <= marked


def test_english_pages_mark_nothing_as_english(show: Callable[..., Element]) -> None:
    assert show().all("span", lang="en") == []


@pytest.mark.parametrize(("person", "status"), [("roleless", 404), ("reader", 200), ("administrator", 200)])
def test_the_list_is_for_everybody_with_a_role(
    request: pytest.FixtureRequest,
    client_of: Callable[[User], Client],
    small_plan: SmallPlan,
    person: str,
    status: int,
) -> None:
    client = client_of(request.getfixturevalue(person))
    assert client.get("/2020-2024/actions/").status_code == status
    assert client.get("/2025-2029/actions/").status_code == 404
