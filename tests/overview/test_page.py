"""The overview: what it says of the plan, why actions need attention, what came in last, on which basis."""

import datetime
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation, PolicyArea
from actionplan.reports.reviewing import return_report
from actions.models import Action
from actions.states import MinisterRole
from tests.actions.action_factories import reword
from tests.actions.action_pages import LeadSays
from tests.actions.lists_of_counts import found_at
from tests.factories import ActionFactory, MinisterFactory, MinisterInvolvementFactory, PlanFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, part, read
from tests.reporting_factories import noon
from tests.rounds.frozen_round import FrozenRound

DAY = "?on=2022-06-15"


@pytest.fixture
def show(client_of: ClientOf, small_plan: SmallPlan) -> Callable[..., Element]:
    def page(user: User, query: str = "", language: str = "en") -> Element:
        return read(client_of(user).get(f"/2020-2024/{query}", headers={"accept-language": language}))

    return page


def breakdown(page: Element) -> dict[str, int]:
    """The name of each row of the breakdown, with its number of actions."""
    (table,) = page.all("table", class_="breakdown")
    return {row[0]: int(row[2].split()[2]) for row in table.rows}


def says(page: Element) -> str:
    """After how well it goes."""
    return page.all("p", class_="says")[1].text


@pytest.mark.full
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
    assert breakdown(show(reader)) == {"1. Objective number 1": 3, "2. Objective number 2": 2}
    assert breakdown(show(reader, "?by=policy_area")) == {
        "OV – Policy area OV": 3,
        "WVG – Welfare, Public Health and Family": 1,
        "none": 1,
    }
    assert breakdown(show(reader, "?by=minister")) == {"Minister for Education": 3, "none": 2}
    lead_organisation.affiliations.update(in_force_until="2022-06-16")
    lead_organisation.affiliations.create(policy_area=policy_area, in_force_from="2022-06-16")
    assert breakdown(show(reader, f"{DAY}&by=policy_area"))["OV – Policy area OV"] == 3
    assert breakdown(show(reader, "?on=2022-06-16&by=policy_area")) == {
        "WVG – Welfare, Public Health and Family": 4,
        "none": 1,
    }


def test_the_answer_is_a_sentence_that_adds_up_and_the_worst_say_why_and_what_is_asked(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User
) -> None:
    lead_says.accepted(
        small_plan.with_money,
        noon(2022, 1, 10),
        verdict="off_track",
        confidence="needs_attention",
        obstacles="No trainers were found.",
    )
    page = show(reader, "?on=2023-01-20")
    assert says(page) == (
        "4 of 4 actions are points of attention: 1 by the verdict (needs attention or off track), 3 for another reason."
    )
    [why] = page.all("details", class_="reasons")
    assert why.text == (
        "How many for which reason? 1 off track, says lead or Platform; 3 end dates passed. "
        "Each counts once, under its gravest reason."
    )
    assert "4 start or end dates passed" in part(page, "time")
    (rows,) = page.all("ul", class_="row-list")
    first, second, *_others = rows.all("li")
    assert first.text == (
        "off track says the Platform 1.1 Training for teachers "
        "End date 31 December 2022, no new forecast. Obstacle: No trainers were found. "
        "Asked of lead, by 31 January 2099: Sample ask. Education and Training Minister for Education"
    )
    assert second.text.startswith("end date passed 20 days ago computed 1.2 Joint prevention network")


def test_what_is_done_is_not_counted_in_how_well_it_goes_and_who_judges_more_strictly_is_named(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User
) -> None:
    done = {"status": "completed", "outcome": "as_planned", "actual_end": datetime.date(2022, 5, 31)}
    lead_says.accepted(small_plan.joint, noon(2022, 6, 1), confidence="", verdict="on_track", **done)
    lead_says.accepted(small_plan.with_money, noon(2022, 6, 1), verdict="off_track")
    page = show(reader, DAY)
    (well,) = page.all("section", **{"aria-labelledby": "well"})
    assert "How well are the 3 unfinished going?" in well.text
    (unfinished,) = [url for url, words in well.links.items() if words == "the 3 unfinished"]
    assert found_at(unfinished, reader) == ["1.1", "2.1", "2.2"]
    assert well.rows == [
        ["on track", "0", "1"],
        ["not given, or never assessed", "2", "2"],
        ["needs attention", "0", "0"],
        ["off track", "1", "0"],
    ]
    assert "the Platform judges more strictly: 1 action: 1.1" in well.text
    marks = [link.attributes["aria-label"] for link in page.all("ul", class_="marks")[0].all("a")]
    assert marks == ["1.1: off track", "1.2: completed"]


@pytest.mark.full
def test_the_page_begins_with_how_well_all_actions_go_each_count_linked_to_its_list(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User
) -> None:
    done = {"status": "completed", "outcome": "as_planned", "actual_end": datetime.date(2022, 5, 31)}
    lead_says.accepted(small_plan.joint, noon(2022, 6, 1), confidence="", verdict="on_track", **done)
    lead_says.accepted(small_plan.with_money, noon(2022, 6, 1), verdict="off_track")
    lead_says.accepted(small_plan.limited, noon(2022, 6, 1), verdict="on_track")
    page = show(reader, DAY)
    first = page.all("p", class_="says")[0]
    assert first.text == "Of 4 actions: 1 on track 1 never assessed 1 off track says the Platform 1 completed"
    assert {words: found_at(url, reader) for url, words in first.links.items()} == {
        "1 on track": ["2.1"],
        "1 never assessed": ["2.2"],
        "1 off track": ["1.1"],
        "1 completed": ["1.2"],
    }


def test_what_is_on_hold_is_said_to_be_a_part_of_what_is_ongoing(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User
) -> None:
    lead_says.accepted(small_plan.joint, noon(2022, 6, 1))
    lead_says.accepted(small_plan.with_money, noon(2022, 6, 1), on_hold_since=datetime.date(2022, 5, 1))
    assert "2 ongoing (of which 1 on hold" in part(show(reader, DAY), "far")


def test_many_actions_are_counts_with_the_same_signs(
    show: Callable[..., Element], small_plan: SmallPlan, reader: User
) -> None:
    for number in range(3, 28):
        ActionFactory(code=f"1.{number}", plan=small_plan.plan)
    (mark,) = show(reader).all("ul", class_="marks")[0].all("a")
    assert mark.text == "27 never assessed"


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
    page = show(reader, DAY)
    assert "is left out: its last accepted one is old or missing." in says(page)
    links = page.links
    [url] = [url for url, words in links.items() if words == "1 action with a newer report to review"]
    assert "freshness=waiting" in url
    listed = show(reader, url.removeprefix("/2020-2024/"))
    assert listed.codes == ["1.2"]
    assert "newer report to review" in listed.listed[0][1]
    said = part(show(reader, f"actions/1.2/{DAY}"), "voice-computed")
    assert "Newer report to review, of 1 June 2022." in said


def test_nothing_to_attend_to_says_so(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User
) -> None:
    Action.objects.exclude(pk=small_plan.with_money.pk).update(in_force_until="2022-01-01")
    lead_says.accepted(small_plan.with_money, noon(2022, 6, 1), verdict="on_track")
    page = show(reader, "?on=2022-06-15")
    assert says(page) == "The action is no point of attention."


@pytest.mark.full
def test_the_platform_starts_on_reported_with_what_is_not_yet_reviewed(
    show: Callable[..., Element],
    small_plan: SmallPlan,
    lead_says: LeadSays,
    coordinator: User,
    auditor: User,
    reader: User,
) -> None:
    done = {"status": "completed", "outcome": "as_planned", "actual_end": datetime.date(2022, 5, 31)}
    lead_says.submitted(small_plan.with_money, noon(2022, 6, 1), confidence="", **done)
    page = show(coordinator)
    assert "1 completed" in part(page, "far")
    assert "1 action with a report to review" in says(page)
    assert "1 completed" not in part(show(coordinator, "?basis=accepted"), "far")
    assert "1 completed" not in part(show(auditor), "far")
    assert "1 completed" in part(show(auditor, "?basis=reported"), "far")
    assert "1 completed" not in part(show(reader, "?basis=reported"), "far")


@pytest.mark.full
def test_an_auditor_reads_that_nothing_is_asked_and_what_there_is_to_check(
    show: Callable[..., Element],
    small_plan: SmallPlan,
    lead_says: LeadSays,
    auditor: User,
    coordinator: User,
    reader: User,
) -> None:
    asked = "Nothing is asked of you. You can check: the evidence, the recommendations"
    assert says(show(auditor)).startswith(asked)
    lead_says.submitted(small_plan.joint, noon(2022, 6, 1))
    page = show(auditor)
    assert "You can check: 1 action with a report to review, the evidence" in says(page)
    [url] = [url for url, words in page.links.items() if words == "1 action with a report to review"]
    assert show(auditor, url.removeprefix("/2020-2024/")).codes == ["1.2"]
    [trail] = [url for url, words in page.links.items() if words == "the trail, at the foot of each action"]
    assert trail.startswith("/2020-2024/actions/1.1/")
    assert trail.endswith("#trail")
    assert show(auditor, trail.removeprefix("/2020-2024/").partition("#")[0]).all("h2", id="trail")
    for user, query in [(reader, ""), (coordinator, ""), (auditor, DAY)]:
        assert "Nothing is asked of you" not in show(user, query).text


@pytest.mark.full
def test_a_past_day_does_not_change_after_later_reports_and_reviews(
    show: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, coordinator: User, reader: User
) -> None:
    lead_says.accepted(small_plan.joint, noon(2022, 5, 1))
    report = lead_says.submitted(small_plan.with_money, noon(2022, 6, 1))
    queries = [f"{DAY}&basis={basis}" for basis in ["reported", "accepted"]]
    before = [show(coordinator, query) for query in queries]
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 7, 1))
    fields = {"confidence": "off_track", "verdict": "off_track"}
    lead_says.accepted(small_plan.joint, noon(2022, 8, 1), **fields)
    assert [show(coordinator, query).text for query in queries] == [page.text for page in before]
    assert "1 off track, says lead or Platform" in part(show(reader), "attention")


def test_money_that_nobody_reported_is_a_dash_and_lines_without_amount_are_counted(
    show: Callable[..., Element], reader: User
) -> None:
    page = show(reader)
    assert "Of 2 budget lines, 1 has no amount in the plan" in part(page, "money")
    (section,) = page.all("section", **{"aria-labelledby": "money"})
    assert [row[:1] + row[2:] for row in section.rows] == [
        ["2021", "5,000", "–", "–"],
        ["2022", "5,000", "–", "–"],
    ]


def test_the_chart_of_the_money_is_a_file_with_its_title_moment_and_source(
    client_of: ClientOf, reader: User, small_plan: SmallPlan
) -> None:
    client = client_of(reader)
    response = client.get(f"/2020-2024/money-by-year.svg{DAY}")
    assert "money-2020-2024-known-2022-06-15-accepted.svg" in response["Content-Disposition"]
    drawn = response.content.decode()
    for said in ["Planned, committed and paid by year", "As known on 15 June 2022", "€5,000 · – · –"]:
        assert said in drawn
    assert f"Source: {settings.BASE_URL}/2020-2024/?on=2022-06-15" in drawn
    assert drawn.count('class="outline" x="0" y="2" width="380"') == 2
    assert client.get("/2020-2024/money-by-year.svg?on=nonsense").status_code == 400


@pytest.mark.full
def test_what_changed_since_the_last_closed_round_leads_to_the_changes(
    frozen: FrozenRound, lead_says: LeadSays, client_of: ClientOf, reader: User
) -> None:
    page = read(client_of(reader).get("/2020-2024/?round=2022-06"))
    assert not page.all("section", **{"aria-labelledby": "since"}), "no round closed before"
    done = {"status": "completed", "outcome": "as_planned", "actual_end": datetime.date(2022, 9, 30)}
    lead_says.accepted(frozen.small.with_money, noon(2022, 10, 1), confidence="", **done)
    lead_says.accepted(frozen.small.joint, noon(2022, 10, 1), forecast_end=datetime.date(2023, 6, 30))
    page = read(client_of(reader).get("/2020-2024/?on=2022-10-15"))
    (since,) = page.all("section", **{"aria-labelledby": "since"})
    assert "1 completed: 1.1" in since.text
    assert re.search(r"later: 1\.2 \(\+\d+ days\)", since.text)
    [url] = [url for url, words in since.links.items() if words == "completed"]
    assert "from=2022-06" in url
    assert "what=completed" in url


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


@pytest.mark.parametrize("address", ["", "milestones/", "timeline/", "budget/", "actions/", "coming/"])
def test_what_chooses_a_basis_or_fetches_a_file_is_not_printed(
    small_plan: SmallPlan, platform: Client, address: str
) -> None:
    page = BeautifulSoup(platform.get(f"/2020-2024/{address}").content, "html.parser")
    hidden = page.select("main :is(.on-screen, .toolbar, .filters, nav) a, main a.on-screen")
    basis = [link for link in page.select("main .moment > p a") if "basis=" in link["href"]]
    files = page.select("main :is(a[href*='.csv'], a[href*='.xlsx'], a[href*='.svg'])")
    assert basis
    assert [link["href"] for link in [*basis, *files] if link not in hidden] == []
