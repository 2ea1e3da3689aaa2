"""Whether the reporting on an action is complete, by the points of the Court of Audit.

The Court examined the reporting on Flanders' recovery plan in 2022, 2023 and 2024 and listed what was
missing: dated milestones, targets, achievements against targets, reported instead of guessed delays, tracked
money, the reasons behind a colour, sources. Each point is a rule: it does not apply to an action (None), or
it lists what is left to do.

Points say whether something is reported, never what: whether an obstacle or a source is named is a fact, like
who has answered, and everybody with a role may know it, even about a limited action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import models
from django.utils.translation import pgettext_lazy

from actionplan.reporting.states import IN_TROUBLE, MilestoneState, Schedule

from .picture import ActionPicture, MilestonePicture
from .results import Gap, PointPicture


class Point(models.TextChoices):
    """In the order of a report: what is promised, achieved, when, at what cost, why, and the source."""

    DATED = "dated", pgettext_lazy("quality of reporting", "milestones have a date")
    TARGETS = "targets", pgettext_lazy("quality of reporting", "targets are stated")
    ACHIEVEMENTS = "achievements", pgettext_lazy("quality of reporting", "achievements stand beside targets")
    FORECAST = (
        "forecast",
        pgettext_lazy("quality of reporting", "a new forecast is given where the end date passed"),
    )
    MONEY = "money", pgettext_lazy("quality of reporting", "money is reported where there is an amount")
    OBSTACLES = (
        "obstacles",
        pgettext_lazy("quality of reporting", "obstacles are named where it needs attention or is off track"),
    )
    SOURCE = "source", pgettext_lazy("quality of reporting", "sources are given")


Gaps = list[Gap] | None


def points_of(action: ActionPicture) -> tuple[PointPicture, ...]:
    """The points that apply to the action, in order."""
    results = ((point, RULES[point](action)) for point in Point)
    return tuple(PointPicture(point, tuple(gaps)) for point, gaps in results if gaps is not None)


def _dated(action: ActionPicture) -> Gaps:
    """Dated milestones: the Court found milestones too vague to say whether they are late.

    Checks milestones still to be achieved: a date given afterwards would mean nothing. A recurring one is
    dated by its periods. An action without milestones is not judged: its text promised nothing verifiable.
    """
    ahead = [
        milestone
        for milestone in action.milestones
        if milestone.is_still_open and not milestone.achieved_since
    ]
    if not ahead:
        return None
    return [
        Gap("no_date", milestone.key)
        for milestone in ahead
        if milestone.due is None and not milestone.recurrence
    ]


def _targets(action: ActionPicture) -> Gaps:
    """Targets: the Court found no clear targets to compare achievements with.

    Checks milestones that are counted: those that recur, have a unit or have a reported number. Something
    done once, such as a paper that is ready by a day, is its own target. A recurrence says when, not how
    much.
    """
    counted = [
        milestone for milestone in action.milestones if _is_counted(milestone) and not milestone.is_dropped
    ]
    if not counted:
        return None
    return [Gap("no_target", milestone.key) for milestone in counted if milestone.target_from is None]


def _is_counted(milestone: MilestonePicture) -> bool:
    if milestone.recurrence or milestone.unit or milestone.target_from is not None:
        return True
    return any(row.number is not None for row in milestone.told)


def _achievements(action: ActionPicture) -> Gaps:
    """Achievements against targets: the Court could not compare what was achieved with what was promised.

    Needs a number for each milestone with a target, once it is achieved or its date has passed, and for each
    due period of a recurring one.
    """
    numbered = [
        milestone
        for milestone in action.milestones
        if milestone.target_from is not None and _needs_number(milestone)
    ]
    if not numbered:
        return None
    return [gap for milestone in numbered for gap in _number_gaps(milestone)]


def _needs_number(milestone: MilestonePicture) -> bool:
    if milestone.recurrence:
        return bool(milestone.due_periods)
    return milestone.is_achieved or milestone.achieved_since is not None or milestone.is_due


def _number_gaps(milestone: MilestonePicture) -> Iterator[Gap]:
    if not milestone.recurrence:
        if milestone.once is None or milestone.once.number is None:
            yield Gap("no_number", milestone.key)
        return
    told = {row.period_start for row in milestone.told if row.number is not None}
    if missing := len(set(milestone.due_periods) - told):
        yield Gap("no_numbers", milestone.key, missing)


def _forecast(action: ActionPicture) -> Gaps:
    """A new forecast for an action past its end date: the Court could only guess at delays."""
    if action.schedule != Schedule.OVERDUE:
        return None
    return [] if action.has_new_forecast else [Gap("no_forecast")]


def _money(action: ActionPicture) -> Gaps:
    """Money where there is an amount: the Court found that money was not tracked.

    Applies once the action should have started. A line is tracked if any organisation reported an amount
    committed or paid on it in any year; zero counts.
    """
    lines = [line for line in action.lines if line.has_amount]
    if not lines or action.schedule == Schedule.NOT_TO_START_YET:
        return None
    followed = {row.place for row in action.spending if row.committed is not None or row.paid is not None}
    return [Gap("no_money", str(line.place)) for line in lines if line.place not in followed]


def _obstacles(action: ActionPicture) -> Gaps:
    """Obstacles where it is not on track: the Court found no reason behind a colour.

    Applies if the lead says "needs attention" or "off track": they know why. The Platform's verdict does not
    count, since the lead had not seen it.
    """
    if action.lead_report is None or action.confidence not in IN_TROUBLE:
        return None
    return [] if action.lead_report.names_obstacle else [Gap("no_obstacle")]


def _source(action: ActionPicture) -> Gaps:
    """Source given: the Court could not tell where figures came from.

    Applies to every action with a lead report. A source for the whole report is enough; otherwise each amount
    and each achieved milestone needs its own, and a report without figures needs one for itself.
    """
    report = action.lead_report
    if report is None:
        return None
    figures = [row.names_source for row in report.spending if row.has_amount]
    figures += [row.names_source for row in report.milestones if row.state == MilestoneState.ACHIEVED]
    unsourced = figures.count(False)
    if report.names_source or (figures and not unsourced):
        return []
    return [Gap("no_source", count=unsourced)]


RULES: dict[Point, Callable[[ActionPicture], Gaps]] = {
    Point.DATED: _dated,
    Point.TARGETS: _targets,
    Point.ACHIEVEMENTS: _achievements,
    Point.FORECAST: _forecast,
    Point.MONEY: _money,
    Point.OBSTACLES: _obstacles,
    Point.SOURCE: _source,
}
