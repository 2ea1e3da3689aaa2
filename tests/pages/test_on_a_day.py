"""`?on=` and `?basis=`: the end of that day in Brussels, sentences for what is no day, who may switch."""

import datetime
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import hand_in

BRUSSELS = ZoneInfo("Europe/Brussels")
BASES = {"accepted": "what the Platform accepted", "reported": "what was submitted, reviewed or not"}
PAGES = [
    "",
    "actions/",
    "actions/1.1/",
    "objectives/1/",
    "ministers/education/",
    "organisations/ov/",
    "money/",
]


@pytest.fixture
def show(client_of: ClientOf, small_plan: SmallPlan) -> Callable[..., Element]:
    def page(user: User, path: str, query: str = "", language: str = "en") -> Element:
        address = f"/2020-2024/{path}{query}"
        return read(client_of(user).get(address, headers={"accept-language": language}))

    return page


NO_DAYS = ["2022-13-01", "yesterday", "2999-01-01", "20220101", "31/13/2022", "0001-01-01"]


@pytest.mark.full
def test_what_is_no_day_that_has_come_gets_a_sentence_and_now_is_shown(
    show: Callable[..., Element], reader: User
) -> None:
    for path, day in [*((path, "2222-01-01") for path in PAGES), *(("money/", day) for day in NO_DAYS)]:
        page = show(reader, path, f"?on={day}")
        (complaint,) = page.all("p", class_="error")
        assert complaint.text == f"“{day}” is not a day that has come. What is known today is shown."
        assert "As known today" in page.text


@pytest.mark.full
def test_a_day_may_be_typed_as_people_write_it(show: Callable[..., Element], reader: User) -> None:
    for typed in ["30/6/2022", "30-06-2022", "30.06.2022", "2022-6-30", "30 juni 2022", "30 Jun 2022"]:
        page = show(reader, "actions/", f"?on={typed}")
        assert page.all("p", class_="error") == []
        assert "As known on 30 June 2022" in page.text
        assert [url for url in page.links if "on=2022-06-30" in url]


def test_the_complaint_is_said_in_dutch_and_shortened_and_escaped(
    viewer: Client, small_plan: SmallPlan
) -> None:
    response = viewer.get("/2020-2024/", {"on": "<b>" * 40}, headers={"accept-language": "nl"})
    (complaint,) = read(response).all("p", class_="error")
    assert "is geen dag" in complaint.text
    assert len(complaint.text) < 200
    assert b"<b><b>" not in response.content


def test_tomorrow_has_not_come_and_today_has(
    show: Callable[..., Element], reader: User, small_plan: SmallPlan
) -> None:
    today = day_of(datetime.datetime.now(datetime.UTC))
    tomorrow = today + datetime.timedelta(days=1)
    assert show(reader, "", f"?on={tomorrow}").all("p", class_="error")
    page = show(reader, "", f"?on={today}")
    assert not page.all("p", class_="error")
    assert "As known on" in page.text


@pytest.mark.full
def test_a_day_ends_at_midnight_in_brussels(
    show: Callable[..., Element], small_plan: SmallPlan, contributor: User, stranger: User, auditor: User
) -> None:
    handed_in = {
        "1.1": (datetime.datetime(2022, 6, 15, 23, 59, 59, tzinfo=BRUSSELS), "2022-06-15"),
        "1.2": (datetime.datetime(2022, 6, 15, 22, 30, tzinfo=datetime.UTC), "2022-06-16"),
        "2.1": (datetime.datetime(2022, 12, 31, 22, 59, 59, tzinfo=datetime.UTC), "2022-12-31"),
        "2.2": (datetime.datetime(2022, 12, 31, 23, 0, tzinfo=datetime.UTC), "2023-01-01"),
    }
    for action in small_plan.actions:
        by = stranger if action.code == "2.2" else contributor
        hand_in(action, action.leads.get().organisation, by, handed_in[action.code][0])
    for on in ["2022-06-14", "2022-06-15", "2022-06-16", "2022-12-30", "2022-12-31", "2023-01-01"]:
        rows = {row[0]: row for row in show(auditor, "actions/", f"?on={on}&basis=reported").listed}
        for code, (_at, day) in handed_in.items():
            assert rows[code][2].startswith("ongoing" if day <= on else "never reported"), (on, code)
            assert ("to review" in rows[code][1]) == (day <= on), (on, code)


def test_today_is_today_also_when_the_plan_has_ended(
    show: Callable[..., Element], reader: User, small_plan: SmallPlan
) -> None:
    today = day_of(datetime.datetime.now(datetime.UTC))
    days = (today - datetime.date(2022, 12, 31)).days
    assert small_plan.plan.end < today
    assert show(reader, "actions/").listed[0][3] == f"end date passed {days:,} days ago no new forecast"
    later = show(reader, "actions/", "?on=2025-01-02")
    assert later.listed[0][3] == "end date passed 733 days ago no new forecast"


@pytest.mark.full
def test_who_starts_on_which_basis_and_who_may_switch(
    show: Callable[..., Element], people: dict[str, User]
) -> None:
    for name, starts_on, switches, paths in [
        ("reader", "accepted", False, PAGES),
        ("minister_reader", "accepted", False, PAGES[1:3]),
        ("administrator", "accepted", False, PAGES[1:3]),
        ("stranger", "accepted", False, PAGES[1:3]),
        ("auditor", "accepted", True, PAGES[1:3]),
        ("coordinator", "reported", True, PAGES),
    ]:
        user, other = people[name], {"reported": "accepted", "accepted": "reported"}[starts_on]
        for path in paths:
            first = show(user, path)
            assert BASES[starts_on] in first.text, (name, path)
            assert (f"/2020-2024/{path}?basis={other}" in first.links) is switches, (name, path)
            asked = show(user, path, f"?basis={other}").text
            assert BASES[other if switches else starts_on] in asked, (name, path)
        assert BASES[starts_on] in show(user, "actions/", "?basis=nonsense").text


@pytest.mark.full
def test_a_contributor_switches_on_own_actions_alone(
    show: Callable[..., Element], contributor: User, partner: User
) -> None:
    assert BASES["reported"] in show(contributor, "actions/1.1/").text
    assert BASES["accepted"] in show(contributor, "actions/1.1/", "?basis=accepted").text
    assert BASES["reported"] in show(partner, "actions/1.2/").text
    assert BASES["accepted"] in show(partner, "actions/1.1/", "?basis=reported").text
    assert BASES["accepted"] in show(contributor, "actions/", "?basis=reported").text


def test_links_keep_the_day_and_the_basis(show: Callable[..., Element], auditor: User) -> None:
    kept = "on=2022-06-15&basis=reported"
    for path in ["", "actions/", "objectives/1/", "ministers/education/", "organisations/ov/"]:
        links = show(auditor, path, f"?{kept}").links
        here = f"/2020-2024/{path}?"  # with which the links that choose another day or basis begin
        inside = [link for link in links if "/2020-2024/" in link and "/reports/" not in link]
        inside = [link for link in inside if not link.endswith("/recommendations/")]  # of today
        inside = [link for link in inside if not link.startswith(here)]
        assert inside
        assert [link for link in inside if "on=2022-06-15" not in link or "basis=reported" not in link] == []


def test_back_to_today_drops_the_day_alone(show: Callable[..., Element], auditor: User) -> None:
    links = show(auditor, "actions/", "?on=2022-06-15&basis=reported&q=a&page=1").links
    assert links["/2020-2024/actions/?basis=reported&q=a"] == "show today"
