"""An action withdrawn, one added, one renamed and one with new phases: closed rounds keep what they showed, and it is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.documents.changes import change_counts
from actionplan.documents.source import source_of_closing
from actionplan.picture.difference import differences_between
from actionplan.reporting.models import Snapshot
from actionplan.reports.reviewing import return_report
from tests.page_list.every_page import address
from tests.plan_document.changed_plan import NEW_TITLE, ChangedPlan, amend
from tests.reading import read
from tests.reporting_factories import accepted_report, hand_in, noon

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
Show = Callable[..., Any]
OLD_TITLE = "Joint prevention network"


@pytest.fixture
def show(client_of: Browse, reader: User) -> Show:
    """The page of what changed, as a reader sees it."""

    def page(name: str = "changes", **query: str) -> Any:
        return read(client_of(reader).get(address(name, "2020-2024", **query)))

    return page


def groups(page: Any) -> dict[str, list[list[str]]]:
    """By code: the rows of changes under each action."""
    found = {}
    for body in page.all("table", class_="changes")[0].all("tbody"):
        head, *rows = body.all("tr")
        code = head.all("a")[0].text.split()[0]
        found[code] = [[cell.text for cell in row.children if not isinstance(cell, str)] for row in rows]
    return found


def row(page: Any, code: str, label: str) -> list[str]:
    return next(one[1:] for one in groups(page)[code] if one[0] == label)


@pytest.mark.parametrize("sides", [{"from": "2022-06"}, {"from": "2022-06", "to": "2022-12"}])
def test_what_changed_names_all_four(three_rounds: ChangedPlan, show: Show, sides: dict[str, str]) -> None:
    page = show(**sides)
    assert "2.2 Support for families" in page.text
    assert groups(page)["2.2"][0][0] == "Withdrawn from the plan"
    assert groups(page)["1.3"][0][:3] == [
        "Added to the plan",
        "–",
        "Safe schools amended from 1 September 2022 on",
    ]
    assert row(page, "1.2", "Title") == [OLD_TITLE, NEW_TITLE]
    end = row(page, "1.1", "End in force")
    assert end == ["31 December 2022", "1 March 2023 60 days later, amended from 1 September 2022 on"]


def test_slip_is_measured_against_both_ends(three_rounds: ChangedPlan, show: Show) -> None:
    page = show(**{"from": "2022-06", "to": "2022-12"})
    assert row(page, "1.1", "Slip against the end as adopted") == ["90 days", "0 days"]
    assert row(page, "1.1", "Slip against the end in force") == ["90 days", "−60 days"]


def test_the_counts_on_top_say_it_in_words(three_rounds: ChangedPlan, show: Show) -> None:
    links = show(**{"from": "2022-06", "to": "2022-12"}).links
    words = list(links.values())
    for count in [
        "4 actions changed",
        "1 completed",
        "1 added",
        "1 withdrawn",
        "1 renamed",
        "1 assessed better",
    ]:
        assert count in words


@pytest.mark.parametrize("sides", [("2022-06", "2022-12"), ("2022-07-31", "2023-01-31")])
def test_an_action_that_was_added_counts_as_added_and_not_as_begun_or_completed(
    three_rounds: ChangedPlan, show: Show, sides: tuple[str, str]
) -> None:
    """The report to the Government counts so too."""
    page = show(**dict(zip(["from", "to"], sides, strict=True)))
    assert row(page, "1.3", "Status") == ["never reported", "ongoing"]
    assert {"1 completed", "1 added"} <= set(page.links.values())
    assert not [words for words in page.links.values() if "begun" in words]
    before, now = (
        source_of_closing(Snapshot.objects.get(closing__round__code=code)) for code in ["2022-06", "2022-12"]
    )
    counts = change_counts(differences_between(before.picture, now.picture))
    assert "1 completed" in counts
    assert "1 added" in counts
    assert "begun" not in counts


def test_every_count_leads_to_as_many_actions(
    three_rounds: ChangedPlan, show: Show, client_of: Browse, reader: User
) -> None:
    page = show(**{"from": "2021-12", "to": "2022-12"})
    counted = {url: words for url, words in page.links.items() if "what=" in url or "moved=" in url}
    assert len(counted) > 8
    for url, words in counted.items():
        narrowed = read(client_of(reader).get(url))
        count = int(words.split()[0])
        assert len(groups(narrowed)) == count if count else not narrowed.all("table", class_="changes"), words


def seen(show: Show) -> list[str]:
    """What closed rounds show, and what changed between them."""
    pages = [
        show("overview", round="2021-12"),
        show("overview", round="2022-06"),
        show(**{"from": "2021-12", "to": "2022-06"}),
    ]
    return [page.text for page in pages]


def test_earlier_rounds_still_show_what_they_showed(
    two_rounds: ChangedPlan, show: Show, client_of: Browse, reader: User
) -> None:
    urls = [address("action-list", "2020-2024", round=code) for code in ["2021-12", "2022-06"]]

    def listed() -> list[Any]:
        return [read(client_of(reader).get(url)).rows for url in urls]

    before = seen(show), listed()
    amend(two_rounds)
    assert (seen(show), listed()) == before
    assert OLD_TITLE in str(before)


def test_between_two_rounds_every_field_is_told(two_rounds: ChangedPlan, show: Show) -> None:
    page = show(**{"from": "2021-12", "to": "2022-06"})
    assert row(page, "1.1", "Confidence") == ["on track", "off track"]
    assert row(page, "1.1", "Verdict") == ["on track", "needs attention"]
    assert row(page, "1.1", "Forecast end") == ["–", "31 March 2023"]
    assert row(page, "1.1", "Paid in total") == ["–", "€4,000.00"]
    assert row(page, "1.1", "Done") == ["First words.", "Second words."]
    assert row(page, "1.1", "Obstacles") == ["–", "Sample obstacle."]
    assert set(groups(page)) == {"1.1", "2.1"}


def test_what_is_the_same_in_both_rounds_is_left_out(two_rounds: ChangedPlan, show: Show) -> None:
    labels = {one[0] for one in groups(show(**{"from": "2021-12", "to": "2022-06"}))["1.1"]}
    assert not labels & {"Status", "Actual start", "Title", "Lead", "End in force"}


@pytest.mark.parametrize("side", ["2022-06", "2022-07-20"])
def test_a_side_differs_from_itself_in_nothing(two_rounds: ChangedPlan, show: Show, side: str) -> None:
    page = show(**{"from": side, "to": side})
    assert "Nothing changed" in page.text
    assert not page.all("table", class_="changes")


def test_a_round_and_the_day_of_its_closing_differ_in_nothing(two_rounds: ChangedPlan, show: Show) -> None:
    assert "Nothing changed" in show(**{"from": "2022-06", "to": "2022-07-20"}).text
    rounds = groups(show(**{"from": "2021-12", "to": "2022-06"}))
    assert groups(show(**{"from": "2022-01-20", "to": "2022-07-20"})) == rounds
    assert groups(show(**{"from": "2022-01-20", "to": "2022-06"})) == rounds
    assert groups(show(**{"from": "2021-12", "to": "2022-07-20"})) == rounds


def test_a_report_that_was_handed_in_and_returned_in_between_is_no_news(
    three_rounds: ChangedPlan, client_of: Browse
) -> None:
    world, action = three_rounds, three_rounds.small.joint
    lead = action.leads.get().organisation
    accepted_report(action, lead, world.contributor, noon(2023, 2, 1), reviewer=world.coordinator)
    report = hand_in(action, lead, world.contributor, noon(2023, 3, 2), confidence="off_track")
    return_report(report=report, remark="Sample.", by=world.coordinator, at=noon(2023, 3, 5))

    def text(**query: str) -> Any:
        asked = address("changes", "2020-2024", basis="reported", **query)
        return read(client_of(world.coordinator).get(asked)).text

    assert "1 reported worse" in text(**{"from": "2023-03-01", "to": "2023-03-03"})
    assert "Nothing changed" in text(**{"from": "2023-03-01", "to": "2023-03-06"})
