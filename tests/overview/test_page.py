"""The overview: what it says of the plan, why actions need attention, what came in last, on which basis."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation, PolicyArea
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.reviewing import return_report
from actions.models import Action
from actions.states import MinisterRole
from tests.actions.action_factories import reword
from tests.actions.action_pages import LeadSays
from tests.factories import ActionFactory, MinisterFactory, MinisterInvolvementFactory, PlanFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, part, read
from tests.reporting_factories import RoundFactory, noon

DAY = "?on=2022-06-15"


@pytest.fixture
def show(client_of: ClientOf, small_plan: SmallPlan) -> Callable[..., Element]:
    def page(user: User, query: str = "", language: str = "en") -> Element:
        return read(client_of(user).get(f"/2020-2024/{query}", headers={"accept-language": language}))

    return page


def groups(page: Element, name: str) -> dict[str, int]:
    """The name of each row of a table of distributions, with its number of actions."""
    (table,) = page.all("table", **{"aria-labelledby": f"by-{name}"})
    return {row[0]: int(row[-1]) for row in table.rows}


def test_each_action_counts_once_and_none_is_a_row_as_it_was_on_the_day(
    show: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    policy_area: PolicyArea,
    reader: User,
) -> None:
    second = MinisterFactory(key="justice", title="Minister for Justice")
    MinisterInvolvementFactory(
        action=small_plan.joint, minister=second, role=MinisterRole.COORDINATING, order=2
    )
    ActionFactory(code="1.3", plan=small_plan.plan)
    page = show(reader)
    assert groups(page, "objective") == {"1. Objective number 1": 3, "2. Objective number 2": 2}
    assert groups(page, "policy_area") == {
        "OV – Policy area OV": 3,
        "WVG – Welfare, Public Health and Family": 1,
        "none": 1,
    }
    assert groups(page, "minister") == {"Minister for Education": 3, "none": 2}
    lead_organisation.affiliations.update(in_force_until="2022-06-16")
    lead_organisation.affiliations.create(policy_area=policy_area, in_force_from="2022-06-16")
    assert groups(show(reader, DAY), "policy_area")["OV – Policy area OV"] == 3
    assert groups(show(reader, "?on=2022-06-16"), "policy_area") == {
        "WVG – Welfare, Public Health and Family": 4,
        "none": 1,
    }


SURE = ["On track", "Needs attention", "Off track"]
HEADS = {
    "status": ["Completed", "Ongoing", "Not started", "Stopped", "Never reported"],
    "confidence": [*SURE, "Not said"],
    "verdict": [*SURE, "Not assessed"],
    "nonsense": ["Completed", "Ongoing", "Not started", "Stopped", "Never reported"],
}


def test_the_parts_can_be_counted_by_each_measure(show: Callable[..., Element], reader: User) -> None:
    for measure, heads in HEADS.items():
        page = show(reader, f"?show={measure}")
        table = page.all("table", class_="groups")[0]
        assert [head.text for head in table.all("th", scope="col")][1:-1] == heads
        assert page.all("div", class_="pair"), "the chart stands beside it"
    page = show(reader, "?show=schedule")
    assert page.all("table", **{"aria-labelledby": "by-objective"})
    assert not page.all("div", class_="pair"), "a table with many columns stands below its chart"


def test_each_action_counts_once_and_shows_all_its_reasons_and_what_is_meant(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User
) -> None:
    amount = Decimal(10001)
    spent = ExpenditureRow(line=small_plan.line.pk, year=2021, committed=amount, paid=amount, source="")
    lead_says.accepted(
        small_plan.with_money,
        noon(2022, 1, 10),
        verdict="off_track",
        confidence="needs_attention",
        obstacles="No trainers were found.",
        expenditures=[spent],
    )
    page = show(reader, "?on=2023-01-20")
    assert [element.text for element in page.all("ul", class_="reasons")[0].all("a")] == [
        "1 off track",
        "3 overdue",
    ]
    assert "4 actions need attention, each under its gravest reason." in part(page, "attention")
    [first, *_others] = page.all("ol", class_="attention")[0].all("li")
    assert [element.text for element in first.all("p")] == [
        "Assessed by the Platform as “off track”. Obstacle: No trainers were found. "
        "Asked of Education and Training, by 31 January 2099: Sample ask.",
        "The planned end, 31 December 2022, passed: overdue by 20 days, no new forecast.",
        "“Milestone handbook” was to be reached by 30 June 2022, 204 days ago, and is not.",
        "Line 1: Paid €10,001.00, above the planned total of €10,000.00. Where do these figures come from?",
        "Reported by the lead as “needs attention”.",
        "The report that counts here is of 10 January 2022: more than half a year old.",
    ]
    assert [url for url in first.links if "/money/?" in url and "measure=paid&action=1.1" in url]


def test_the_obstacle_of_a_limited_action_is_shown_to_who_may_read_it(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User, auditor: User
) -> None:
    fields = {"confidence": "off_track", "verdict": "off_track", "obstacles": "Nobody may know."}
    lead_says.accepted(small_plan.limited, noon(2022, 6, 1), **fields)
    assert "Obstacle: Nobody may know." in part(show(auditor, DAY), "attention")
    shown = part(show(reader, DAY), "attention")
    assert "Obstacle: Not shown to you: the action is limited." in shown
    assert "Nobody may know" not in shown


def test_what_waits_for_the_platform_is_no_silence_and_leads_to_its_list(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User
) -> None:
    lead_says.submitted(small_plan.joint, noon(2022, 6, 1))
    [section] = show(reader, DAY).all("section", **{"aria-labelledby": "attention"})
    sentence = "1 action waits for the Platform, which has not reviewed its report."
    [url] = [url for url, words in section.links.items() if words == sentence]
    assert "freshness=waiting" in url
    listed = show(reader, url.removeprefix("/2020-2024/"))
    assert listed.codes == ["1.2"]
    assert "waiting for the Platform" in listed.listed[0][1]
    said = part(show(reader, f"actions/1.2/{DAY}"), "voice-computed")
    assert "The report of 1 June 2022 waits for its review by the Platform." in said


def test_nothing_to_attend_to_says_so(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User
) -> None:
    Action.objects.exclude(pk=small_plan.with_money.pk).update(in_force_until="2022-01-01")
    lead_says.accepted(small_plan.with_money, noon(2022, 6, 1), verdict="on_track")
    page = show(reader, "?on=2022-06-15")
    assert "No action needs attention." in part(page, "attention")


def test_the_platform_starts_on_reported_with_what_is_not_yet_reviewed(
    show: Callable[..., Element],
    small_plan: SmallPlan,
    lead_says: LeadSays,
    contributor: User,
    coordinator: User,
    auditor: User,
    reader: User,
) -> None:
    lead_says.submitted(
        small_plan.with_money,
        noon(2022, 6, 1),
        status="completed",
        outcome="as_planned",
        confidence="",
        actual_end=datetime.date(2022, 5, 31),
    )
    page = show(coordinator)
    assert "1 completed" in page.text
    assert "1 with a report that is not yet reviewed" in page.text
    assert "12:00 · Education and Training · not yet reviewed" in part(page, "last")
    assert "1 completed" not in show(coordinator, "?basis=accepted").text
    assert "1 completed" not in show(auditor).text
    assert "1 completed" in show(auditor, "?basis=reported").text
    for person in [reader, contributor]:
        for query in ["", "?basis=reported"]:
            page = show(person, query)
            assert "1 completed" not in page.text
            assert "No report yet." in part(page, "last")


def test_a_past_day_does_not_change_after_later_reports_and_reviews(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, coordinator: User, reader: User
) -> None:
    lead_says.accepted(small_plan.joint, noon(2022, 5, 1))
    report = lead_says.submitted(small_plan.with_money, noon(2022, 6, 1))
    queries = [f"{DAY}&basis={basis}" for basis in ["reported", "accepted"]]
    before = [show(coordinator, query) for query in queries]
    assert "not yet reviewed" in part(before[0], "last")
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 7, 1))
    fields = {"confidence": "off_track", "verdict": "off_track"}
    lead_says.accepted(small_plan.joint, noon(2022, 8, 1), **fields)
    lead_says.submitted(small_plan.limited, noon(2022, 8, 1))
    assert [show(coordinator, query).text for query in queries] == [page.text for page in before]
    assert "returned" in part(show(coordinator), "last")
    # an acceptance is seen by everybody
    page = show(reader)
    assert "1 ongoing" in page.text
    assert "Education and Training · accepted" in part(page, "last")


def test_money_that_nobody_reported_is_a_dash_and_lines_without_amount_are_counted(
    show: Callable[..., Element], reader: User
) -> None:
    page = show(reader)
    assert "1 budget line has no amount and is not in the totals." in part(page, "money")
    (section,) = page.all("section", **{"aria-labelledby": "money"})
    (table,) = section.all("table")
    assert table.rows == [["2021", "€5,000.00", "–", "–"], ["2022", "€5,000.00", "–", "–"]]


@pytest.mark.django_db
def test_a_plan_without_actions_says_so(viewer: Client) -> None:
    PlanFactory(code="2025-2029")
    page = read(viewer.get("/2025-2029/"))
    assert "The plan had no actions on this day." in page.text


def test_dutch_pages_mark_what_has_no_dutch(
    show: Callable[..., Element], small_plan: SmallPlan, reader: User
) -> None:
    reword(small_plan.with_money, title_nl="Vorming")
    page = show(reader, language="nl")
    marked = {element.text for element in page.all("span", lang="en")}
    assert {"Minister for Education", "Joint prevention network"} <= marked
    assert "Vorming" in page.text
    assert not {"Vorming", "Doelstelling nummer 1"} & marked


def test_the_story_s_day_is_offered_where_the_story_was_told(
    show: Callable[..., Element], reader: User, settings: object
) -> None:
    assert "sample data" not in show(reader).text
    settings.DEBUG = True
    assert "sample data" not in show(reader).text
    User.objects.filter(pk=reader.pk).update(is_demo=True)
    page = show(reader)
    assert page.links["/2020-2024/?on=2023-01-20&basis=accepted"] == "Show 20 January 2023"
    assert "sample data" not in show(reader, DAY).text


def test_what_is_recent_is_told_by_rounds_once_one_was_opened(
    show: Callable[..., Element], small_plan: SmallPlan, reader: User
) -> None:
    round = RoundFactory(plan=small_plan.plan, code="2022-06", state="closed", due=datetime.date(2022, 7, 31))
    opened = day_of(round.opened_at)
    before, after = show(reader, f"?on={opened - datetime.timedelta(days=1)}"), show(reader, f"?on={opened}")
    assert "reported at most half a year ago" in part(before, "freshness")
    assert "since the last round that asked for it opened" in part(after, "freshness")


def test_where_all_actions_are_continuous_no_words_of_others_stand_with_nothing_behind_them(
    show: Callable[..., Element], small_plan: SmallPlan, reader: User
) -> None:
    no_days = {"start": None, "end": None, "start_precision": "", "end_precision": ""}
    small_plan.elsewhere.phases.update(continuous=True, **no_days)
    others = part(show(reader, "?policy_area=WVG"), "sure")
    assert "There are only continuous actions here, which are counted apart." in others
    assert "Confidence" not in others
    assert "Verdict" not in others
    assert "Confidence" in part(show(reader), "sure")
