"""The list of actions: its rows, exceptions, filters as words, sorting, pages, and links that keep the moment."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.pages.actions import views as actions
from actions.models import Action
from tests.actions.action_factories import reword
from tests.actions.action_pages import LeadSays
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
    assert page.codes == ["1.1", "1.2", "1.10", "2.1", "2.2", "2.3"], "by number, not by letter"
    assert page.listed[1] == [
        "1.2",
        "Joint prevention network Education and Training · Minister for Education · reported 1 Apr 2022 · No reason was given.",
        "ongoing needs attention lead: off track",
        "until 31 Dec 2022",
    ]
    assert page.listed[0][2:] == ["completed", "done, 333 days earlier than planned"], "done, so not judged"
    assert page.listed[-1] == ["2.3", "Alone no lead yet", "never reported", "no end date"]
    assert page.all("span", lang="en") == [], "nothing is marked as English on an English page"
    assert "/2020-2024/actions/1.2/?on=2022-06-01" in page.links, "which keeps the day"
    assert [head.text for head in page.all("h2")] == ["1. Objective number 1", "2. Objective number 2"]
    assert {"#objective-1", "#objective-2"} < page.links.keys()
    assert "#objective-1" not in show(on="2022-06-01", sort="worst").links


def test_a_row_that_says_a_judgement_says_why_as_far_as_one_may_read_it(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays
) -> None:
    judged = {"verdict": "needs_attention", "confidence": "on_track"}
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), remark="Sample otter.", **judged)
    lead_says.accepted(small_plan.joint, noon(2022, 3, 1), **judged)
    lead_says.accepted(small_plan.limited, noon(2022, 3, 1), remark="Sample badger.", **judged)
    for sort in ["code", "worst"]:
        rows = {row.codes[0]: row.text for row in show(sort=sort, on="2022-06-01").all("li") if row.codes}
        assert "Remark of the Platform: Sample otter." in rows["1.1"].replace(" .", "."), sort
        assert "No reason was given." in rows["1.2"], sort
        assert "badger" not in rows["2.1"], sort
        assert "No reason was given." not in rows["2.1"], "somebody gave one"


@pytest.mark.usefixtures("reported")
def test_exceptions_are_counted_and_pressed_ones_are_words_that_go_with_each_reason_beside_its_action(
    show: Callable[..., Element],
) -> None:
    day = "on=2022-06-01"
    [exceptions] = show(on="2022-06-01").all("ul", class_="presets")
    assert exceptions.links == {
        f"/2020-2024/actions/?attention=any&{day}": "points of attention 3",
        f"/2020-2024/actions/?attention=off_track&{day}": "off track, says lead or Platform 2",
        f"/2020-2024/actions/?attention=needs_attention&{day}": "needs attention, says lead or Platform 1",
        f"/2020-2024/actions/?attention=never&{day}": "first report missing 1",
        f"/2020-2024/actions/?voices=differ&{day}": "lead and Platform differ 2",
    }
    assert "an action may count under several" in exceptions.text
    page = show(on="2022-06-01", attention="any", minister="education")
    assert page.all("ul", class_="presets") == []
    [chosen] = page.all("div", class_="chosen")
    assert chosen.text.startswith("2 of 4 actions: Minister: Minister for Education remove")
    assert chosen.links[f"/2020-2024/actions/?{day}&minister=education"] == "remove points of attention"
    assert page.listed[0][:2] == ["off track the lead", "1.2"], "the worst first"
    assert show(on="2022-06-01", attention="any", sort="code").all("div", class_="kind") == []


@pytest.mark.full
@pytest.mark.usefixtures("reported")
def test_the_list_by_gravest_reason_says_so_at_its_top_and_leads_to_all_with_the_reason(
    show: Callable[..., Element],
) -> None:
    page = show(on="2022-06-01", attention="off_track", gravest="1")
    [chosen] = page.all("div", class_="chosen")
    assert "off track, says lead or Platform remove" in chosen.text
    assert "Only where it is the gravest reason remove" in chosen.text
    assert "/2020-2024/actions/?on=2022-06-01&attention=off_track" in chosen.links
    assert "/2020-2024/actions/?on=2022-06-01" in chosen.links, "without the reason there is no gravest one"
    assert "“overdue”" in show(attention="overdue").text, "unknown, since the schedule lists them"
    # without a reason that can be the gravest, the list says why it is empty
    for language, words in [("en", "No reason is chosen that can be"), ("nl", "Er is geen reden gekozen")]:
        for asked in [{}, {"schedule": "ends_soon"}, {"freshness": "fresh"}]:
            assert words in show(language, on="2022-06-01", gravest="1", **asked).text
        assert words not in show(language, on="2022-06-01", gravest="1", attention="any").text


SORTED = {
    "code": ["1.1", "1.2", "2.1", "2.2"],
    "worst": ["1.2", "2.1", "2.2", "1.1"],
    "end": ["1.1", "1.2", "2.1", "2.2"],
    "-reported": ["2.1", "1.2", "1.1", "2.2"],
    "--nothing": ["1.1", "1.2", "2.1", "2.2"],
}


@pytest.mark.full
@pytest.mark.usefixtures("reported")
def test_a_list_is_sorted_with_empty_values_last_and_the_code_deciding(show: Callable[..., Element]) -> None:
    for sort, order in SORTED.items():
        assert show(sort=sort, on="2022-06-01").codes == order, sort
    links = show(sort="worst", on="2022-06-01").links
    for sort in ["code", "end", "-reported"]:
        assert f"/2020-2024/actions/?sort={sort}&on=2022-06-01" in links


def test_the_second_page_follows_the_first_and_what_is_no_page_shows_the_nearest(
    show: Callable[..., Element], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "ACTIONS_PER_PAGE", 3)
    first, second = show(sort="-reported"), show(sort="-reported", page=2)
    assert first.codes + second.codes == ["1.1", "1.2", "2.1", "2.2"]
    assert "/2020-2024/actions/?sort=-reported&page=2" in first.links
    assert "4 actions" in second.text
    assert (show(page="99").codes, show(page="x").codes) == (["2.2"], ["1.1", "1.2", "2.1"])


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
    assert (reported.listed[1][2], accepted.listed[1][2]) == (
        "completed",
        "ongoing needs attention since 1 Apr 2022; lead: off track",
    )
    assert "to review" in reported.listed[1][1]


def test_dutch_titles_are_shown_and_english_ones_marked_on_a_dutch_page(
    show: Callable[..., Element], small_plan: SmallPlan
) -> None:
    reword(small_plan.joint, title_nl="Aanbod voor preventie")
    page = show(language="nl")
    marked = {element.text for element in page.all("span", lang="en")}
    assert "Aanbod voor preventie" not in marked
    assert {"Training for teachers", "Education and Training", "Minister for Education"} <= marked
