"""When actions run: slip against both ends, forecasts that count, milestones; of a closed round the same as was known then."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.pages.timeline.read import TimelineMilestone
from actionplan.picture import frozen as frozen_pictures
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture, Picture, Slip
from actionplan.picture.schedule import is_overdue_without_forecast, was_rescheduled
from actionplan.reporting.models import Snapshot
from actionplan.reporting.states import Basis
from actionplan.reports.contents import MilestoneRow
from actionplan.reports.reviewing import return_report
from actions.models import Action, Phase
from objectives.models import Plan
from tests.actions.action_factories import reword
from tests.factories import ActionFactory, MilestoneFactory, PhaseFactory
from tests.personas import SmallPlan
from tests.reporting_factories import By, accepted_report, hand_in, noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
ADOPTED_END = datetime.date(2022, 12, 31)
AMENDED_ON = datetime.date(2022, 3, 1)
AMENDED_END = datetime.date(2023, 6, 30)
FORECAST = datetime.date(2023, 9, 30)
DAY = datetime.date(2022, 10, 1)


def picture_on(plan: Plan, day: datetime.date = DAY, basis: str = Basis.ACCEPTED) -> Picture:
    return live.read(plan, Moment.end_of_day(day, basis))


def action_on(action: Action, day: datetime.date = DAY, basis: str = Basis.ACCEPTED) -> ActionPicture:
    pictured = picture_on(action.plan, day, basis).actions.by_pk(action.pk)
    assert pictured is not None
    return pictured


def slip_on(action: Action, day: datetime.date = DAY, basis: str = Basis.ACCEPTED) -> Slip:
    slip = action_on(action, day, basis).slip
    assert slip is not None
    return slip


def amend(action: Action) -> None:
    """A longer phase, from the day on."""
    Phase.objects.filter(action=action).update(in_force_until=AMENDED_ON)
    PhaseFactory(action=action, end=AMENDED_END, in_force_from=AMENDED_ON)


@pytest.fixture
def report(small_plan: SmallPlan, by_lead: By, coordinator: User) -> Callable[..., Any]:
    """`report(day, forecast_end=…)`: an accepted report on the joint action."""

    def handed_in(at: datetime.datetime, **fields: Any) -> Any:
        return accepted_report(small_plan.joint, *by_lead, at, reviewer=coordinator, **fields)

    return handed_in


@pytest.mark.full
def test_slip_is_the_forecast_against_the_end_as_adopted_and_after_an_amendment_in_force(
    small_plan: SmallPlan, report: Any
) -> None:
    action, before = small_plan.joint, AMENDED_ON - datetime.timedelta(days=1)
    report(noon(2022, 1, 15))
    assert action_on(action).slip is None, "without any end said nothing is compared"
    report(noon(2022, 2, 1), forecast_end=FORECAST)
    slip = slip_on(action)
    assert (slip.against_adopted, slip.against_in_force, slip.most) == (273, 273, 273)
    amend(action)
    slip, pictured = slip_on(action), action_on(action)
    assert (slip.against_adopted, slip.against_in_force, slip.most) == (273, 92, 273)
    assert pictured.runs_until == AMENDED_END
    # both periods are known, and before the amendment the old end is in force
    assert [phase.end for phase in pictured.adopted_phases] == [ADOPTED_END]
    assert [phase.end for phase in pictured.phases] == [AMENDED_END]
    assert was_rescheduled(pictured)
    assert slip_on(action, before).against_in_force == 273
    assert not was_rescheduled(action_on(action, before))
    # what the amendment promises later is no slip against the end in force; a forecast that moved is counted
    report(noon(2022, 4, 1), forecast_end=FORECAST)
    assert slip_on(action).moved == 0
    report(noon(2022, 6, 1), forecast_end=AMENDED_END)
    slip = slip_on(action)
    assert (slip.against_adopted, slip.against_in_force, slip.moved) == (181, 0, 1)
    # one phase without an end means no end
    PhaseFactory(action=action, place=2, end=None)
    assert action_on(action).runs_until is None


def test_other_words_for_the_same_days_are_no_other_period(small_plan: SmallPlan) -> None:
    phase = Phase.objects.get(action=small_plan.joint)
    Phase.objects.filter(pk=phase.pk).update(in_force_until=AMENDED_ON)
    same = {"start": phase.start, "start_precision": phase.start_precision, "place": phase.place}
    same |= {"end": phase.end, "end_precision": phase.end_precision, "continuous": phase.continuous}
    PhaseFactory(action=small_plan.joint, in_force_from=AMENDED_ON, label="Renamed", **same)
    action = action_on(small_plan.joint)
    assert action.phases != action.adopted_phases
    assert not was_rescheduled(action)


def test_of_an_action_that_was_added_adopted_is_as_it_was_first_in_force(
    small_plan: SmallPlan, lead_organisation: Organisation
) -> None:
    facts = {"lead": lead_organisation, "phases": [{"in_force_from": AMENDED_ON}]}
    added = ActionFactory(plan=small_plan.plan, code="2.9", in_force_from=AMENDED_ON, **facts)
    action = action_on(added)
    assert action.adopted_phases == action.phases
    assert (action.adopted_until, action.runs_until) == (ADOPTED_END, ADOPTED_END)


def test_a_forecast_that_was_returned_counted_until_then_and_only_as_reported(
    small_plan: SmallPlan, report: Any, by_lead: By, coordinator: User
) -> None:
    report(noon(2022, 2, 1), forecast_end=FORECAST)
    later = datetime.date(2024, 1, 31)
    second = hand_in(small_plan.joint, *by_lead, noon(2022, 5, 1), forecast_end=later)
    return_report(report=second, remark="Sample.", by=coordinator, at=noon(2022, 6, 1))
    between, after = datetime.date(2022, 5, 15), datetime.date(2022, 6, 15)
    assert slip_on(small_plan.joint, between, Basis.REPORTED).moved == 1
    assert slip_on(small_plan.joint, between, Basis.ACCEPTED).moved == 0
    assert slip_on(small_plan.joint, after, Basis.REPORTED).moved == 0


def test_past_its_end_and_nothing_said_is_no_slip_and_told_apart(small_plan: SmallPlan, report: Any) -> None:
    day = datetime.date(2023, 3, 1)
    report(noon(2022, 2, 1))
    pictured = action_on(small_plan.joint, day)
    assert pictured.slip is None
    assert is_overdue_without_forecast(pictured)
    report(noon(2023, 1, 15), forecast_end=FORECAST)
    assert not is_overdue_without_forecast(action_on(small_plan.joint, day))
    # a completed action is not late any more
    ended = {"status": "completed", "outcome": "as_planned", "confidence": "on_track", "forecast_end": None}
    report(noon(2023, 1, 31), actual_end=datetime.date(2023, 1, 30), **ended)
    assert slip_on(small_plan.joint, day).against_adopted == 30
    assert not is_overdue_without_forecast(action_on(small_plan.joint, day))


def test_milestones_are_missed_achieved_late_or_counted_by_period(
    small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    def told(action: Action, *rows: MilestoneRow) -> str:
        if rows:
            at = noon(2022, 8, 1)
            accepted_report(action, *by_lead, at, reviewer=coordinator, milestones=rows)
        (shown,) = action_on(action).milestones
        return str(TimelineMilestone(shown).words)

    action, milestone = small_plan.with_money, small_plan.milestone
    assert told(action) == "due 30 June 2022, not achieved, due 93 days ago"
    late = MilestoneRow(milestone.pk, None, "achieved", datetime.date(2022, 7, 10), source="Sample")
    assert told(action, late) == "due 30 June 2022, achieved 10 Jul 2022, 10 days later than planned"
    yearly = MilestoneFactory(action=small_plan.joint, order=1, terms__recurrence="yearly")
    rows = [
        MilestoneRow(yearly.pk, datetime.date(year, 1, 1), state, on, source="Sample")
        for year, state, on in [(2021, "achieved", datetime.date(2021, 5, 1)), (2022, "open", None)]
    ]
    assert told(small_plan.joint, *rows) == "every year, 1 period achieved"
    assert action_on(small_plan.joint).milestones_due == 0


def closed(round_code: str, basis: str, closing: int = 1) -> Picture:
    rows = Snapshot.objects.select_related("closing__round")
    return frozen_pictures.read(rows.get(closing__round__code=round_code, closing__number=closing), basis)


@pytest.mark.full
def test_an_amendment_changes_nothing_in_a_round_before_and_the_next_closing_freezes_both_ends(
    frozen: FrozenRound, coordinator: User
) -> None:
    action, day = frozen.small.with_money, datetime.date(2022, 11, 1)
    before = {basis: closed("2022-06", basis) for basis in Basis.values}
    Phase.objects.filter(action=action).update(in_force_until=datetime.date(2022, 10, 1))
    PhaseFactory(action=action, end=AMENDED_END, in_force_from=datetime.date(2022, 10, 1))
    Action.objects.filter(pk=frozen.small.elsewhere.pk).update(in_force_until=datetime.date(2022, 10, 1))
    reword(frozen.small.joint, title="Renamed")
    for basis in Basis.values:
        after = closed("2022-06", basis)
        assert after.actions == before[basis].actions
        assert [one.slip and one.slip.against_in_force for one in after.actions if one.pk == action.pk] == [
            90
        ]
        assert slip_on(action, day, basis).against_in_force == -91
        assert [row.code for row in picture_on(frozen.plan, day, basis).actions] == ["1.1", "1.2", "2.1"]
    frozen.again(noon(2022, 10, 20), coordinator)
    pictured = closed("2022-06", Basis.ACCEPTED, closing=2).actions.by_pk(action.pk)
    assert pictured is not None
    assert pictured.slip is not None
    assert [phase.end for phase in pictured.adopted_phases] == [ADOPTED_END]
    assert [phase.end for phase in pictured.phases] == [AMENDED_END]
    assert (pictured.slip.against_adopted, pictured.slip.against_in_force) == (90, -91)
