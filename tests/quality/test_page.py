"""The page of the quality of reporting: one's own list, one organisation's, the totals; and no league table."""

import re
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.pages.quality import views as module
from actionplan.picture.quality import Point
from actionplan.reporting.models import ProgressReport
from actionplan.reports.proposals import agree_to_milestone
from actionplan.rounds.redacting import redact
from tests.actions.lists_of_counts import rows_behind_counts
from tests.page_list.every_page import address
from tests.personas import ClientOf, SmallPlan, person
from tests.reading import Element, read
from tests.reporting_factories import accepted_report, hand_in, noon
from tests.reports.proposal_factories import APRIL, propose
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
OBSTACLE = "It needs attention or is off track. Name the obstacle."


def opened(client: Client, language: str = "en", **query: Any) -> Element:
    url = address("quality", "2020-2024", **query)
    return read(client.get(url, headers={"accept-language": language}))


def listed(page: Element) -> list[list[str]]:
    return [row for table in page.all("table", class_="gaps") for row in table.rows]


def codes(page: Element) -> list[str]:
    return [row[0].split()[0] for row in listed(page)]


def totals(page: Element) -> dict[str, list[str]]:
    """By point: applies to, met, not met."""
    (section,) = page.all("section", **{"aria-labelledby": "totals"})
    return {str(point): row[2:] for point, row in zip(Point, section.rows, strict=True)}


@pytest.fixture
def troubled(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> SmallPlan:
    """Two actions off track without an obstacle, 1.2 and the limited 2.1; the latter names a source."""
    for action, source in [(small_plan.joint, ""), (small_plan.limited, "Sample veiled source")]:
        accepted_report(
            action,
            lead_organisation,
            contributor,
            noon(2022, 3, 1),
            reviewer=coordinator,
            confidence="off_track",
            source=source,
        )
    return small_plan


@pytest.mark.full
def test_a_contributor_sees_the_own_list_first_with_the_way_to_the_form(
    client_of: ClientOf,
    contributor: User,
    reader: User,
    lead_organisation: Organisation,
    troubled: SmallPlan,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = client_of(contributor)
    page = opened(client)
    assert page.all("h2")[0].text == "What is left to do on the actions that you report on?"
    assert codes(page) == ["1.1", "1.2", "2.1"]
    assert "/2020-2024/actions/1.2/report/ov/" in page.links
    # on a past day nothing can be done
    for query in [{"on": "2022-06-30"}, {"on": "2022-06-30", "point": "obstacles"}]:
        page = opened(client, **query)
        assert listed(page)
        assert not [url for url in page.links if "/report/" in url]
    # a report that waits for review is told to its own organisation
    fields = {"confidence": "off_track", "obstacles": "Sample veiled words"}
    hand_in(troubled.joint, lead_organisation, contributor, noon(2022, 4, 1), **fields)
    sentence = "A report of 1 April 2022 waits for review; it may have answered this already."
    assert sentence in opened(client).text
    page = opened(client_of(reader), organisation="ov")
    assert OBSTACLE in page.text
    assert "waits for review" not in page.text
    # the list is paged
    monkeypatch.setattr(module, "JUDGED_ACTIONS_PER_PAGE", 2)
    assert codes(opened(client, page="2")) == ["2.1"]


@pytest.mark.full
def test_who_reports_for_nobody_sees_totals_and_no_table_of_organisations(
    viewer: Client, troubled: SmallPlan
) -> None:
    page = opened(viewer)
    assert listed(page) == []
    (section,) = page.all("section", **{"aria-labelledby": "objectives"})
    for place, (asked, _met, unmet) in enumerate(totals(page).values(), start=1):
        cells = [re.findall(r"\d+", row[place]) for row in section.rows]
        counted = [tuple(map(int, cell)) for cell in cells if cell]
        assert [sum(of) for of in zip((0, 0), *counted, strict=True)] == [int(unmet), int(asked)]
    in_tables = " ".join(cell for table in page.all("table") for row in table.rows for cell in row)
    assert not [row.name for row in Organisation.objects.all() if row.name in in_tables]
    found = rows_behind_counts(viewer, page, "gaps")
    assert len(found) > 4
    assert {url: count for url, count in found.items() if count[0] != count[1]} == {}
    met = next(point for point, row in totals(page).items() if row[2] == "0")
    assert "There are none of these." in opened(viewer, point=met).text
    assert (
        "Nothing is left to do here." in opened(viewer, on="2022-06-01", organisation="wvg_growing_up").text
    )


def test_what_the_plan_lacks_is_asked_for_where_the_note_to_the_platform_is_written(
    client_of: ClientOf, contributor: User, coordinator: User, small_plan: SmallPlan
) -> None:
    """A proposal that is agreed to makes another milestone: what this one lacks stays on the list."""
    client, form = client_of(contributor), "/2020-2024/actions/1.1/report/ov/"
    small_plan.milestone.terms.update(due=None, due_precision="")
    page = opened(client, point="dated")
    assert "ask the Platform to amend the plan." in page.text
    assert page.links[form] == "Report on 1.1"
    assert read(client.get(form)).all("textarea", name="note_to_platform")
    agree_to_milestone(proposal=propose(small_plan.with_money, contributor), by=coordinator, at=APRIL)
    page = opened(client, point="dated")
    assert codes(page) == ["1.1"]
    assert not [url for url in page.links if "/propose/" in url]


@pytest.mark.full
def test_who_may_not_report_finds_no_way_to_the_form_and_of_a_limited_action_whether_and_never_what(
    client_of: ClientOf, troubled: SmallPlan, people: dict[str, User], lead_organisation: Organisation
) -> None:
    for name in ["stranger", "partner", "reader", "coordinator", "administrator"]:
        client = client_of(people[name])
        page = opened(client, organisation="ov")
        assert codes(page) == ["1.1", "1.2", "2.1"]
        assert not [url for url in page.links if "/report/" in url or "/propose/" in url], name
        # of a limited action
        assert ["2.1 Exchange of information", OBSTACLE] in listed(opened(client, point="obstacles"))
        page = opened(client, point="source", show="met")
        assert codes(page) == ["2.1"]
        assert "veiled" not in page.text
    # met and applying actions can be seen too; a point that is not known is a sentence
    assert codes(opened(client, point="source", show="all")) == ["1.2", "2.1"]
    assert codes(opened(client, point="source")) == ["1.2"]
    page = opened(client, organisation="ov", point="beauty")
    assert "Not known here: “beauty”." in page.text
    assert codes(page) == []
    # a file holder finds the way only to the files held
    holder = person("holder", Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
    troubled.joint.file_holders.create(organisation=lead_organisation, user=holder)
    links = opened(client_of(holder)).links
    assert [url for url in links if "/report/" in url] == ["/2020-2024/actions/1.2/report/ov/"]


@pytest.mark.full
@pytest.mark.owner
def test_a_text_that_was_removed_by_law_counts_as_given(
    client_of: ClientOf, reader: User, administrator: User, frozen: FrozenRound
) -> None:
    before = {query: totals(opened(client_of(reader), **dict([query]))) for query in QUERIES}
    for name in ["1.1", "2.1"]:
        redact(report=frozen.reports[name], reason="Sample law.", by=administrator, at=noon(2022, 10, 1))
    assert not ProgressReport.objects.get(pk=frozen.reports["1.1"].pk).source
    assert {query: totals(opened(client_of(reader), **dict([query]))) for query in QUERIES} == before


QUERIES = [("round", "2022-06"), ("on", "2022-12-31")]
