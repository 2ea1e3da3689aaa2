"""When actions run: slip against both ends, forecasts that count, milestones; of a closed round the same as was known then."""

import datetime
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.dashboards.scope import Scope
from actionplan.portal.dashboards.timeline_facts import FrozenTimeline, LiveTimeline, TimelineFact
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import places_of
from actionplan.reporting.models import Snapshot
from actionplan.reporting.moments import Moment
from actionplan.reporting.position import MilestoneRow
from actionplan.reporting.reviewing import return_report
from actionplan.reporting.states import Basis
from actionplan.reporting.timelines import Course
from actions.models import Action, Phase
from objectives.models import Plan
from tests.action_factories import reword
from tests.factories import ActionFactory, MilestoneFactory, PhaseFactory
from tests.frozen_round import FrozenRound
from tests.personas import SmallPlan
from tests.reporting_factories import accepted_report, hand_in, noon

pytestmark = pytest.mark.django_db
ADOPTED_END = datetime.date(2022, 12, 31)
AMENDED_ON = datetime.date(2022, 3, 1)
AMENDED_END = datetime.date(2023, 6, 30)
FORECAST = datetime.date(2023, 9, 30)
DAY = datetime.date(2022, 10, 1)


def live(plan: Plan, day: datetime.date = DAY, basis: str = Basis.ACCEPTED) -> LiveTimeline:
    return LiveTimeline(plan, Moment.end_of_day(day, basis), Scope(), places_of(plan))


def fact(timeline: Any, action: Action) -> TimelineFact:
    return next(one for one in timeline.facts if one.key == action.pk)


def course(timeline: Any, action: Action) -> Course:
    return timeline.courses(timeline.actions([action.pk]))[action.pk]


def courses(timeline: Any) -> dict[int, Course]:
    return timeline.courses(timeline.actions([one.key for one in timeline.facts]))


def amend(action: Action) -> None:
    """A longer phase, from the day on."""
    Phase.objects.filter(action=action).update(in_force_until=AMENDED_ON)
    PhaseFactory(action=action, end=AMENDED_END, in_force_from=AMENDED_ON)


@pytest.fixture
def report(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> Any:
    """`report(day, forecast_end=…)`: an accepted report on the joint action."""

    def handed_in(at: datetime.datetime, **said: Any) -> Any:
        return accepted_report(
            small_plan.joint, lead_organisation, contributor, at, reviewer=coordinator, **said
        )

    return handed_in


def test_slip_is_the_forecast_against_the_end(small_plan: SmallPlan, report: Any) -> None:
    report(noon(2022, 2, 1), forecast_end=FORECAST)
    found = fact(live(small_plan.plan), small_plan.joint)
    assert (found.against_adopted, found.against_in_force) == (273, 273)


def test_after_an_amendment_slip_is_measured_against_both_ends(small_plan: SmallPlan, report: Any) -> None:
    report(noon(2022, 2, 1), forecast_end=FORECAST)
    amend(small_plan.joint)
    found = fact(live(small_plan.plan), small_plan.joint)
    assert (found.against_adopted, found.against_in_force) == (273, 92)
    assert (found.slip, found.end) == (273, AMENDED_END)


def test_before_an_amendment_the_old_end_is_in_force(small_plan: SmallPlan, report: Any) -> None:
    report(noon(2022, 2, 1), forecast_end=FORECAST)
    amend(small_plan.joint)
    timeline = live(small_plan.plan, AMENDED_ON - datetime.timedelta(days=1))
    assert fact(timeline, small_plan.joint).against_in_force == 273
    assert not course(timeline, small_plan.joint).planned.were_amended


def test_what_the_amendment_promises_later_is_no_slip_against_the_end_in_force(
    small_plan: SmallPlan, report: Any
) -> None:
    report(noon(2022, 2, 1), forecast_end=AMENDED_END)
    amend(small_plan.joint)
    found = fact(live(small_plan.plan), small_plan.joint)
    assert (found.against_adopted, found.against_in_force, found.has_slipped) == (181, 0, True)


def test_both_periods_are_known_after_an_amendment(small_plan: SmallPlan) -> None:
    amend(small_plan.joint)
    planned = course(live(small_plan.plan), small_plan.joint).planned
    assert [phase.end for phase in planned.adopted] == [ADOPTED_END]
    assert [phase.end for phase in planned.in_force] == [AMENDED_END]


def test_without_any_end_said_nothing_is_compared(small_plan: SmallPlan, report: Any) -> None:
    report(noon(2022, 2, 1))
    found = fact(live(small_plan.plan), small_plan.joint)
    assert (found.slip, found.has_slipped) == (None, False)


def test_an_action_that_was_added_has_no_end_as_adopted(
    small_plan: SmallPlan, lead_organisation: Organisation
) -> None:
    added = ActionFactory(
        plan=small_plan.plan,
        code="2.9",
        lead=lead_organisation,
        in_force_from=AMENDED_ON,
        phases=[{"in_force_from": AMENDED_ON}],
    )
    planned = course(live(small_plan.plan), added).planned
    assert (planned.adopted, planned.period_as_adopted.end) == ((), None)
    assert planned.period_in_force.end == ADOPTED_END


def test_one_phase_without_an_end_means_no_end(small_plan: SmallPlan) -> None:
    PhaseFactory(action=small_plan.joint, place=2, end=None)
    assert fact(live(small_plan.plan), small_plan.joint).end is None


def test_a_forecast_that_moved_is_counted_in_the_order_of_the_reports(
    small_plan: SmallPlan, report: Any
) -> None:
    report(noon(2022, 2, 1), forecast_end=FORECAST)
    report(noon(2022, 4, 1), forecast_end=FORECAST)
    report(noon(2022, 6, 1), forecast_end=datetime.date(2024, 1, 31))
    slip = course(live(small_plan.plan), small_plan.joint).slip
    assert slip is not None
    assert slip.moved == 1


def test_a_forecast_that_was_returned_counted_until_then_and_only_as_reported(
    small_plan: SmallPlan, report: Any, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    report(noon(2022, 2, 1), forecast_end=FORECAST)
    later = datetime.date(2024, 1, 31)
    second = hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 5, 1), forecast_end=later)
    return_report(report=second, remark="Sample.", by=coordinator, at=noon(2022, 6, 1))

    def moved(day: datetime.date, basis: str) -> int:
        slip = course(live(small_plan.plan, day, basis), small_plan.joint).slip
        assert slip is not None
        return slip.moved

    between, after = datetime.date(2022, 5, 15), datetime.date(2022, 6, 15)
    assert moved(between, Basis.REPORTED) == 1
    assert moved(between, Basis.ACCEPTED) == 0
    assert moved(after, Basis.REPORTED) == 0


def test_past_its_end_and_nothing_said_is_no_slip_and_told_apart(small_plan: SmallPlan, report: Any) -> None:
    day = datetime.date(2023, 3, 1)
    report(noon(2022, 2, 1))
    found = fact(live(small_plan.plan, day), small_plan.joint)
    assert found.slip is None
    assert found.is_late_without_forecast(day)
    report(noon(2023, 2, 1), forecast_end=FORECAST)
    assert not fact(live(small_plan.plan, day), small_plan.joint).is_late_without_forecast(day)


def test_a_completed_action_is_not_late_any_more(small_plan: SmallPlan, report: Any) -> None:
    day = datetime.date(2023, 3, 1)
    ended = {"status": "completed", "outcome": "as_planned", "confidence": "on_track"}
    report(noon(2023, 1, 31), actual_end=datetime.date(2023, 1, 30), **ended)
    found = fact(live(small_plan.plan, day), small_plan.joint)
    assert (found.against_adopted, found.is_late_without_forecast(day)) == (30, False)


def test_milestones_are_missed_achieved_or_achieved_late(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    action, milestone = small_plan.with_money, small_plan.milestone
    (missed,) = course(live(small_plan.plan), action).milestones
    assert (missed.is_missed, missed.days_late, missed.is_due) == (True, 93, True)
    achieved = MilestoneRow(milestone.pk, None, "achieved", datetime.date(2022, 7, 10), source="Sample")
    accepted_report(
        action,
        lead_organisation,
        contributor,
        noon(2022, 8, 1),
        reviewer=coordinator,
        milestones=[achieved],
    )
    (late,) = course(live(small_plan.plan), action).milestones
    assert (late.is_missed, late.days_late, late.achieved_on) == (False, 10, datetime.date(2022, 7, 10))


def test_a_recurring_milestone_counts_its_periods(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    yearly = MilestoneFactory(action=small_plan.joint, order=1, terms__recurrence="yearly")
    rows = [
        MilestoneRow(yearly.pk, datetime.date(year, 1, 1), state, on, source="Sample")
        for year, state, on in [(2021, "achieved", datetime.date(2021, 5, 1)), (2022, "open", None)]
    ]
    accepted_report(
        small_plan.joint,
        lead_organisation,
        contributor,
        noon(2022, 8, 1),
        reviewer=coordinator,
        milestones=rows,
    )
    (found,) = course(live(small_plan.plan), small_plan.joint).milestones
    assert (found.periods_achieved, found.achieved_on, found.is_due) == (1, None, False)


def frozen_of(round_code: str, basis: str) -> Frozen:
    snapshot = Snapshot.objects.select_related("closing__round__plan").get(closing__round__code=round_code)
    return Frozen(snapshot.closing.round, snapshot, [snapshot], basis)


@pytest.mark.parametrize("basis", Basis.values)
def test_a_closed_round_shows_what_was_known_at_its_closing(demo_story: str, basis: str) -> None:
    plan, frozen = Plan.objects.get(code="2020-2024"), frozen_of("2022-12", basis)
    then, now = FrozenTimeline(frozen, Scope()), LiveTimeline(plan, frozen.moment, Scope(), places_of(plan))
    assert len(then.facts) == 50
    assert then.facts == now.facts
    assert then.period == now.period
    assert courses(then) == courses(now)
    assert sum(fact.has_slipped for fact in then.facts) > 5
    assert any(course.milestones for course in courses(then).values())


@pytest.mark.parametrize("basis", Basis.values)
def test_counts_and_courses_know_the_same_ends_and_slips(demo_story: str, basis: str) -> None:
    plan = Plan.objects.get(code="2020-2024")
    timeline = live(plan, datetime.date(2022, 12, 31), basis)
    for key, found in courses(timeline).items():
        counted = next(one for one in timeline.facts if one.key == key)
        assert counted.end == found.planned.period_in_force.end
        slips = (found.slip.against_adopted, found.slip.against_in_force) if found.slip else (None, None)
        assert (counted.against_adopted, counted.against_in_force) == slips


def test_what_is_late_without_a_forecast_is_overdue_in_the_list_as_well(demo_story: str) -> None:
    plan, day = Plan.objects.get(code="2020-2024"), datetime.date(2023, 1, 20)
    timeline = live(plan, day, Basis.REPORTED)
    rows = {row.pk: row for row in tracked_actions(plan, timeline.moment)}
    overdue = {key for key, row in rows.items() if row.schedule == "overdue" and not row.has_new_forecast}
    assert {one.key for one in timeline.facts if one.is_late_without_forecast(day)} == overdue != set()
    assert all(one.end == rows[one.key].runs_until for one in timeline.facts)
    assert all(one.is_continuous == rows[one.key].is_continuous for one in timeline.facts)


@pytest.mark.parametrize("basis", Basis.values)
def test_an_amendment_after_the_round_changes_nothing_in_it(frozen: FrozenRound, basis: str) -> None:
    closed = frozen_of("2022-06", basis)
    before = FrozenTimeline(closed, Scope())
    as_frozen = courses(before)
    Phase.objects.filter(action=frozen.small.with_money).update(in_force_until=datetime.date(2022, 10, 1))
    PhaseFactory(action=frozen.small.with_money, end=AMENDED_END, in_force_from=datetime.date(2022, 10, 1))
    Action.objects.filter(pk=frozen.small.elsewhere.pk).update(in_force_until=datetime.date(2022, 10, 1))
    reword(frozen.small.joint, title="Renamed")
    after = FrozenTimeline(closed, Scope())
    assert after.facts == before.facts
    assert courses(after) == as_frozen
    assert fact(after, frozen.small.with_money).against_in_force == 90
    today = live(frozen.plan, datetime.date(2022, 11, 1), basis)
    assert fact(today, frozen.small.with_money).against_in_force == -91
    assert [one.code for one in today.facts] == ["1.1", "1.2", "2.1"]


def test_a_round_that_closed_after_an_amendment_froze_both_ends(
    small_plan: SmallPlan, frozen: FrozenRound, coordinator: User
) -> None:
    amend(small_plan.with_money)
    frozen.again(noon(2022, 9, 20), coordinator)
    snapshot = Snapshot.objects.get(closing__round__code="2022-06", closing__number=2)
    closed = Frozen(frozen.round, snapshot, [snapshot], Basis.ACCEPTED)
    found = course(FrozenTimeline(closed, Scope()), small_plan.with_money)
    assert [phase.end for phase in found.planned.adopted] == [ADOPTED_END]
    assert [phase.end for phase in found.planned.in_force] == [AMENDED_END]
    assert found.slip is not None
    assert (found.slip.against_adopted, found.slip.against_in_force) == (90, -91)
