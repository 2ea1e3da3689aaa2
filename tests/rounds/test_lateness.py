"""When a request is due soon, late or submitted late; partners and what is asked of nobody never are."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.pages.rounds.round_words import is_late, lateness_words
from actionplan.reporting.models import Request, Round
from actionplan.reports.reviewing import return_report
from actionplan.reports.workflow import take_back
from actionplan.rounds.round_requests import days_late
from tests.personas import SmallPlan
from tests.reporting_factories import By, drafted, hand_in, noon

pytestmark = pytest.mark.django_db


def on(day: int, month: int = 12) -> datetime.date:
    return datetime.date(2022, month, day)


def seen(round: Round, day: datetime.date, code: str = "1.1", role: str = "lead") -> Request:
    rows = round.requests.with_state().with_reports().with_lateness(day)
    return rows.get(action__code=code, role=role)


@pytest.mark.full
def test_before_it_is_handed_in_the_due_date_counts(opened: Round) -> None:
    for day, words, late in [
        (on(1), "", False),
        (on(6), "due in 14 days", False),
        (on(19), "due tomorrow", False),
        (on(20), "due today", False),
        (on(21), "1 day late", True),
        (on(31), "11 days late", True),
    ]:
        request = seen(opened, day)
        assert (lateness_words(request), is_late(request)) == (words, late), day
    opened.requests.filter(action__code="1.1").update(extended_to=on(24), extension_reason="Sample.")
    assert lateness_words(seen(opened, on(24))) == "due today"
    assert lateness_words(seen(opened, on(25))) == "1 day late"
    opened.requests.filter(action__code="1.1").update(organisation=None)
    assert days_late(seen(opened, on(31))) == 0, "what is asked of nobody is not late"
    assert not opened.requests.with_state().overdue(on(31)).filter(action__code="1.1").exists()


def test_once_handed_in_the_day_of_handing_in_counts(
    opened: Round, small_plan: SmallPlan, by_lead: By
) -> None:
    for action, day in [(small_plan.with_money, 20), (small_plan.joint, 21), (small_plan.limited, 23)]:
        at = noon(2022, 12, day).replace(hour=23, minute=30)
        hand_in(action, *by_lead, at)
    words = {code: lateness_words(seen(opened, on(31), code)) for code in ["1.1", "1.2", "2.1"]}
    assert words == {"1.1": "", "1.2": "submitted 1 day late", "2.1": "submitted 3 days late"}
    rows = opened.requests.with_state().with_reports().with_lateness(on(31)).submitted_late()
    assert {row.action.code for row in rows.select_related("action")} == {"1.2", "2.1"}


def test_what_was_returned_or_taken_back_is_overdue_again_and_its_answer_late_by_the_first_handing_in(
    opened: Round, small_plan: SmallPlan, by_lead: By, contributor: User, coordinator: User
) -> None:
    returned, taken = [
        hand_in(action, *by_lead, noon(2022, 12, 18)) for action in [small_plan.with_money, small_plan.joint]
    ]
    return_report(report=returned, remark="Sample.", by=coordinator, at=noon(2022, 12, 19))
    take_back(report=taken, by=contributor, at=noon(2022, 12, 19))
    for code in ["1.1", "1.2"]:
        assert lateness_words(seen(opened, on(25), code)) == "5 days late"
    hand_in(small_plan.with_money, *by_lead, noon(2022, 12, 25))
    assert lateness_words(seen(opened, on(31))) == ""


def test_partners_are_invited_and_never_late(
    opened: Round, small_plan: SmallPlan, by_partner: By, partner: User
) -> None:
    request = seen(opened, on(31), "1.2", "partner")
    assert (days_late(request), lateness_words(request)) == (0, "")
    hand_in(small_plan.joint, *by_partner, noon(2022, 12, 31))
    assert days_late(seen(opened, on(31), "1.2", "partner")) == 0
    rows = opened.requests.with_state()
    assert not rows.overdue(on(31)).filter(role="partner").exists()


def test_what_is_due_soon_ends_with_the_due_date(opened: Round, small_plan: SmallPlan, by_lead: By) -> None:
    drafted(small_plan.with_money, *by_lead, noon(2022, 12, 2))
    hand_in(small_plan.joint, *by_lead, noon(2022, 12, 2))

    def soon(day: datetime.date) -> list[str]:
        rows = opened.requests.with_state().due_soon(day).in_order_of_due_date()
        return [row.action.code for row in rows.select_related("action")]

    assert soon(on(5)) == []
    assert soon(on(6)) == soon(on(20)) == ["1.1", "2.1", "2.2"]
    assert soon(on(21)) == []
