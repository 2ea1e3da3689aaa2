"""The sheet in a round: what is asked, until when, in which order, and how far each answer is."""

import datetime
from collections.abc import Callable

import pytest

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.reporting.models import ProgressReport, Request, Round
from actionplan.reporting.who_is_asked import asked_actions
from actionplan.reports.extensions import ask_extension, give_extension
from actionplan.reports.questions import ask_question
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import take_back
from actionplan.rounds.asking import ask_about
from actionplan.rounds.life import (
    RoundFacts,
    change_round,
    requests_not_accepted,
    take_into_review,
    take_into_validation,
)
from tests.personas import ClientOf, SmallPlan
from tests.reporting_factories import By, ReportFactory, draft_and_submit, drafted, hand_in
from tests.sheet.asked_sheet import SheetBrowser, ago, asking, codes_on, in_days, row_of

SheetOf = Callable[..., SheetBrowser]


def request_for(round: Round, code: str) -> Request:
    return round.requests.get(action__code=code, organisation__key="ov")


def test_the_sheet_says_which_round_asks_what_until_when_and_what_is_due_first_stands_first(
    sheet_of: SheetOf, asked: Round, contributor: User, coordinator: User, partner: User
) -> None:
    page = sheet_of(contributor).page(f"?on={datetime.date(2021, 1, 1)}")  # another day leaves it as of now
    assert "Education and Training · round Round of the sheet, up to" in page.text
    for words in ["(in 4 days)", "0 of 3 submitted", "3 to write, by", "Sample instruction."]:
        assert words in page.text
    assert asking(page) == ["1.1", "1.2", "2.1"]
    assert "due" not in row_of(page, "1.1"), "only where it differs from the round's"
    invited = sheet_of(partner, "kbbj_abb").page()
    assert "You are invited; nothing is due." in invited.text
    assert "Write a contribution 1.2" in row_of(invited, "1.2")
    assert asking(invited) == []
    # More time is given for one and asked for another.
    more = {"reason": "Sample.", "at": ago(1)}
    give_extension(request=request_for(asked, "1.1"), until=in_days(9), by=coordinator, **more)
    ask_extension(request=request_for(asked, "1.2"), until=in_days(8), by=contributor, **more)
    page = sheet_of(contributor).page()
    assert codes_on(page) == ["1.2", "2.1", "1.1"]
    assert "due in 9 days extended to" in row_of(page, "1.1")
    assert "extension asked" in row_of(page, "1.2")


def test_what_is_late_says_by_how_many_days(
    sheet_of: SheetOf, asked: Round, contributor: User, coordinator: User
) -> None:
    names = list(RoundFacts.__dataclass_fields__)
    facts = RoundFacts(**{name: getattr(asked, name) for name in names} | {"due": in_days(-3)})
    change_round(round=asked, facts=facts, opened_on=asked.revision, by=coordinator, at=ago(2))
    page = sheet_of(contributor).page()
    assert "3 days late" in row_of(page, "1.1")


@pytest.mark.full
def test_each_row_says_how_far_its_answer_is_until_everything_is_handed_in(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User, coordinator: User
) -> None:
    sheet = sheet_of(contributor)
    take_back(report=hand_in(small_plan.with_money, *by_lead, ago(5)), by=contributor, at=ago(4))
    report = hand_in(small_plan.joint, *by_lead, ago(5), done="Sample words.")
    returned = hand_in(small_plan.limited, *by_lead, ago(5))
    return_report(report=returned, remark="Sample: say more.", by=coordinator, at=ago(4))
    drafted(small_plan.limited, *by_lead, ago(3), done="Sample: more.")
    page = sheet.page()
    assert codes_on(page) == ["2.1", "1.1", "1.2"]
    assert "1 of 3 submitted" in page.text
    assert row_of(page, "1.1").startswith("draft 1.1"), "what was taken back is a draft again"
    assert row_of(page, "1.2").startswith("submitted")
    # An answer that was begun stays returned, and is said to be a draft.
    assert row_of(page, "2.1").startswith("returned 2.1")
    assert "saved by Contributor" in row_of(page, "2.1")
    assert "The Platform asks: Sample: say more." in row_of(page, "2.1")
    accept(report=report, verdict="on_track", by=coordinator, at=ago(2))
    for action in [small_plan.with_money, small_plan.limited]:
        hand_in(action, *by_lead, ago(1))
    page = sheet.page()
    assert row_of(page, "1.2").startswith("accepted")
    assert row_of(page, "1.2").endswith("See the report 1.2")
    assert "Everything is submitted." in page.text
    assert asking(page) == []


@pytest.fixture
def returned_before(small_plan: SmallPlan, by_lead: By, coordinator: User) -> ProgressReport:
    """Submitted between rounds, and returned before the round was prepared; no answer was begun."""
    report = hand_in(small_plan.limited, *by_lead, ago(14), done="Sample: done.")
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=ago(13))
    return report


def test_a_report_that_was_returned_before_the_round_opened_stays_returned_until_it_is_answered(
    returned_before: ProgressReport,
    asked: Round,
    small_plan: SmallPlan,
    by_lead: By,
    sheet_of: SheetOf,
    client_of: ClientOf,
    contributor: User,
    coordinator: User,
) -> None:
    page = sheet_of(contributor).page()
    assert codes_on(page) == ["2.1", "1.1", "1.2"]
    assert row_of(page, "2.1").startswith("returned 2.1")
    assert "The Platform asks: Sample: say more." in row_of(page, "2.1")
    assert "0 of 3 submitted" in page.text
    # The Platform sees it in the work that waits.
    work = client_of(coordinator).get("/2020-2024/my-work/")
    assert [returned.row for returned in work.context["returned"]] == [returned_before]
    request = Request.objects.with_state().with_reports().get(pk=request_for(asked, "2.1").pk)
    assert (request.answer_state, request.last_report) == ("returned", returned_before.pk)
    assert not request.was_handed_in
    # In review it can be answered, as what was returned in the round.
    take_into_review(round=asked, by=coordinator, at=ago(3))
    with pytest.raises(Refused, match="The round is in review"):
        draft_and_submit(small_plan.joint, *by_lead, ago(2))
    answer = draft_and_submit(small_plan.limited, *by_lead, ago(2), done="Sample: more.")
    assert (answer.round, answer.answers) == (asked, returned_before)
    page = sheet_of(contributor).page()
    assert row_of(page, "2.1").startswith("submitted")


def test_a_returned_contribution_of_before_keeps_no_round_from_closing(asked: Round) -> None:
    """Partners are invited, never asked: nobody need say why theirs is missing."""
    partners = asked.requests.filter(role="partner")
    facts = {"returned": True, "kind": "contribution", "status": ""}
    for request in partners:
        ReportFactory(action=request.action, organisation=request.organisation, **facts)
    assert {row.answer_state for row in partners.with_state()} == {"returned"}
    assert not requests_not_accepted(asked).filter(role="partner").exists()


def test_what_is_asked_for_its_money_says_so_and_what_is_not_asked_is_folded_below(
    sheet_of: SheetOf, small_plan: SmallPlan, asked: Round, contributor: User, coordinator: User
) -> None:
    about = asked_actions(asked) | {small_plan.with_money.pk: True}
    del about[small_plan.joint.pk]
    ask_about(round=asked, asked=about, by=coordinator, at=ago(6))
    page = sheet_of(contributor).page()
    assert codes_on(page) == ["1.1", "2.1"]
    assert "for money only" in row_of(page, "1.1")
    (others,) = page.all("details", class_="others")
    assert "1 other action of your organisation, not asked in this round" in others.text
    assert "Report 1.2" in others.text


def test_a_round_in_review_says_what_can_still_be_handed_in(
    sheet_of: SheetOf, asked: Round, contributor: User, coordinator: User
) -> None:
    take_into_review(round=asked, by=coordinator, at=ago(1))
    page = sheet_of(contributor).page()
    assert "The round is in review: what was returned" in page.text
    assert "in 4 days" not in page.text
    take_into_validation(round=asked, by=coordinator, at=ago(0.5))
    assert (
        "The round is in validation: only what was reopened can be submitted now."
        in sheet_of(contributor).page().text
    )


def left_out(sheet: SheetBrowser) -> list[str]:
    """What the round asks and the sheet does not have."""
    (listed,) = sheet.page("checks/").all("ul", class_="left-out")
    return [code.text for code in listed.all("b")]


def test_what_was_returned_is_still_to_write_until_a_new_draft_is_begun(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User, coordinator: User
) -> None:
    returned = hand_in(small_plan.with_money, *by_lead, ago(2))
    return_report(report=returned, remark="Sample: say more.", by=coordinator, at=ago(1))
    sheet = sheet_of(contributor)
    assert left_out(sheet) == ["1.1", "1.2", "2.1"]
    drafted(small_plan.with_money, *by_lead, ago(0))
    assert left_out(sheet) == ["1.2", "2.1"]


@pytest.mark.full
def test_the_navigation_counts_an_action_with_a_question_once_as_the_page_does(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User, coordinator: User
) -> None:
    for text in ["Sample first?", "Sample second?"]:
        about = {"action": small_plan.with_money, "of_whom": by_lead[0], "text": text}
        about["due"] = ago(-5).date()
        ask_question(**about, by=coordinator, at=ago(2))
    sheet = sheet_of(contributor)
    page = sheet.page()
    assert "3 to write, by" in page.text
    assert '<span class="count">3<' in sheet.get().content.decode()
    hand_in(small_plan.with_money, *by_lead, ago(1))
    page = sheet.page()
    assert "2 to write, by" in page.text
    assert "1 more action has a question for you" in page.text
    assert row_of(page, "1.1").startswith("question submitted 1.1")
    assert '<span class="count">3<' in sheet.get().content.decode()
    hand_in(small_plan.joint, *by_lead, ago(1))
    assert "2 of 3 submitted" in sheet.page().text
    assert "What is submitted? 1, and 1 with a question above" in sheet.page().text
