"""The page of one action: four voices, what was said and to whom, who may report."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.states import MilestoneState
from actionplan.reports.contents import ExpenditureRow, MilestoneRow
from actionplan.reports.leads import appoint_lead
from actionplan.reports.reviewing import accept, return_report
from tests.actions.action_pages import LeadSays
from tests.factories import BudgetLineFactory, MilestoneFactory, ObjectiveFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, part
from tests.reporting_factories import drafted, noon

JUNE = "?on=2022-06-15"
Show = Callable[..., Element]


@pytest.mark.full
@pytest.mark.usefixtures("two_reports")
def test_the_four_voices_stand_side_by_side_and_a_reader_never_sees_what_was_only_reported(
    show_action: Show, reader: User, stranger: User
) -> None:
    page = show_action(reader, "1.1", JUNE)
    printed = part(page, "voice-printed")
    assert "1 January 2021 to 31 December 2022" in printed
    assert "Line 1: €10,000.00" in printed, "beside the cell, in the language of the page"
    assert "ongoing on track 1 March 2022, 12:00 · Education and Training" in part(page, "voice-reported")
    computed = part(page, "voice-computed")
    assert (
        "Planned until 31 December 2022 Forecast end 31 March 2023. 90 days later than the end as adopted."
        in computed
    )
    assessed = part(page, "voice-assessed")
    assert "needs attention 1 March 2022, 13:00 · Coordinator Sample: thank you." in assessed
    assert "Report of 1 June 2022 to review." in assessed, "that it waits, not what it says"
    assert "Reported as “on track”, assessed by the Platform as “needs attention”." in part(page, "why")
    for person, query in [(reader, ""), (reader, "?basis=reported"), (stranger, "?basis=reported")]:
        text = show_action(person, "1.1", query).text
        assert "first words" in text
        only_reported = ["later words", "off track", "show reported", "Report on this action"]
        assert [words for words in only_reported if words in text] == []


@pytest.mark.full
@pytest.mark.usefixtures("two_reports")
def test_own_organisations_and_the_platform_start_on_what_was_reported_and_see_it_marked(
    show_action: Show, contributor: User, coordinator: User, auditor: User
) -> None:
    for person in [contributor, coordinator]:
        page = show_action(person, "1.1", JUNE)
        reported = part(page, "voice-reported")
        assert "off track" in reported
        assert "To review." in reported
        assessed = part(page, "voice-assessed")
        assert "needs attention 1 March 2022, 13:00 · Coordinator" in assessed, "it holds until the next one"
        assert "Report of 1 June 2022 to review." in assessed
        assert "later words" in page.text
        assert "moved once" in part(page, "voice-computed")
        assert "/2020-2024/actions/1.1/?on=2022-06-15&basis=accepted" in page.links
    # an auditor starts on what was accepted and can switch
    assert "later words" not in show_action(auditor, "1.1").text
    assert "later words" in show_action(auditor, "1.1", "?basis=reported").text


@pytest.mark.full
def test_a_past_day_does_not_change_after_later_reports(
    show_action: Show, small_plan: SmallPlan, lead_says: LeadSays, auditor: User, coordinator: User
) -> None:
    report = lead_says.submitted(small_plan.joint, noon(2022, 5, 1))
    address = f"{JUNE}&basis=reported"
    before = show_action(auditor, "1.2", address).text
    assert "To review." in before
    accept(
        report=report, verdict="needs_attention", remark="Sample: later.", by=coordinator, at=noon(2022, 7, 1)
    )
    lead_says.submitted(small_plan.joint, noon(2022, 8, 1), done="Sample: later.")
    assert show_action(auditor, "1.2", address).text == before
    assert "Sample: later." in show_action(auditor, "1.2", "?basis=reported").text


def test_a_return_falls_back_to_what_was_there_before(
    show_action: Show,
    small_plan: SmallPlan,
    two_reports: None,
    contributor: User,
    coordinator: User,
    reader: User,
) -> None:
    (report,) = small_plan.with_money.reports.filter(state="submitted")
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=noon(2022, 7, 1))
    page = show_action(contributor, "1.1", "?on=2022-08-01")
    assert "on track 1 March 2022" in part(page, "voice-reported")
    assert "returned" in part(page, "reports")
    assert "Sample: say more." in part(page, "reports")
    assert "Sample: say more." not in show_action(reader, "1.1").text


def test_the_words_of_a_limited_action_are_hidden_and_everything_else_is_shown(
    show_action: Show, small_plan: SmallPlan, lead_says: LeadSays, reader: User, auditor: User
) -> None:
    action = small_plan.limited
    line, milestone = BudgetLineFactory(action=action), MilestoneFactory(action=action, key="guide", order=1)
    day = datetime.date(2022, 7, 5)
    lead_says.accepted(
        action,
        noon(2022, 9, 1),
        verdict="needs_attention",
        confidence="off_track",
        remark="Veiled remark.",
        expenditures=[ExpenditureRow(line.pk, 2022, paid=Decimal(1234), source="Veiled ledger.")],
        milestones=[MilestoneRow(milestone.pk, None, MilestoneState.ACHIEVED, day, source="Veiled.")],
        **dict.fromkeys(["done", "next_steps", "obstacles", "source"], "Veiled words."),
    )
    page = show_action(reader, "2.1")
    assert "Not shown to you: the action is limited." in page.text
    assert "Veiled" not in page.text
    assert "needs attention" in part(page, "voice-assessed")
    assert "off track" in part(page, "voice-reported")
    assert "achieved 5 Jul 2022" in part(page, "milestones")
    assert "€1,234.00" in part(page, "money")
    assert "Veiled words." in show_action(auditor, "2.1").text


BUTTONS = {
    "contributor": ["Report on this action"],
    "partner": ["Report on this action"],
    "coordinator": ["Report on behalf of the lead", "Ask a question", "Amend the action"],
    "reader": [],
    "auditor": [],
    "administrator": [],
    "stranger": [],
}
READ_A_DRAFT_IS_THERE = {"contributor", "coordinator"}


@pytest.mark.full
def test_each_gets_the_buttons_of_what_they_may_do_and_those_who_may_hear_of_a_draft(
    show_action: Show,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    request: pytest.FixtureRequest,
) -> None:
    for name, expected in BUTTONS.items():
        page = show_action(request.getfixturevalue(name), "1.2")
        assert [element.text for element in page.all("a", class_="button")] == expected, name
    assert show_action(contributor, "2.2").all("a", class_="button") == []
    drafted(small_plan.joint, lead_organisation, contributor, noon(2022, 5, 1), done="Sample: draft words.")
    for name in BUTTONS:
        text = show_action(request.getfixturevalue(name), "1.2").text
        assert "draft words" not in text
        assert ("a draft, saved 1 May 2022, 12:00" in text) == (name in READ_A_DRAFT_IS_THERE), name


def test_a_lead_of_a_past_day_has_no_button_and_today_s_has(
    show_action: Show,
    small_plan: SmallPlan,
    contributor: User,
    stranger: User,
    coordinator: User,
    other_organisation: Organisation,
) -> None:
    action, at = small_plan.with_money, noon(2022, 7, 1)
    action.promotions.all().delete()
    appoint_lead(action=action, organisation=other_organisation, from_day=at.date(), by=coordinator, at=at)
    then = show_action(contributor, "1.1", JUNE)
    assert "Lead Education and Training" in then.text
    assert then.all("a", class_="button") == []
    assert show_action(stranger, "1.1", JUNE).all("a", class_="button")
    links = show_action(coordinator, "1.1", JUNE).links
    assert "/2020-2024/actions/1.1/report/wvg_growing_up/" in links


def test_there_is_a_page_before_the_plan_and_none_under_another_plan_or_code(
    show_action: Show, small_plan: SmallPlan, reader: User, client_of: ClientOf
) -> None:
    show_action(reader, "1.1", "?on=2019-01-01")
    ObjectiveFactory(plan__code="2025-2029")
    for address in ["2020-2024/actions/x/", "2019-2020/actions/1.1/", "2025-2029/actions/1.1/"]:
        assert client_of(reader).get(f"/{address}").status_code == 404, address
