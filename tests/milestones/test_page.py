"""The page of the milestones: its counts, its rows, its file, and who reads the sources."""

import datetime
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.pages.milestones import views as module
from actionplan.reports.contents import MilestoneRow
from actionplan.rounds.redacting import redact
from tests.actions.action_pages import LeadSays
from tests.actions.lists_of_counts import rows_behind_counts
from tests.factories import MilestoneFactory
from tests.page_list.every_page import address
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read, read_csv_by_head
from tests.reporting_factories import accepted_report, noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db


def opened(client: Client, language: str = "en", **query: Any) -> Element:
    url = address("milestones", "2020-2024", **query)
    return read(client.get(url, headers={"accept-language": language}))


def listed(page: Element) -> list[list[str]]:
    """The rows of the milestones that are asked for."""
    return [row for table in page.all("table", class_="milestones") for row in table.rows]


def file_of(client: Client, **query: Any) -> list[dict[str, str]]:
    response = client.get(address("milestones-csv", "2020-2024", **query))
    return read_csv_by_head(response)


def test_a_row_says_its_language_and_who_proposed_it(viewer: Client, small_plan: SmallPlan) -> None:
    page = opened(viewer, "nl")
    assert [element.text for element in page.all("span", lang="en")].count("Milestone handbook") >= 1
    MilestoneFactory(action=small_plan.joint, key="more", origin="proposed")
    (row,) = [row for row in listed(opened(viewer)) if "more" in row[0]]
    assert "proposed by the lead, agreed by the Platform" in row[0]


def test_a_new_date_that_has_passed_too_says_so_on_the_page_and_in_the_file(
    viewer: Client, small_plan: SmallPlan, lead_says: LeadSays
) -> None:
    row = MilestoneRow(small_plan.milestone.pk, expected_on=datetime.date(2022, 8, 1), expected_why="Sample.")
    lead_says.accepted(small_plan.with_money, noon(2022, 7, 5), milestones=[row])
    for day, said, expected in [
        ("2022-08-01", "expected on 1 August 2022", "2022-08-01"),
        ("2022-08-02", "the expected day, 1 August 2022, has passed too", ""),
    ]:
        [shown] = [row for row in listed(opened(viewer, on=day)) if "handbook" in row[0]]
        assert said in shown[0], day
        [told] = [row for row in file_of(viewer, on=day) if "handbook" in row["Milestone"]]
        assert (told["Expected on"], "passed" in told["State"]) == (expected, not expected)


def test_every_count_leads_to_as_many_rows(
    viewer: Client, small_plan: SmallPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    MilestoneFactory(action=small_plan.joint, key="undated", terms__due=None)
    MilestoneFactory(action=small_plan.joint, key="yearly", order=2, terms__recurrence="yearly")
    day = {"on": "2022-09-01"}
    found = rows_behind_counts(viewer, opened(viewer, **day), "milestones")
    assert len(found) == 4
    assert {url: count for url, count in found.items() if count[0] != count[1]} == {}
    heads = [head.text for head in opened(viewer, **day, by="year").all("tr", class_="group")]
    assert heads == ["2022", "Without a date", "Recurring"]
    # what is not known is a sentence, and a part without milestones says so
    page = opened(viewer, **day, state="lost")
    assert "Not known here: “lost”. That is why nothing is shown." in page.text
    assert listed(page) == []
    assert "There are no milestones here." in opened(viewer, **day, objective="2").text
    # the page is paged, the file has every row that is asked for
    monkeypatch.setattr(module, "MILESTONES_PER_PAGE", 2)
    assert len(listed(opened(viewer, **day, page="2"))) == 1
    assert len(file_of(viewer, **day)) == 3
    assert [(row["Code"], row["Days past its date"]) for row in file_of(viewer, **day, state="missed")] == [
        ("1.1", "63")
    ]


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


@pytest.mark.full
def test_the_source_of_a_limited_action_is_read_by_its_own_and_the_platform(
    client_of: ClientOf, limited: SmallPlan, people: dict[str, User]
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
        assert "achieved on time" in row[2]
        assert ("veiled source" in row[0]) is reads, name
        (line,) = [line for line in file_of(client) if "secret" in line["Milestone"]]
        assert (line["Source"] == "Sample veiled source") is reads, name


@pytest.mark.full
@pytest.mark.owner
def test_in_a_closed_round_the_source_is_what_was_frozen_unless_it_was_removed_or_hidden_since(
    viewer: Client, administrator: User, frozen: FrozenRound
) -> None:
    def told() -> str:
        (row,) = listed(opened(viewer, round="2022-06"))
        return f"{row[3]} {row[0].removeprefix('1.1 Milestone handbook ')}"

    assert told() == "1 May 2022 source: Sample said 1.1 site"
    action = frozen.small.with_money
    action.limited = True
    action.save()
    assert told() == "1 May 2022 source: Not shown to you: the action is limited."
    action.limited = False
    action.save()
    redact(report=frozen.reports["1.1"], reason="Sample law.", by=administrator, at=noon(2022, 10, 1))
    assert told() == "1 May 2022 source: Removed by law."
