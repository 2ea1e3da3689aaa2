"""What follows of an action from what the plan says and what holds of its reports: everything that the rules compute."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from actions.states import MinisterRole
from budgets.planned import Period

from . import attention, freshness, milestones, money, quality, schedule
from .picture import ActionPicture, ToldMilestone


def with_what_follows(action: ActionPicture, plan: Period) -> ActionPicture:
    """The action with everything that the rules compute; it says already on which day, and since when it must be fresh.

    Each rule looks at what those before it found.
    """
    runs = schedule.period_of(action.phases)
    whole = runs.within(plan)
    told: dict[str, list[ToldMilestone]] = defaultdict(list)
    for row in action.word.milestones if action.word else ():
        told[row.key].append(row)
    action = replace(
        action,
        minister=_counting_minister(action),
        runs_from=runs.start,
        runs_until=runs.end,
        adopted_until=schedule.period_of(action.adopted_phases).end,
        is_continuous=any(phase.continuous for phase in action.phases),
        milestones=tuple(
            milestones.with_what_became_of_it(
                replace(one, told=milestones.told_of(one, told[one.key])), whole, action.reckoned_on
            )
            for one in action.milestones
        ),
        lines=tuple(money.with_planned(line, action.phases, runs, plan) for line in action.lines),
    )
    action = replace(
        action,
        schedule=schedule.schedule_of(action),
        has_new_forecast=schedule.has_new_forecast(action),
        slip=schedule.slip_of(action),
        freshness=freshness.freshness_of(action),
        assessed_otherwise=attention.assessed_otherwise(action),
        out_of_step=money.out_of_step_lines(action),
    )
    action = replace(
        action,
        days_late=schedule.days_late(action),
        computed_otherwise=attention.computed_otherwise(action),
        quality=quality.points_of(action),
    )
    return replace(
        action, differs_since=attention.differs_since(action), attention=attention.reasons_of(action)
    )


def as_left(action: ActionPicture) -> ActionPicture:
    """The same once it was withdrawn or merged into another: it is neither late nor asked for anything any more."""
    return replace(
        action,
        has_left=True,
        schedule="",
        days_late=None,
        has_new_forecast=False,
        freshness="",
        fresh_since=None,
        waits_since=None,
        missing_since=None,
        assessed_otherwise=False,
        computed_otherwise=False,
        differs_since=None,
        attention=(),
        quality=(),
        milestones=tuple(
            milestones.of_an_action_that_left(one, action.in_force_until or action.reckoned_on)
            for one in action.milestones
        ),
    )


def _counting_minister(action: ActionPicture) -> str | None:
    """The first coordinating minister."""
    coordinating = (one.minister for one in action.involvements if one.role == MinisterRole.COORDINATING)
    return next(coordinating, None)
