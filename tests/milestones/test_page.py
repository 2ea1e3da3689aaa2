"""The page of the milestones: its counts, its rows, its file, and who reads the sources."""

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.pages.milestones import views as module
from actionplan.pages.milestones.read import LABELS, message
from actionplan.reports.contents import MilestoneRow
from actionplan.rounds.redacting import redact
from tests.factories import MilestoneFactory
from tests.page_list.every_page import address
from tests.personas import SmallPlan, person
from tests.picture.builders import ON, action, milestone
from tests.picture.builders import told as achieved
from tests.reading import Element, read
from tests.reporting_factories import accepted_report, noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
STORY = {"on": "2023-01-20"}


def opened(client: Client, language: str = "en", **query: Any) -> Element:
    url = address("milestones", "2020-2024", **query)
    return read(client.get(url, headers={"accept-language": language}))


def listed(page: Element) -> list[list[str]]:
    """The rows of the milestones that are asked for."""
    return [row for table in page.all("table", class_="milestones") for row in table.rows]


def file_of(client: Client, **query: Any) -> list[dict[str, str]]:
    response = client.get(address("milestones-csv", "2020-2024", **query))
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def following(page: Element, client: Client) -> dict[str, tuple[str, int]]:
    """By address of every count: its number, and how many rows stand behind it."""
    found = {}
    for link in page.all("a"):
        url = link.attributes.get("href", "")
        if url.endswith("#rows") and (number := link.text.split()[0]).isdecimal():
            found[url] = (number, len(listed(read(client.get(url)))))
    return found


@pytest.fixture
def reading(client_of: Browse, demo_story: str) -> Client:
    return client_of(person("looker", Role.READER))


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(STORY, marks=pytest.mark.again),
        pytest.param({"round": "2022-12"}, marks=pytest.mark.again),
        {"round": "2022-06", "minister": "justice"},
    ],
)
def test_every_count_leads_to_as_many_rows(reading: Client, query: dict[str, str]) -> None:
    found = following(opened(reading, **query), reading)
    assert len(found) > len(LABELS)
    assert {url: count for url, count in found.items() if int(count[0]) != count[1]} == {}


def test_its_message_counts_what_is_due(reading: Client) -> None:
    sentence = (
        "11 milestones with a date are due. Of all milestones, also those achieved early: "
        "8 achieved on time, 3 achieved late, 3 missed."
    )
    assert sentence in opened(reading, **STORY).text


def test_what_was_achieved_early_is_told_while_nothing_is_due_yet() -> None:
    later = datetime.date(2022, 7, 31)
    told = message([(action(), milestone(achieved("achieved", ON), due=later))])
    assert told.startswith("0 milestones with a date are due.")
    assert "1 achieved on time" in told
    assert message([(action(), milestone(due=later))]) == "No milestone is due yet."


def test_a_row_says_what_was_promised_and_what_became_of_it(reading: Client) -> None:
    (row,) = [row for row in listed(opened(reading, **STORY, state="late")) if "2.2" in row[0]]
    assert row[1:4] == ["autumn 2021", "–", "achieved late 87 days late"]
    assert row[4].startswith("18 Mar 2022")


def test_a_target_stands_beside_the_number(reading: Client) -> None:
    (row,) = [row for row in listed(opened(reading, **STORY, state="on_time")) if "CUTA" in row[0]]
    assert row[2] == "target 2 training courses achieved 2 training courses"


def test_a_recurring_one_is_counted_by_period(reading: Client) -> None:
    page = opened(reading, **STORY, state="recurring")
    (periods,) = page.all("section", **{"aria-labelledby": "periods"})
    (row,) = [row for row in periods.rows if row[0].startswith("3.3")]
    assert row[2:5] == ["3", "2", "2"]
    assert row[6] == "2021: 3 peer reviews 2022: 4 peer reviews target 3–4 peer reviews"


def test_the_years_are_drawn_and_stand_in_a_table(reading: Client) -> None:
    (section,) = opened(reading, **STORY).all("section", **{"aria-labelledby": "years"})
    assert section.rows[1] == ["2021", "7", "7", "3", "2", "2", "0", "0"]
    (drawn,) = section.all("svg", role="img")
    (message,) = section.all("p", id=drawn.attributes["aria-describedby"])
    assert message.text == (
        "Of 11 milestones with a date, 5 are achieved on time, 3 achieved late, 3 missed. Most fall due in 2021: 7."
    )


def test_rows_are_grouped_by_the_year_in_which_they_are_due(reading: Client) -> None:
    page = opened(reading, **STORY, by="year")
    heads = [head.text for head in page.all("section", **{"aria-labelledby": "rows"})[0].all("h3")]
    assert heads == ["2020", "2021", "2022", "Without a date", "Recurring"]


def test_what_it_does_not_know_is_a_sentence(reading: Client) -> None:
    page = opened(reading, **STORY, state="lost", year="soon")
    assert "Not known here, and left out: “lost”, “soon”." in page.text
    assert len(listed(page)) == 17


def test_a_plan_without_milestones_says_so(reading: Client) -> None:
    assert "Nothing here was promised" in opened(reading, **STORY, objective="8").text


def test_it_is_paged(reading: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE_SIZE", 10)
    assert len(listed(opened(reading, **STORY, page="2"))) == 7


def test_the_file_has_every_row_that_is_asked_for(reading: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE_SIZE", 2)
    rows = file_of(reading, round="2022-12", state="missed")
    assert [(row["Code"], row["Due"], row["Days late"]) for row in rows] == [
        ("3.9", "2021", "365"),
        ("6.2", "autumn 2021", "375"),
    ]


def test_a_row_says_its_language_who_proposed_it_and_what_is_due_in_ninety_days(
    client_of: Browse, reader: User, small_plan: SmallPlan
) -> None:
    client = client_of(reader)
    page = opened(client, "nl")
    assert [one.text for one in page.all("span", lang="en")].count("Milestone handbook") >= 1
    # what is due in ninety days is listed apart
    (soon,) = opened(client, on="2022-04-01").all("section", **{"aria-labelledby": "soon"})
    assert soon.rows == [["1.1 Milestone handbook", "30 June 2022"]]
    assert "falls within ninety days" in opened(client, on="2022-03-31").text
    MilestoneFactory(action=small_plan.joint, key="more", origin="proposed")
    (row,) = [row for row in listed(opened(client)) if "more" in row[0]]
    assert "proposed by the lead, agreed by the Platform" in row[0]


@pytest.fixture
def limited(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> SmallPlan:
    """A milestone of the limited action, achieved, with a source."""
    milestone = MilestoneFactory(action=small_plan.limited, key="secret")
    row = MilestoneRow(
        milestone.pk, None, "achieved", datetime.date(2022, 3, 1), source="Sample veiled source"
    )
    accepted_report(
        small_plan.limited,
        lead_organisation,
        contributor,
        noon(2022, 3, 5),
        reviewer=coordinator,
        milestones=[row],
    )
    return small_plan


def test_the_source_of_a_limited_action_is_read_by_its_own_and_the_platform(
    client_of: Browse, limited: SmallPlan, people: dict[str, User]
) -> None:
    for name, reads in [
        ("reader", False),
        ("stranger", False),
        ("contributor", True),
        ("coordinator", True),
        ("auditor", True),
    ]:
        client = client_of(people[name])
        (row,) = [row for row in listed(opened(client)) if "secret" in row[0]]
        assert "achieved on time" in row[3]
        assert ("veiled source" in row[4]) is reads, name
        (line,) = [line for line in file_of(client) if "secret" in line["Milestone"]]
        assert (line["Source"] == "Sample veiled source") is reads, name


def test_in_a_closed_round_the_source_is_what_was_frozen_unless_it_was_removed_or_hidden_since(
    client_of: Browse, reader: User, administrator: User, frozen: FrozenRound
) -> None:
    def told() -> str:
        (row,) = listed(opened(client_of(reader), round="2022-06"))
        return row[4]

    assert told() == "1 May 2022 source: Sample said 1.1 site"
    action = frozen.small.with_money
    action.limited = True
    action.save()
    assert told() == "1 May 2022"
    action.limited = False
    action.save()
    redact(report=frozen.reports["1.1"], reason="Sample law.", by=administrator, at=noon(2022, 10, 1))
    assert told() == "1 May 2022 source: Removed by law."
