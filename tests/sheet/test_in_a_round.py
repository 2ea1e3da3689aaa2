"""The sheet in a round: what is asked, until when, in which order, and how far each answer is."""

import datetime
from collections.abc import Callable
from dataclasses import replace

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Request, Round
from actionplan.reporting.requests import asked_of
from actionplan.reports.extensions import ask_extension, give_extension
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import take_back
from actionplan.rounds.asking import ask_about
from actionplan.rounds.life import RoundFacts, change_round, take_into_review, take_into_validation
from tests.personas import SmallPlan
from tests.reporting_factories import drafted, hand_in
from tests.sheet.asked_sheet import SheetBrowser, ago, asking, codes_on, in_days, row_of

SheetOf = Callable[..., SheetBrowser]


def request_for(round: Round, code: str) -> Request:
    return round.requests.get(action__code=code, organisation__key="ov")


def test_the_head_says_which_round_and_until_when(sheet_of: SheetOf, asked: Round, contributor: User) -> None:
    page = sheet_of(contributor).page()
    assert "Education and Training · round Round of the sheet , about" in page.text
    assert ", in 4 days" in page.text
    assert "3 of 3 still to hand in." in page.text
    assert "Sample instruction." in page.text
    assert asking(page) == ["1.1", "1.2", "2.1"]
    assert row_of(page, "1.1")[-1].startswith("due in 4 days")


def test_what_is_due_first_stands_first(
    sheet_of: SheetOf, asked: Round, contributor: User, coordinator: User
) -> None:
    give_extension(
        request=request_for(asked, "1.1"), until=in_days(9), reason="Sample.", by=coordinator, at=ago(1)
    )
    page = sheet_of(contributor).page()
    assert codes_on(page) == ["1.2", "2.1", "1.1"]
    assert "due in 9 days extended to" in row_of(page, "1.1")[-1]


def test_an_extension_that_was_asked_for_is_said(sheet_of: SheetOf, asked: Round, contributor: User) -> None:
    request = request_for(asked, "1.2")
    ask_extension(request=request, until=in_days(8), reason="Sample.", by=contributor, at=ago(1))
    assert "due in 4 days extension asked" in row_of(sheet_of(contributor).page(), "1.2")[-1]


def test_what_is_late_says_by_how_many_days(
    sheet_of: SheetOf, asked: Round, contributor: User, coordinator: User
) -> None:
    names = list(RoundFacts.__dataclass_fields__)
    facts = RoundFacts(**{name: getattr(asked, name) for name in names})
    change_round(
        round=asked,
        facts=replace(facts, due=in_days(-3)),
        revision=asked.revision,
        by=coordinator,
        at=ago(2),
    )
    page = sheet_of(contributor).page()
    assert "overdue by 3 days" in row_of(page, "1.1")[-1]
    assert "Overdue: 1.1, 1.2, 2.1" in page.text
    assert "Not begun" not in page.text


def test_what_was_handed_in_asks_nothing_more(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    report = hand_in(small_plan.joint, lead_organisation, contributor, ago(3), done="Sample words.")
    page = sheet_of(contributor).page()
    assert codes_on(page) == ["1.1", "1.2", "2.1"]
    assert "2 of 3 still to hand in." in page.text
    assert row_of(page, "1.2")[-1] == "submitted, waits for review See the report 1.2"
    accept(report=report, verdict="on_track", by=coordinator, at=ago(2))
    assert row_of(sheet_of(contributor).page(), "1.2")[-1] == "accepted See the report 1.2"


def test_everything_handed_in_is_said_to_be(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
) -> None:
    for action in [small_plan.with_money, small_plan.joint, small_plan.limited]:
        hand_in(action, lead_organisation, contributor, ago(3))
    page = sheet_of(contributor).page()
    assert "Everything is handed in." in page.text
    assert "Save drafts" not in page.text


def test_an_answer_that_was_begun_stays_returned_and_is_said_to_be_a_draft(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    report = hand_in(small_plan.joint, lead_organisation, contributor, ago(5))
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=ago(4))
    drafted(small_plan.joint, lead_organisation, contributor, ago(3), done="Sample: more.")
    row = row_of(sheet_of(contributor).page(), "1.2")
    assert row[-1].startswith("returned your draft, ")
    assert "The Platform asks: Sample: say more." in row[1]


def test_a_report_that_was_taken_back_is_a_draft_again(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
) -> None:
    report = hand_in(small_plan.joint, lead_organisation, contributor, ago(5))
    take_back(report=report, by=contributor, at=ago(4))
    page = sheet_of(contributor).page()
    assert "your draft" in row_of(page, "1.2")[-1]
    assert "In draft: 1.2" in page.text


def test_an_action_asked_for_its_money_has_no_fields_but_the_way_to_the_money(
    sheet_of: SheetOf,
    small_plan: SmallPlan,
    asked: Round,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    for_money = asked_of(asked) | {small_plan.with_money.pk: True}
    ask_about(round=asked, asked=for_money, by=coordinator, at=ago(6))
    row = row_of(sheet_of(contributor).page(), "1.1")
    assert "for money only" in row[-1]
    assert "report the money… 1.1" in row[-1]
    assert not sheet_of(contributor).page().all("select", name="row-1.1-status")


def test_what_is_not_asked_is_folded_below(
    sheet_of: SheetOf, small_plan: SmallPlan, asked: Round, contributor: User, coordinator: User
) -> None:
    left = {action: money for action, money in asked_of(asked).items() if action != small_plan.joint.pk}
    ask_about(round=asked, asked=left, by=coordinator, at=ago(6))
    page = sheet_of(contributor).page()
    assert codes_on(page) == ["1.1", "2.1"]
    (others,) = page.all("details", class_="others")
    assert "1 other action of your organisation, not asked in this round" in others.text
    assert "never reported" in others.text


def test_a_partner_is_invited_and_never_late(sheet_of: SheetOf, asked: Round, partner: User) -> None:
    page = sheet_of(partner, "kbbj_abb").page()
    assert "You are invited; nothing is due." in page.text
    assert row_of(page, "1.2")[-1] == "Save 1.2 more… 1.2"
    assert asking(page) == []


def test_a_round_in_review_says_what_can_still_be_handed_in(
    sheet_of: SheetOf, asked: Round, contributor: User, coordinator: User
) -> None:
    take_into_review(round=asked, by=coordinator, at=ago(1))
    page = sheet_of(contributor).page()
    assert "The round is in review: what was returned" in page.text
    assert ", in 4 days" not in page.text
    take_into_validation(round=asked, by=coordinator, at=ago(0.5))
    assert "The round is in validation: nothing can be handed in now." in sheet_of(contributor).page().text


def test_another_day_leaves_the_sheet_of_now(sheet_of: SheetOf, asked: Round, contributor: User) -> None:
    day = datetime.date(2021, 1, 1).isoformat()
    assert "Round of the sheet" in sheet_of(contributor).page(f"?on={day}").text
