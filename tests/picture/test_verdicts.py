"""A verdict of the Platform holds until its next one: newer reports that wait take nothing from it."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.picture.reasons import reasons_in_words, who_says
from actionplan.picture.sentences import disagreements, newer_report_words, review_marks
from actionplan.picture.verdicts import verdict_on
from actionplan.reporting.states import Attention, Basis
from actionplan.reports.reviewing import accept, return_report
from tests.actions.action_pages import LeadSays
from tests.personas import SmallPlan
from tests.reporting.round_factories import RoundFactory
from tests.reporting_factories import noon

from .builders import action, picture, report

DAY = datetime.date


def on(small_plan: SmallPlan, day: DAY, basis: str) -> ActionPicture:
    moment = Moment.end_of_day(day, basis)
    [found] = live.read(small_plan.plan, moment, [small_plan.with_money.pk]).actions
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("basis", list(Basis))
def test_a_newer_report_that_waits_takes_no_verdict_away(
    small_plan: SmallPlan, lead_says: LeadSays, basis: str
) -> None:
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), verdict="off_track")
    lead_says.submitted(small_plan.with_money, noon(2022, 6, 1), confidence="on_track")
    before, after = (on(small_plan, DAY(2022, month, 2), basis) for month in (3, 6))
    assert (before.verdict, before.verdict_on) == (after.verdict, after.verdict_on)
    assert (after.verdict, after.verdict_on) == ("off_track", DAY(2022, 3, 1))
    assert after.attention[0] == Attention.OFF_TRACK
    assert after.assessed_otherwise == (basis == Basis.ACCEPTED), (
        "an older verdict is no answer to the newer report"
    )
    assert newer_report_words(before) == ""
    assert review_marks(after) == ["report of 1 June 2022 to review"]


@pytest.mark.django_db
@pytest.mark.parametrize("basis", list(Basis))
def test_the_newest_review_counts_whatever_report_it_was_of(
    small_plan: SmallPlan, lead_says: LeadSays, coordinator: User, basis: str
) -> None:
    """A return gives no verdict; of the verdicts the last counts, also one on an older report."""
    subject = small_plan.with_money
    first = lead_says.submitted(subject, noon(2022, 3, 1), round=RoundFactory(plan=small_plan.plan))
    lead_says.accepted(subject, noon(2022, 4, 1), verdict="needs_attention")
    returned = lead_says.submitted(subject, noon(2022, 5, 1))
    return_report(report=returned, remark="Sample: say more.", by=coordinator, at=noon(2022, 5, 2))
    assert on(small_plan, DAY(2022, 5, 3), basis).verdict == "needs_attention"
    accept(report=first, verdict="on_track", by=coordinator, at=noon(2022, 5, 4))
    assert on(small_plan, DAY(2022, 5, 4), basis).verdict == "on_track"
    assert on(small_plan, DAY(2022, 5, 3), basis).verdict == "needs_attention"


def test_a_verdict_older_than_the_report_is_no_second_voice_and_still_a_point_of_attention() -> None:
    old = report(verdict="off_track", submitted_at=noon(2022, 3, 1), reviewed_at=noon(2022, 3, 2))
    newer = report(2, reviewed_at=None, submitted_at=noon(2022, 6, 1))
    found = action(newer, last_verdict=verdict_on(old))
    assert disagreements(found) == []
    assert found.attention[0] == Attention.OFF_TRACK
    (reason, *_others) = reasons_in_words(found, {}, picture())
    assert reason.sentence == "Assessed by the Platform as “off track” on 2 March 2022."
    assert who_says(found) == "says the Platform since 2 Mar 2022"


def test_a_verdict_taken_over_says_nothing_of_what_the_lead_says_since() -> None:
    old = report(verdict="on_track", verdict_taken_over=True, reviewed_at=noon(2022, 3, 2))
    found = action(
        report(2, confidence="off_track", reviewed_at=None, submitted_at=noon(2022, 6, 1)),
        last_verdict=verdict_on(old),
    )
    (reason, *_others) = reasons_in_words(found, {}, picture())
    assert reason.sentence == "Reported by the lead as “off track”."
    assert who_says(found) == "the lead"


@pytest.mark.parametrize("status", ["completed", "stopped"])
def test_the_last_verdict_on_what_is_done_is_history(status: str) -> None:
    old = report(verdict="off_track", submitted_at=noon(2022, 3, 1), reviewed_at=noon(2022, 3, 2))
    found = action(report(2, status=status, confidence=""), last_verdict=verdict_on(old))
    assert (found.verdict, found.verdict_on) == ("off_track", DAY(2022, 3, 2))
    assert Attention.OFF_TRACK not in found.attention
    assert not found.assessed_otherwise
