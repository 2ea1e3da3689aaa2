"""What is open now is what holds at this instant."""

import datetime
from dataclasses import replace

import pytest

from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.reporting.states import NEVER_REPORTED, Basis, Status
from tests.actions.action_pages import LeadSays
from tests.personas import SmallPlan
from tests.reporting.round_factories import AnswerFactory, QuestionFactory
from tests.reporting_factories import noon

pytestmark = pytest.mark.django_db


def test_a_report_that_comes_while_a_page_is_made_is_told_as_it_stands(
    small_plan: SmallPlan, lead_says: LeadSays
) -> None:
    """The first report ends and the second begins after the page's moment, before it asks: it is not "never reported"."""
    action = small_plan.with_money
    for at, verdict in [(noon(2022, 6, 1), "on_track"), (noon(2022, 6, 3), "off_track")]:
        lead_says.accepted(action, at, verdict=verdict)

    def told_at(moment: Moment) -> tuple[str, str, bool, bool]:
        [read_action] = live.read(small_plan.plan, moment, [action.pk]).actions
        return (
            read_action.status,
            read_action.verdict,
            read_action.awaits_review,
            read_action.verdict_on is not None,
        )

    now = Moment.now(noon(2022, 6, 2))
    assert told_at(replace(now, is_now=False)) == (Status.ONGOING, "on_track", False, True)
    assert told_at(now) == (Status.ONGOING, "off_track", False, True)
    assert told_at(Moment.end_of_day(now.plan_day.replace(month=5))) == (NEVER_REPORTED, "", False, False)


def test_a_report_that_is_handed_in_meanwhile_waits_and_its_forecast_counts(
    small_plan: SmallPlan, lead_says: LeadSays
) -> None:
    action, at, forecast = small_plan.with_money, noon(2022, 6, 3), datetime.date(2023, 1, 31)
    lead_says.submitted(action, at, forecast_end=forecast)
    reported, accepted = (
        live.read(small_plan.plan, Moment.now(noon(2022, 6, 2), basis), [action.pk]).actions[0]
        for basis in [Basis.REPORTED, Basis.ACCEPTED]
    )
    assert (reported.forecasts, accepted.waits_since) == ((forecast,), at)


def test_a_question_that_is_answered_meanwhile_is_answered_now_and_was_not_before() -> None:
    question = QuestionFactory(with_verdict=True)
    AnswerFactory(question=question, organisation=question.organisation, at=noon(2022, 6, 3))
    action = question.action

    def asked_at(moment: Moment) -> list[bool]:
        [read_action] = live.read(action.plan, moment, [action.pk]).actions
        return [ask.is_answered for ask in read_action.asks]

    assert asked_at(Moment.now(noon(2022, 6, 2))) == [True]
    assert asked_at(Moment.end_of_day(datetime.date(2022, 6, 2))) == [False]
