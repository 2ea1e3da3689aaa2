"""Whether what is reported about an action says what a report has to say, after the points of the Court of Audit.

The Court looked at the reporting on Flanders' recovery plan in 2022, 2023 and 2024 and named what it missed: dated
milestones, targets, achievements beside them, delays that are told and not guessed at, money that is followed, the reasons
behind a colour, sources. Each point is a rule: it does not apply to an action (None), or it lists what is left to do.

Points say whether something is told, never what: that an obstacle or a source is named is a fact, as who has answered is,
and everybody with a role may know it of a limited action too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import models
from django.utils.translation import pgettext_lazy

from actionplan.reporting.states import IN_TROUBLE, MilestoneState, Schedule

from .picture import ActionPicture, MilestonePicture
from .results import Gap, PointPicture


class Point(models.TextChoices):
    """In the order of a report: what is promised, what is reached, when, what it costs, why, and who says so."""

    DATED = "dated", pgettext_lazy("quality of reporting", "milestones have a date")
    TARGETS = "targets", pgettext_lazy("quality of reporting", "targets are stated")
    ACHIEVEMENTS = "achievements", pgettext_lazy("quality of reporting", "achievements stand beside targets")
    FORECAST = (
        "forecast",
        pgettext_lazy("quality of reporting", "a new forecast is given where it is overdue"),
    )
    MONEY = "money", pgettext_lazy("quality of reporting", "money is reported where there is an amount")
    OBSTACLES = (
        "obstacles",
        pgettext_lazy("quality of reporting", "obstacles are named where it is not on track"),
    )
    SOURCE = "source", pgettext_lazy("quality of reporting", "sources are given")


Gaps = list[Gap] | None


def points_of(action: ActionPicture) -> tuple[PointPicture, ...]:
    """The points that apply to the action, in their order."""
    found = ((point, RULES[point](action)) for point in Point)
    return tuple(PointPicture(point, tuple(gaps)) for point, gaps in found if gaps is not None)


def _dated(action: ActionPicture) -> Gaps:
    """Dated milestones: the Court found milestones too vague to say whether they are late.

    Looks at what is still to be achieved: a date that is given afterwards would say nothing. One that recurs is dated by its
    periods. An action without a milestone is not judged: the plan's text promised nothing that can be seen to be met.
    """
    ahead = [one for one in action.milestones if one.state == MilestoneState.OPEN]
    if not ahead:
        return None
    return [Gap("no_date", one.key) for one in ahead if one.due is None and not one.recurrence]


def _targets(action: ActionPicture) -> Gaps:
    """Targets: the Court missed clear targets beside what was achieved.

    Looks at milestones that are counted: they recur, have a unit or a number was reported. What is done once, such as a
    paper that is ready by a day, is its own target. How often says when, and not how much.
    """
    counted = [one for one in action.milestones if _is_counted(one) and not one.is_dropped]
    if not counted:
        return None
    return [Gap("no_target", one.key) for one in counted if one.target_from is None]


def _is_counted(one: MilestonePicture) -> bool:
    if one.recurrence or one.unit or one.target_from is not None:
        return True
    return any(row.number is not None for row in one.told)


def _achievements(action: ActionPicture) -> Gaps:
    """Achievements beside targets: the Court could not set what was reached beside what was promised.

    Asks a number of each milestone with a target, once it is achieved or its date has passed, and of each due period of one
    that recurs.
    """
    asked = [one for one in action.milestones if one.target_from is not None and _is_time_to_tell(one)]
    if not asked:
        return None
    return [gap for one in asked for gap in _without_number(one)]


def _is_time_to_tell(one: MilestonePicture) -> bool:
    return bool(one.due_periods) if one.recurrence else one.is_achieved or one.is_due


def _without_number(one: MilestonePicture) -> Iterator[Gap]:
    if not one.recurrence:
        if one.once is None or one.once.number is None:
            yield Gap("no_number", one.key)
        return
    told = {row.period_start for row in one.told if row.number is not None}
    if missing := len(set(one.due_periods) - told):
        yield Gap("no_numbers", one.key, missing)


def _forecast(action: ActionPicture) -> Gaps:
    """A new forecast of what is overdue: the Court could only guess at delays."""
    if action.schedule != Schedule.OVERDUE:
        return None
    return [] if action.has_new_forecast else [Gap("no_forecast")]


def _money(action: ActionPicture) -> Gaps:
    """Money where there is an amount: the Court found that money was not followed.

    Applies once the action should have started. A line is followed when any organisation reported something committed or
    paid on it in any year; zero is an answer.
    """
    lines = [line for line in action.lines if line.has_amount]
    if not lines or action.schedule == Schedule.NOT_TO_START_YET:
        return None
    followed = {row.place for row in action.spending if row.committed is not None or row.paid is not None}
    return [Gap("no_money", str(line.place)) for line in lines if line.place not in followed]


def _obstacles(action: ActionPicture) -> Gaps:
    """Obstacles where it is not on track: the Court missed the reason behind a colour.

    Applies where the lead says "needs attention" or "off track": who says that attention is needed knows why. The
    Platform's verdict does not count, since the lead had not read it.
    """
    if action.word is None or action.confidence not in IN_TROUBLE:
        return None
    return [] if action.word.names_obstacle else [Gap("no_obstacle")]


def _source(action: ActionPicture) -> Gaps:
    """Source given: the Court could not tell where figures came from.

    Applies to every action with a report, and looks at the lead's. A source for the whole report is enough; else each amount
    and each milestone that is achieved needs its own, and a report without figures one for itself.
    """
    word = action.word
    if word is None:
        return None
    figures = [row.names_source for row in word.spending if row.has_amount]
    figures += [row.names_source for row in word.milestones if row.state == MilestoneState.ACHIEVED]
    unsourced = figures.count(False)
    if word.names_source or (figures and not unsourced):
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
