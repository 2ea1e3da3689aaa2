"""Where an action stands on a day: its word, computed schedule and voices, edges included."""

import datetime
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.picture.sentences import disagreements
from actionplan.reporting.states import Attention, Basis, Schedule
from actionplan.reports.reviewing import accept
from actions.models import Action
from tests.actions.action_pages import LeadSays
from tests.factories import ActionFactory, PhaseFactory
from tests.personas import SmallPlan
from tests.reporting_factories import ReportFactory, StandingFactory, accepted_report, noon

from .builders import action, phase, report

TODAY = datetime.date(2022, 6, 15)


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


PAST, AHEAD = TODAY - days(1), TODAY + days(1)
FAR = TODAY + days(400)
Day = datetime.date | None


def an_action(*periods: tuple[Day, Day], **said: Any) -> ActionPicture:
    """It runs so; `said` is the standing word of its lead, accepted as on track."""
    phases = tuple(phase(place, start=start, end=end) for place, (start, end) in enumerate(periods, 1))
    word = [report(**{"verdict": "on_track"} | said)] if said else []
    return action(*word, phases=phases, reckoned_on=TODAY)


@pytest.mark.parametrize(
    ("start", "end", "status", "schedule"),
    [
        (PAST, PAST, "completed", Schedule.DONE),
        (PAST, PAST, "stopped", Schedule.DONE),
        (AHEAD, FAR, "completed", Schedule.DONE),
        (PAST, PAST, "ongoing", Schedule.OVERDUE),
        (PAST, PAST, "not_started", Schedule.OVERDUE),
        (PAST, PAST, "", Schedule.OVERDUE),
        (PAST, TODAY, "ongoing", Schedule.ENDS_SOON),
        (PAST, FAR, "not_started", Schedule.SHOULD_HAVE_STARTED),
        (PAST, FAR, "", Schedule.SHOULD_HAVE_STARTED),
        (PAST, None, "", Schedule.SHOULD_HAVE_STARTED),
        (PAST, TODAY, "", Schedule.SHOULD_HAVE_STARTED),
        (TODAY, FAR, "", Schedule.RUNNING),
        (TODAY, FAR, "not_started", Schedule.RUNNING),
        (AHEAD, FAR, "", Schedule.NOT_TO_START_YET),
        (AHEAD, FAR, "not_started", Schedule.NOT_TO_START_YET),
        (AHEAD, None, "", Schedule.NOT_TO_START_YET),
        (AHEAD, TODAY + days(20), "", Schedule.NOT_TO_START_YET),
        (AHEAD, FAR, "ongoing", Schedule.RUNNING),
        (PAST, None, "ongoing", Schedule.NO_END_DATE),
        (None, None, "", Schedule.NO_END_DATE),
        (None, FAR, "", Schedule.RUNNING),
        (PAST, TODAY + days(90), "ongoing", Schedule.ENDS_SOON),
        (PAST, TODAY + days(91), "ongoing", Schedule.RUNNING),
    ],
)
def test_the_schedule_is_the_first_that_fits(start: Day, end: Day, status: str, schedule: Schedule) -> None:
    reported = {"status": status} if status else {}
    assert an_action((start, end), **reported).schedule == schedule


def test_what_has_no_end_is_continuous_or_without_end_date() -> None:
    continuous = {"phases": (phase(end=None, continuous=True),), "reckoned_on": TODAY}
    assert action(**continuous).schedule == Schedule.CONTINUOUS
    assert action(report(status="completed"), **continuous).schedule == Schedule.DONE
    assert an_action().schedule == Schedule.NO_END_DATE, "without phases"


def test_an_action_runs_from_its_earliest_start_to_its_latest_end() -> None:
    subject = an_action((AHEAD, FAR), (PAST - days(9), PAST))
    assert (subject.runs_from, subject.runs_until) == (PAST - days(9), FAR)
    subject = an_action((PAST, PAST), (PAST, None), status="ongoing")
    assert (subject.runs_until, subject.schedule) == (None, Schedule.NO_END_DATE), (
        "one without an end means none"
    )


@pytest.mark.parametrize(("forecast", "new"), [(None, False), (PAST, False), (TODAY, True), (FAR, True)])
def test_a_forecast_is_new_when_it_has_not_passed(forecast: Day, new: bool) -> None:
    subject = an_action((PAST, PAST), forecast_end=forecast)
    assert (subject.schedule, subject.has_new_forecast) == (Schedule.OVERDUE, new)


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
    subject = an_action((PAST, end), **said)
    assert (subject.assessed_otherwise, subject.computed_otherwise) == (assessed, computed)


def test_voices_differ_from_the_verdict_or_from_the_day_after_what_passed() -> None:
    ends, november = datetime.date(2022, 12, 31), noon(2022, 11, 1)

    def since(said_at: datetime.datetime, on: Day = datetime.date(2023, 2, 1), **said: Any) -> Day:
        known = {"submitted_at": said_at, "reviewed_at": said_at} | said
        runs = phase(start=datetime.date(2021, 1, 1), end=ends)
        subject = action(report(**known), phases=(runs,), reckoned_on=on)
        assert bool(disagreements(subject)) == (subject.differs_since is not None)
        return subject.differs_since

    assert since(november, confidence="off_track") is None
    assert since(november) == datetime.date(2023, 1, 1), "the end"
    assert since(november, forecast_end=datetime.date(2023, 1, 15)) == datetime.date(2023, 1, 16)
    assert since(noon(2023, 1, 20)) == datetime.date(2023, 1, 20), "the report itself, made after it passed"
    early = {"on": datetime.date(2021, 2, 1), "status": "not_started"}
    assert since(noon(2020, 11, 1), **early) == datetime.date(2021, 1, 2), "the start"
    assessed = {"verdict": "off_track", "forecast_end": datetime.date(2023, 6, 30)}
    assert since(november, **assessed) == datetime.date(2022, 11, 1), "the verdict"
    assert since(november, verdict="off_track") == datetime.date(2022, 11, 1), "the first of both"


def test_a_point_of_attention_has_its_reasons_worst_first_and_what_goes_well_has_none() -> None:
    off, doubtful = (
        {"confidence": confidence, "verdict": confidence} for confidence in ["off_track", "needs_attention"]
    )
    on_track = {"confidence": "on_track", "verdict": "on_track"}
    for period, said, reasons in [
        ((AHEAD, FAR), off, [Attention.OFF_TRACK]),
        ((PAST, PAST), doubtful, [Attention.OVERDUE, Attention.NEEDS_ATTENTION]),
        ((PAST, FAR), off | {"status": "not_started"}, [Attention.OFF_TRACK, Attention.LATE_START]),
        ((AHEAD, FAR), on_track | {"verdict": "needs_attention"}, [Attention.NEEDS_ATTENTION]),
        ((AHEAD, FAR), on_track | {"submitted_at": noon(2021, 6, 1)}, [Attention.STALE]),
        ((AHEAD, FAR), {}, []),
        ((AHEAD, FAR), on_track, []),
    ]:
        assert list(an_action(period, **said).attention) == reasons, said


def at(row: Action, on: datetime.date = TODAY, basis: str = Basis.ACCEPTED) -> ActionPicture:
    return live.read(row.plan, Moment.end_of_day(on, basis), [row.pk]).actions[0]


def lead_report_key(subject: ActionPicture) -> int | None:
    return subject.lead_report and subject.lead_report.pk


@pytest.mark.django_db
def test_phases_and_actions_count_while_they_are_in_force() -> None:
    row = ActionFactory(phases=[{"start": PAST, "end": PAST, "in_force_until": TODAY}], in_force_until=AHEAD)
    PhaseFactory(action=row, place=1, start=TODAY, end=FAR, in_force_from=TODAY)
    assert (at(row).schedule, at(row).runs_until) == (Schedule.RUNNING, FAR)
    assert at(row, PAST).runs_until == PAST
    assert not live.read(row.plan, Moment.end_of_day(AHEAD)).actions, "withdrawn"
    subject = at(row)
    assert (subject.status, subject.freshness, lead_report_key(subject)) == ("never", "never", None)
    assert (subject.confidence, subject.verdict, subject.awaits_review) == ("", "", False)


def test_the_word_is_the_leads_and_awaits_review_until_it_was_reviewed(
    small_plan: SmallPlan,
    lead_says: LeadSays,
    partner_organisation: Organisation,
    partner: User,
    coordinator: User,
) -> None:
    row = small_plan.joint
    word = lead_says.submitted(row, noon(2022, 3, 1))
    accept(report=word, verdict="needs_attention", by=coordinator, at=noon(2022, 3, 5))
    known = {"reviewer": coordinator, "verdict": ""}
    accepted_report(row, partner_organisation, partner, noon(2022, 4, 1), **known)
    assert lead_report_key(at(row)) == word.pk, "not its partner's"
    before, after = (at(row, datetime.date(2022, 3, day), Basis.REPORTED) for day in [4, 5])
    assert (lead_report_key(before), before.awaits_review, before.verdict) == (word.pk, True, "")
    assert (lead_report_key(after), after.awaits_review, after.verdict) == (word.pk, False, "needs_attention")
    assert at(row, datetime.date(2022, 3, 4)).status == "never"
    assert at(row, datetime.date(2022, 3, 5)).status == "ongoing"


@pytest.mark.django_db
def test_of_several_leads_reports_the_latest_standing_is_the_word() -> None:
    row = ActionFactory()
    for confidence, since in [("on_track", 3), ("off_track", 4), ("needs_attention", 4)]:
        last = ReportFactory(submitted=True, action=row, confidence=confidence)
        StandingFactory(report=last, basis=Basis.ACCEPTED, since=noon(2022, since, 1))
    assert lead_report_key(at(row)) == last.pk
