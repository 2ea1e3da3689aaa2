"""The page of what is coming: its rows, until which day, its file, and its first rows on other pages."""

import datetime
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.reports.contents import MilestoneRow
from actionplan.reports.questions import ask_question
from tests.actions.action_pages import LeadSays
from tests.page_list.entries import address
from tests.personas import SmallPlan
from tests.reading import Element, part, read, read_csv_by_head
from tests.reporting_factories import noon

pytestmark = pytest.mark.django_db
PLAN = "2020-2024"
ROW = "1.1 Milestone: Milestone handbook Education and Training"


def opened(client: Client, page: str = "coming", **query: Any) -> Element:
    return read(client.get(address(page, PLAN, **query), headers={"accept-language": "en"}))


def rows_of(client: Client, page: str = "coming", section: str = "ahead", **query: Any) -> list[str]:
    (found,) = opened(client, page, **query).all("section", **{"aria-labelledby": section})
    return [row.text for rows in found.all("ul", class_="row-list") for row in rows.all("li")]


def test_a_milestone_stands_on_the_day_that_the_lead_expects_until_a_day_that_one_chooses(
    small_plan: SmallPlan, viewer: Client, lead_says: LeadSays
) -> None:
    said = [MilestoneRow(small_plan.milestone.pk, expected_on=datetime.date(2022, 9, 1), expected_why="Why.")]
    lead_says.accepted(small_plan.with_money, noon(2022, 7, 5), milestones=said)
    assert rows_of(viewer, on="2022-06-01") == [f"30 Jun 2022 {ROW}"]
    late = f"1 Sep 2022 {ROW} · expected then; in the plan: 30 June 2022"
    assert rows_of(viewer, on="2022-07-31") == [late]
    assert "Nothing that is still open" in opened(viewer, on="2022-07-31", until="31 August 2022").text
    assert "1999” is not a day from now on" in opened(viewer, on="2022-07-31", until="1999").text
    response = viewer.get(address("coming-csv", PLAN, on="2022-07-31", until="2022-09-01"))
    [row] = read_csv_by_head(response)
    assert [row[head] for head in ["Day", "Kind", "Code", "What", "In the plan"]] == [
        "2022-09-01",
        "milestone",
        "1.1",
        "Milestone handbook",
        "30 June 2022",
    ]
    assert viewer.get(address("coming-csv", PLAN, until="1999")).status_code == 400


@pytest.mark.full
@pytest.mark.parametrize("page", ["overview", "minister"])
def test_the_first_five_and_what_has_passed_stand_on_the_overview_and_the_page_of_a_minister(
    small_plan: SmallPlan, viewer: Client, page: str
) -> None:
    names = [PLAN, *(["education"] if page == "minister" else [])]
    part_of = {"minister": "education"} if page == "minister" else {}
    before = read(viewer.get(address(page, *names, on="2022-06-01")))
    assert "30 Jun 2022 1.1 milestone Education and Training" in part(before, "coming")
    assert address("coming", PLAN, **part_of, on="2022-06-01") in before.links
    after = read(viewer.get(address(page, *names, on="2022-07-31")))
    passed = address("coming", PLAN, **part_of, on="2022-07-31") + "#passed"
    assert after.links[passed] == "1 thing has passed and is still open"
    here = opened(viewer, **part_of, on="2022-07-31")
    assert here.links["#passed"] == after.links[passed]
    [row] = rows_of(viewer, "milestones", "passed", on="2022-07-31")
    assert row.startswith("not delivered milestone 1.1 Milestone handbook")


def test_a_day_that_cannot_be_used_stays_in_its_field_and_is_complained_about_there(
    small_plan: SmallPlan, viewer: Client
) -> None:
    page = opened(viewer, on="2022-07-31", until="1/1/1999")
    assert "“1/1/1999” is not a day from now on" in part(page, "ahead")
    [field] = page.all("input", id="until")
    assert (field.attributes["value"], field.attributes["aria-describedby"]) == ("1/1/1999", "until-wrong")
    assert not any("until=" in link for link in page.links if "coming.csv" in link)


def test_all_that_has_passed_is_counted_whether_it_is_listed_here_or_on_the_page_of_milestones(
    small_plan: SmallPlan, people: dict[str, User], viewer: Client
) -> None:
    action, due = small_plan.with_money, datetime.date(2022, 5, 1)
    lead = action.leads.get().organisation
    ask_question(
        action=action,
        of_whom=lead,
        text="Sample?",
        due=due,
        for_everybody=True,
        by=people["coordinator"],
        at=noon(2022, 4, 1),
    )
    page = opened(viewer)
    [listed] = rows_of(viewer, section="what-passed")
    assert "Question to answer: " in listed
    milestones = 1 + small_plan.plan.actions.count()
    assert f"What has passed and is still open? {1 + milestones} " in part(page, "what-passed")
    assert f"{milestones} milestones and ends of actions, passed and still open" in part(page, "what-passed")
    (folded,) = page.all("details", class_="item-part")
    assert folded.all("div", id="passed"), "a link to it unfolds it"
