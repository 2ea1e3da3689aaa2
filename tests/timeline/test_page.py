"""The timeline: its message, its rows, its groups, sorts and filters, its pages, and the same as a file."""

import datetime
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.pages.timeline import views as module
from actionplan.pages.timeline.read import TIMELINE_COLUMNS
from actions.models import Action
from tests.factories import PhaseFactory
from tests.page_list.every_page import address
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read, read_csv_by_head
from tests.reporting_factories import By, accepted_report, noon
from tests.rounds.frozen_round import FrozenRound

from .test_slips import ADOPTED_END, AMENDED_END, FORECAST, amend

pytestmark = pytest.mark.django_db
DAY = "2022-10-01"


@pytest.fixture
def page_of(client_of: ClientOf, reader: User) -> Callable[..., Element]:
    """The page as a reader sees it, on the day unless the address names something else."""

    def opened(language: str = "en", **query: Any) -> Element:
        url = address("timeline", "2020-2024", **({} if "round" in query else {"on": DAY}) | query)
        return read(client_of(reader).get(url, headers={"accept-language": language}))

    return opened


@pytest.fixture
def slipped(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> SmallPlan:
    """1.2 is 273 days later than planned and 1.1 31; 2.1 has no end; 2.2 ends in 2023."""
    for action, forecast in [
        (small_plan.joint, FORECAST),
        (small_plan.with_money, datetime.date(2023, 1, 31)),
    ]:
        accepted_report(
            action,
            lead_organisation,
            contributor,
            noon(2022, 2, 1),
            reviewer=coordinator,
            forecast_end=forecast,
        )
    small_plan.limited.phases.update(end=None, end_precision="")
    small_plan.elsewhere.phases.update(end=datetime.date(2023, 12, 31), end_precision="year")
    return small_plan


def codes(page: Element) -> list[str]:
    return [code.text for code in page.all("span", class_="code")]


def groups(page: Element) -> list[str]:
    return [row.text for row in page.all("tr", class_="group")]


def message(page: Element) -> str:
    return page.all("p", class_="says")[0].text


def lateness(page: Element) -> list[list[str]]:
    """Of each action: how late it is now, and how much later than adopted."""
    return [row[-2:] for row in page.rows if len(row) == 4]


def following(page: Element, words: str, client: Client) -> Element:
    """The page behind the first link with these words."""
    link = next(link for link in page.all("a") if link.text == words)
    return read(client.get(link.attributes["href"]))


def csv_of(client: Client, **query: str) -> list[dict[str, str]]:
    response = client.get(address("timeline-csv", "2020-2024", **query))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return read_csv_by_head(response)


@pytest.mark.full
def test_its_message_and_its_groups_count_and_every_count_leads_to_as_many_actions(
    page_of: Any, viewer: Client, slipped: SmallPlan
) -> None:
    page = page_of()
    assert message(page) == (
        "The end date of no action has passed. Start date passed: 2. 2 end later than adopted , or expect to, by 273 days at most. "
        "2 actions end in 2022. 1 without an end."
    )
    assert lateness(page) == [
        ["", "31 days"],
        ["", "273 days"],
        ["start date passed", ""],
        ["start date passed", ""],
    ]
    assert groups(page) == ["1. Objective number 1 2 actions", "2. Objective number 2 2 actions"]
    assert codes(page) == ["1.1", "1.2", "2.1", "2.2"]
    by_year = page_of(by="year")
    assert groups(by_year) == ["Ends in 2022 2 actions", "Ends in 2023 1 action", "No end 1 action"]
    assert codes(by_year) == ["1.1", "1.2", "2.2", "2.1"]
    for shown, words, counted in [
        (page, "2 end later than adopted", ["1.1", "1.2"]),
        (page, "2 actions end in 2022", ["1.1", "1.2"]),
        (page, "1 without an end", ["2.1"]),
        (page, "2 actions", ["1.1", "1.2"]),
        (by_year, "1 action", ["2.2"]),
    ]:
        assert codes(following(shown, words, viewer)) == counted, words
    # every chart has a name and a description
    charts = page.all("svg", role="img")
    assert len(charts) == 4
    for chart in charts:
        ids = [chart.all("title")[0].attributes["id"], chart.all("desc")[0].attributes["id"]]
        assert chart.attributes["aria-labelledby"].split() == ids
    # a missed milestone is named in the table
    assert (
        "Milestone handbook: due 30 June 2022, not achieved, due 93 days ago"
        in page_of(**{"as": "table"}).text
    )


@pytest.mark.full
def test_what_is_overdue_is_counted_and_named_as_in_the_list_of_actions(
    page_of: Any, viewer: Client, slipped: SmallPlan
) -> None:
    page = page_of(on="2023-03-01")
    assert message(page).startswith(
        "End date passed: 2 of 4 actions , by 60 days at most; 1 of them without a new forecast."
    )
    overdue = following(page, "End date passed: 2 of 4 actions", viewer)
    assert codes(overdue) == ["1.1", "1.2"]
    assert "Only actions whose end date passed." in overdue.text
    assert codes(following(page, "1 of them without a new forecast", viewer)) == ["1.1"]
    words = [
        "End date passed 60 days ago, the forecast, 31 January 2023, has passed too.",
        "End date passed 60 days ago, new forecast 30 September 2023.",
    ]
    table = page_of(on="2023-03-01", slip="overdue", **{"as": "table"})
    assert [sentence in table.text for sentence in words] == [True, True]
    ago, start = "end date passed 60 days ago", "start date passed"
    assert [late for late, _later in lateness(page)] == [ago, ago, start, start]
    # the list says the same of as many
    query = {"on": "2023-03-01", "schedule": "overdue"}
    listed = read(viewer.get(address("action-list", "2020-2024", **query)))
    assert listed.codes == ["1.1", "1.2"]
    assert all(row[-1].startswith(ago) for row in listed.listed)
    filed = csv_of(viewer, on="2023-03-01", sort="overdue")
    assert [row["Days past end date"] for row in filed] == ["60", "60", "", ""]


ORDERS: list[tuple[dict[str, str], list[str]]] = [
    ({"sort": "slip"}, ["1.2", "1.1", "2.1", "2.2"]),
    ({"sort": "slip", "by": "none"}, ["1.2", "1.1", "2.1", "2.2"]),
    ({"sort": "overdue", "by": "none", "on": "2024-03-01"}, ["1.1", "1.2", "2.2", "2.1"]),
    ({"sort": "end", "by": "none"}, ["1.1", "1.2", "2.2", "2.1"]),
    ({"slip": "any", "sort": "slip"}, ["1.2", "1.1"]),
    ({"ends": "none"}, ["2.1"]),
    ({"objective": "1", "ends": "2022"}, ["1.1", "1.2"]),
    ({"sort": "nonsense", "by": "nonsense"}, ["1.1", "1.2", "2.1", "2.2"]),
    ({"slip": "nonsense"}, []),
    ({"ends": "soon"}, []),
    ({"ending": "2022"}, []),
]


@pytest.mark.full
def test_actions_are_sorted_and_narrowed_as_asked_and_come_in_pages(
    page_of: Any, viewer: Client, slipped: SmallPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    for query, order in ORDERS:
        assert codes(page_of(**query)) == order
    for query, order in ORDERS[1:4]:
        assert codes(page_of(**{"as": "table"}, **query)) == order
    said = page_of(ends="soon", ending="2022").text
    assert "Not known here: “soon”." in said
    assert "Not known here: “ending”." in said
    # a filter says what is shown, leads back, and is kept by the file
    page = page_of(slip="adopted", ends="2022")
    assert (
        "Only actions later than planned: their end or its forecast lies after the end as adopted."
        in page.text
    )
    assert "Only actions whose end in force lies in 2022." in page.text
    assert len(codes(following(page, "Show all actions", viewer))) == 4
    page = page_of(slip="any", minister="education")
    (link,) = [link for link in page.all("a") if link.text == "CSV"]
    response = viewer.get(link.attributes["href"])
    assert len(read_csv_by_head(response)) == 2
    # groups count what stands on all pages
    monkeypatch.setattr(module, "ROWS_PER_PAGE", 3)
    first, second = page_of(), page_of(page=2)
    assert (codes(first), codes(second)) == (["1.1", "1.2", "2.1"], ["2.2"])
    assert groups(second) == ["2. Objective number 2 2 actions"]
    assert message(first) == message(second)


def test_after_an_amendment_message_chart_table_and_file_tell_both_ends_apart(
    page_of: Any, viewer: Client, slipped: SmallPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    amend(slipped.joint)
    page = page_of()
    chart = page.all("svg", role="img")[1]
    assert chart.all("title")[0].text == "1.2"
    assert chart.all("desc")[0].text == (
        "As adopted: 1 January 2021 to 31 December 2022; in force: 1 January 2021 to 30 June 2023. "
        "Forecast end 30 September 2023. 273 days later than the end as adopted. 92 days later than the end in force."
    )
    rows = {row[0][:3]: row for row in page_of(**{"as": "table"}).rows}
    assert rows["1.2"][1:7] == [
        *["1 January 2021 to 31 December 2022", "1 January 2021 to 30 June 2023"],
        *["Ongoing. Forecast end 30 September 2023.", "273", "92", "0"],
    ]
    assert rows["2.2"][2:7] == ["as adopted", "Never reported.", "–", "–", "–"]
    # the file has the rows of the page in its order
    monkeypatch.setattr(module, "ROWS_PER_PAGE", 1)
    first, second = csv_of(viewer, on=DAY, sort="slip", objective="1")
    assert (first["Code"], second["Code"]) == ("1.2", "1.1")
    assert list(first)[:-3] == [str(head) for head, _value in TIMELINE_COLUMNS]
    assert list(first.values())[-3:] == [DAY, "accepted", ""]
    assert first["End as adopted"] == ADOPTED_END.isoformat()
    assert first["End in force"] == AMENDED_END.isoformat()
    assert first["Forecast end"] == FORECAST.isoformat()
    assert (first["Days later than the end as adopted"], first["Days later than the end in force"]) == (
        "273",
        "92",
    )
    assert second["Milestones"] == "Milestone handbook: due 30 June 2022, not achieved, due 93 days ago"
    # the message, once the other action is no longer later than its end in force
    amend(slipped.with_money)
    assert "1 later than the end in force, as amended, by 92 days at most." in message(page_of())


def test_the_chart_and_the_schedule_of_an_action_are_files_of_the_filter_with_moment_and_source(
    page_of: Any, viewer: Client, slipped: SmallPlan
) -> None:
    def file_of(page: Element) -> tuple[str, str]:
        [link] = [link for link in page.all("a") if link.text == "The chart (SVG)"]
        response = viewer.get(link.attributes["href"])
        drawn = response.content.decode()
        ElementTree.fromstring(drawn)
        return response["Content-Disposition"], drawn

    name, drawn = file_of(page_of(slip="any", sort="slip"))
    assert 'filename="timeline-2020-2024-known-2022-10-01-accepted-slip-any.svg"' in name
    assert re.findall(r">(\d\.\d) ", drawn) == ["1.2", "1.1"]
    for said in [
        "When does each action run?",
        "As known on 1 October 2022",
        "Only actions later than planned",
    ]:
        assert said in drawn
    assert f"Source: {settings.BASE_URL}/2020-2024/timeline/?on={DAY}&amp;sort=slip&amp;slip=any" in drawn
    assert drawn.count('class="forecast"') == 3, "two bars and the key"
    name, drawn = file_of(read(viewer.get(address("action", "2020-2024", "1.1", on=DAY))))
    assert 'filename="schedule-1-1-2020-2024-known-2022-10-01-accepted.svg"' in name
    for said in [
        "When does action 1.1 run?",
        "point-missed",
        f"{settings.BASE_URL}/2020-2024/actions/1.1/?on={DAY}",
    ]:
        assert said in drawn
    # unlike a page, a file does not leave out what it does not know
    for url in [
        "timeline.svg?slip=nonsense",
        "timeline.svg?on=nonsense",
        "actions/1.1/schedule.svg?on=nonsense",
    ]:
        assert viewer.get(f"/2020-2024/{url}").status_code == 400


def test_where_nothing_slipped_or_the_plan_had_no_actions_it_says_so(
    page_of: Any, small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    assert "None ends later than adopted, or expects to." in message(page_of())
    # words of limited actions are not on it
    fields = {"forecast_reason": "Sample secret", "obstacles": "Sample secret", "forecast_end": FORECAST}
    accepted_report(small_plan.limited, *by_lead, noon(2022, 2, 1), reviewer=coordinator, **fields)

    page = page_of()
    assert "273 days" in page.text
    assert "secret" not in page.text
    Action.objects.update(in_force_from=datetime.date(2023, 1, 1))
    assert "The plan had no actions on this day." in page_of().text


@pytest.mark.full
def test_a_closed_round_shows_what_it_froze_and_leads_to_its_pages(
    page_of: Any, viewer: Client, frozen: FrozenRound
) -> None:
    # a part without actions is not taken for a plan without them
    for when in [{}, {"round": "2022-06"}]:
        said = page_of(objective="1", minister="none", **when).text
        assert "No action of the plan is in this part." in said
        assert "The plan had no actions on this day." not in said
    PhaseFactory(action=frozen.small.with_money, place=2, end=AMENDED_END)
    page = page_of(round="2022-06")
    assert "1 ends later than adopted" in page.text
    assert "90 days later than the end as adopted." in page.text
    urls = [link.attributes["href"] for head in page.all("th", scope="row") for link in head.all("a")]
    assert urls[0] == "/2020-2024/actions/1.1/?round=2022-06"
    # the file's name says what it holds
    for query, name in [({"on": DAY}, "known-2022-10-01"), ({"round": "2022-06"}, "round-2022-06")]:
        response = viewer.get(address("timeline-csv", "2020-2024", **query))
        said = f'attachment; filename="timeline-2020-2024-{name}-accepted.csv"'
        assert response["Content-Disposition"] == said
