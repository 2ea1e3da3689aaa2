"""Where an action stands on a day: its word, computed schedule, freshness and voices, edges included."""

import datetime
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.states import Attention, Basis, Freshness, Schedule
from actionplan.reports.reviewing import accept
from actions.models import Action
from tests.factories import ActionFactory, PhaseFactory
from tests.personas import SmallPlan
from tests.reporting_factories import ReportFactory, StandingFactory, accepted_report, hand_in, noon

pytestmark = pytest.mark.engine

TODAY = datetime.date(2022, 6, 15)


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


def an_action(*phases: dict[str, Any], **said: Any) -> Action:
    """An action with these phases; `said` is the standing word of its lead, accepted on 1 June 2022."""
    action = ActionFactory(phases=list(phases))
    if said:
        at = said.pop("at", noon(2022, 6, 1))
        facts = {"status": "ongoing", "verdict": "on_track", "submitted_at": at, "reviewed_at": at} | said
        report = ReportFactory(accepted=True, action=action, **facts)
        StandingFactory(report=report, basis=Basis.ACCEPTED, since=at)
    return action


def at(action: Action, on: datetime.date = TODAY, basis: str = Basis.ACCEPTED) -> ActionPicture:
    return live.read(action.plan, Moment.end_of_day(on, basis), [action.pk]).actions[0]


def word_of(action: ActionPicture) -> int | None:
    return action.word and action.word.pk


PAST, AHEAD = TODAY - days(1), TODAY + days(1)
FAR = TODAY + days(400)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "said", "schedule"),
    [
        (PAST, PAST, {"status": "completed"}, Schedule.DONE),
        (PAST, PAST, {"status": "stopped", "stop_reason": "Sample."}, Schedule.DONE),
        (AHEAD, FAR, {"status": "completed"}, Schedule.DONE),
        (PAST, PAST, {"status": "ongoing"}, Schedule.OVERDUE),
        (PAST, PAST, {"status": "not_started"}, Schedule.OVERDUE),
        (PAST, PAST, {}, Schedule.OVERDUE),
        (PAST, TODAY, {"status": "ongoing"}, Schedule.ENDS_SOON),
        (PAST, FAR, {"status": "not_started"}, Schedule.SHOULD_HAVE_STARTED),
        (PAST, FAR, {}, Schedule.SHOULD_HAVE_STARTED),
        (PAST, None, {}, Schedule.SHOULD_HAVE_STARTED),
        (PAST, TODAY, {}, Schedule.SHOULD_HAVE_STARTED),
        (TODAY, FAR, {}, Schedule.RUNNING),
        (TODAY, FAR, {"status": "not_started"}, Schedule.RUNNING),
        (AHEAD, FAR, {}, Schedule.NOT_TO_START_YET),
        (AHEAD, FAR, {"status": "not_started"}, Schedule.NOT_TO_START_YET),
        (AHEAD, None, {}, Schedule.NOT_TO_START_YET),
        (AHEAD, TODAY + days(20), {}, Schedule.NOT_TO_START_YET),
        (AHEAD, FAR, {"status": "ongoing"}, Schedule.RUNNING),
        (PAST, None, {"status": "ongoing"}, Schedule.NO_END_DATE),
        (None, None, {}, Schedule.NO_END_DATE),
        (None, FAR, {}, Schedule.RUNNING),
        (PAST, TODAY + days(90), {"status": "ongoing"}, Schedule.ENDS_SOON),
        (PAST, TODAY + days(91), {"status": "ongoing"}, Schedule.RUNNING),
    ],
)
def test_the_schedule_is_the_first_that_fits(
    start: datetime.date | None, end: datetime.date | None, said: dict[str, Any], schedule: Schedule
) -> None:
    assert at(an_action({"start": start, "end": end}, **said)).schedule == schedule


@pytest.mark.django_db
def test_a_continuous_action_has_a_schedule_of_its_own() -> None:
    phase = {"start": None, "end": None, "continuous": True}
    assert at(an_action(phase)).schedule == Schedule.CONTINUOUS
    assert at(an_action(phase, status="completed")).schedule == Schedule.DONE


@pytest.mark.django_db
def test_an_action_without_phases_has_no_end_date() -> None:
    assert at(an_action()).schedule == Schedule.NO_END_DATE


@pytest.mark.django_db
def test_an_action_runs_from_its_earliest_start_to_its_latest_end() -> None:
    early, late = {"start": PAST - days(9), "end": PAST}, {"start": AHEAD, "end": FAR}
    row = at(an_action(late, early))
    assert (row.runs_from, row.runs_until) == (PAST - days(9), FAR)


@pytest.mark.django_db
def test_one_phase_without_an_end_means_no_end() -> None:
    row = at(an_action({"start": PAST, "end": PAST}, {"start": PAST, "end": None}, status="ongoing"))
    assert (row.runs_until, row.schedule) == (None, Schedule.NO_END_DATE)


@pytest.mark.django_db
def test_a_phase_that_was_ended_by_an_amendment_counts_on_earlier_days_alone() -> None:
    action = an_action(
        {"start": PAST, "end": PAST, "in_force_until": TODAY}, status="ongoing", at=noon(2022, 1, 1)
    )
    PhaseFactory(action=action, place=1, start=PAST, end=FAR, in_force_from=TODAY)
    assert at(action, TODAY).schedule == Schedule.RUNNING
    assert at(action, TODAY - days(1)).runs_until == PAST


@pytest.mark.django_db
@pytest.mark.parametrize(("forecast", "new"), [(None, False), (PAST, False), (TODAY, True), (FAR, True)])
def test_a_forecast_is_new_when_it_has_not_passed(forecast: datetime.date | None, new: bool) -> None:
    row = at(an_action({"start": PAST, "end": PAST}, forecast_end=forecast))
    assert (row.schedule, row.has_new_forecast) == (Schedule.OVERDUE, new)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("age", "status", "freshness"),
    [
        (0, "ongoing", Freshness.FRESH),
        (184, "ongoing", Freshness.FRESH),
        (185, "ongoing", Freshness.STALE),
        (185, "not_started", Freshness.STALE),
        (999, "completed", Freshness.FRESH),
    ],
)
def test_more_than_184_days_without_a_report_is_stale(age: int, status: str, freshness: Freshness) -> None:
    day = TODAY - days(age)
    action = an_action({}, status=status, at=noon(day.year, day.month, day.day))
    assert at(action).freshness == freshness


@pytest.mark.django_db
def test_an_action_without_a_report_was_never_reported() -> None:
    row = at(an_action({}))
    assert (row.status, row.freshness, word_of(row)) == ("never", Freshness.NEVER, None)
    assert (row.confidence, row.verdict, row.awaits_review) == ("", "", False)


def test_a_word_awaits_review_until_it_was_reviewed(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    action = small_plan.with_money
    report = hand_in(action, lead_organisation, contributor, noon(2022, 3, 1))
    accept(report=report, verdict="off_track", by=coordinator, at=noon(2022, 3, 5))
    before = at(action, datetime.date(2022, 3, 4), Basis.REPORTED)
    after = at(action, datetime.date(2022, 3, 5), Basis.REPORTED)
    assert (word_of(before), before.awaits_review, before.verdict) == (report.pk, True, "")
    assert (word_of(after), after.awaits_review, after.verdict) == (report.pk, False, "off_track")
    assert at(action, datetime.date(2022, 3, 4)).status == "never"
    assert at(action, datetime.date(2022, 3, 5)).status == "ongoing"


def test_a_partners_contribution_is_not_the_actions_word(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    contributor: User,
    partner: User,
    coordinator: User,
) -> None:
    word = accepted_report(
        small_plan.joint, lead_organisation, contributor, noon(2022, 3, 1), reviewer=coordinator
    )
    accepted_report(
        small_plan.joint, partner_organisation, partner, noon(2022, 4, 1), reviewer=coordinator, verdict=""
    )
    assert word_of(at(small_plan.joint)) == word.pk


@pytest.mark.django_db
def test_of_two_leads_reports_the_latest_standing_is_the_word() -> None:
    action = an_action({}, confidence="on_track", at=noon(2022, 3, 1))
    later = ReportFactory(submitted=True, action=action, confidence="off_track")
    StandingFactory(report=later, basis=Basis.ACCEPTED, since=noon(2022, 4, 1))
    tied = ReportFactory(submitted=True, action=action, confidence="needs_attention")
    StandingFactory(report=tied, basis=Basis.ACCEPTED, since=noon(2022, 4, 1))
    assert word_of(at(action)) == tied.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "end", "assessed", "computed"),
    [
        ({"confidence": "on_track", "verdict": "on_track"}, FAR, False, False),
        ({"confidence": "on_track", "verdict": "off_track"}, FAR, True, False),
        ({"confidence": "off_track", "verdict": "on_track"}, PAST, True, False),
        ({"confidence": "", "status": "completed", "verdict": "off_track"}, FAR, False, False),
        ({"confidence": "on_track"}, PAST, False, True),
        ({"confidence": "on_track", "forecast_end": AHEAD}, PAST, False, False),
        ({"confidence": "on_track", "status": "not_started"}, FAR, False, True),
        ({"confidence": "needs_attention", "verdict": "needs_attention"}, PAST, False, False),
    ],
)
def test_voices_that_disagree(
    said: dict[str, Any], end: datetime.date, assessed: bool, computed: bool
) -> None:
    row = at(an_action({"start": PAST, "end": end}, **said))
    assert (row.assessed_otherwise, row.computed_otherwise) == (assessed, computed)
    assert row.voices_differ == (assessed or computed)


@pytest.mark.django_db
def test_a_withdrawn_action_is_there_until_it_was_withdrawn() -> None:
    action = ActionFactory(in_force_until=TODAY)
    assert [one.pk for one in live.read(action.plan, Moment.end_of_day(PAST)).actions] == [action.pk]
    assert not live.read(action.plan, Moment.end_of_day(TODAY)).actions


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "end", "reason"),
    [
        ({"confidence": "off_track", "verdict": "off_track"}, FAR, Attention.OFF_TRACK),
        ({"confidence": "needs_attention", "verdict": "needs_attention"}, PAST, Attention.OVERDUE),
        (
            {"status": "not_started", "confidence": "off_track", "verdict": "off_track"},
            FAR,
            Attention.LATE_START,
        ),
        ({"confidence": "on_track", "verdict": "needs_attention"}, FAR, Attention.VOICES_DIFFER),
        ({"at": noon(2021, 6, 1)}, FAR, Attention.STALE),
        ({}, FAR, Attention.NEVER_REPORTED),
    ],
)
def test_a_point_of_attention_has_its_reason(
    said: dict[str, Any], end: datetime.date, reason: Attention
) -> None:
    start = PAST if reason in (Attention.OVERDUE, Attention.LATE_START) else AHEAD
    assert reason in at(an_action({"start": start, "end": end}, **said)).attention


@pytest.mark.django_db
def test_an_action_that_goes_well_is_no_point_of_attention() -> None:
    assert at(an_action({"start": AHEAD, "end": FAR}, confidence="on_track")).attention == ()
