"""The computed fields of an action: what the rules derive from the plan and its current reports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from actions.states import MinisterRole
from budgets.planned import Period

from . import (
    attention,
    deliveries,
    freshness,
    indicators,
    milestones,
    money,
    quality,
    schedule,
    unknown_figures,
)
from .indicators import IndicatorPicture
from .picture import ActionPicture, ReportedMilestonePicture


def with_computed(action: ActionPicture, plan: Period) -> ActionPicture:
    """The action with all computed fields; `reckoned_on`, `fresh_since` and the like are already set.

    Later rules use the results of earlier ones.
    """
    runs = schedule.period_of(action.phases)
    whole = runs.within(plan)
    told: dict[str, list[ReportedMilestonePicture]] = defaultdict(list)
    for row in action.lead_report.milestones if action.lead_report else ():
        told[row.key].append(row)
    action = replace(
        action,
        minister=_counting_minister(action),
        runs_from=runs.start,
        runs_until=runs.end,
        adopted_until=schedule.period_of(action.adopted_phases).end,
        is_continuous=any(phase.continuous for phase in action.phases),
        milestones=tuple(
            milestones.with_outcome(
                replace(milestone, told=milestones.reported_of(milestone, told[milestone.key])),
                whole,
                action.reckoned_on,
            )
            for milestone in action.milestones
        ),
        lines=tuple(money.with_planned(line, action.phases, runs, plan) for line in action.lines),
        indicators=_with_states(action),
    )
    action = replace(
        action,
        schedule=schedule.schedule_of(action),
        has_new_forecast=schedule.has_new_forecast(action),
        slip=schedule.slip_of(action),
        freshness=freshness.freshness_of(action),
        assessed_otherwise=attention.assessed_otherwise(action),
        out_of_step=money.out_of_step_lines(action),
        silent_funders=unknown_figures.silent_funders(action, plan),
    )
    action = replace(
        action,
        days_late=schedule.days_late(action),
        computed_otherwise=attention.computed_otherwise(action),
        quality=quality.points_of(action),
        due_items=deliveries.due_items(action),
    )
    return replace(
        action, differs_since=attention.differs_since(action), attention=attention.reasons_of(action)
    )


def as_left(action: ActionPicture) -> ActionPicture:
    """An action that was withdrawn or merged: it is no longer late, and nothing is asked of it."""
    return replace(
        action,
        has_left=True,
        schedule="",
        days_late=None,
        has_new_forecast=False,
        freshness="",
        fresh_since=None,
        fresh_limit=None,
        waits_since=None,
        missing_since=None,
        asks=(),
        assessed_otherwise=False,
        computed_otherwise=False,
        differs_since=None,
        silent_funders=(),
        attention=(),
        quality=(),
        due_items=(),
        milestones=tuple(
            milestones.as_action_left(milestone, action.in_force_until or action.reckoned_on)
            for milestone in action.milestones
        ),
    )


def _with_states(action: ActionPicture) -> tuple[IndicatorPicture, ...]:
    """The indicators as all current reports measured them: of two values on one day the one submitted last counts."""
    reports = sorted(action.reports, key=lambda report: (report.submitted_at, report.pk))
    measured = [(report.pk, row) for report in reports for row in report.measurements]
    return tuple(
        indicators.with_state(
            indicator,
            measured,
            action.reckoned_on,
            indicator.asked_of if indicator.asked_of in action.bodies else action.lead,
        )
        for indicator in action.indicators
    )


def _counting_minister(action: ActionPicture) -> str | None:
    """The first coordinating minister."""
    coordinating = (
        involvement.minister
        for involvement in action.involvements
        if involvement.role == MinisterRole.COORDINATING
    )
    return next(coordinating, None)
