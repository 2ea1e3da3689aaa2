"""Whether what is reported about an action says what a report has to say, after the points of the Court of Audit.

The Court looked at the reporting on Flanders' recovery plan in 2022, 2023 and 2024 and named what it missed: dated
milestones, targets, achievements beside them, delays that are told and not guessed at, money that is followed, the reasons
behind a colour, sources. Each point is a rule: it does not apply to an action (None), or it lists what is left to do.

Points say whether something is told, never what: that an obstacle or a source is named is a fact, as who has answered is,
and everybody with a role may know it of a limited action too (design: "Limited actions"). No word of it is in here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from actionplan.base.twins import local

from .findings import lacks_new_forecast, lacks_obstacle, new_forecast_words
from .milestone_states import Promised
from .states import IN_TROUBLE, MilestoneState, Schedule


class Point(models.TextChoices):
    """In the order of a report: what is promised, what is reached, when, what it costs, why, and who says so."""

    DATED = "dated", pgettext_lazy("quality of reporting", "milestones have a date")
    TARGETS = "targets", pgettext_lazy("quality of reporting", "targets are stated")
    ACHIEVEMENTS = "achievements", pgettext_lazy("quality of reporting", "achievements stand beside targets")
    FORECAST = "forecast", pgettext_lazy("quality of reporting", "a forecast is given where it is late")
    MONEY = "money", pgettext_lazy("quality of reporting", "money is reported where there is an amount")
    OBSTACLES = (
        "obstacles",
        pgettext_lazy("quality of reporting", "obstacles are named where it is not on track"),
    )
    SOURCE = "source", pgettext_lazy("quality of reporting", "sources are given")


class Line(NamedTuple):
    """A budget line with an amount, and whether any organisation reported something committed or paid on it."""

    label: str
    label_nl: str
    has_money: bool


class Looked(NamedTuple):
    """What the points look at: an action on a day, as its word and the standing expenditure tell it."""

    on: datetime.date
    runs_until: datetime.date | None = None
    has_report: bool = False
    promises: Sequence[Promised] = ()
    lines: Sequence[Line] = ()
    schedule: str = ""
    confidence: str = ""
    forecast_end: datetime.date | None = None
    names_obstacle: bool = False
    names_source: bool = False
    unsourced_amounts: int | None = None
    """Of the report's amounts in euro, those without a source of their own; None where it has none."""
    unsourced_milestones: int | None = None
    """The same of the milestones, and periods of recurring ones, that it says are achieved."""


class Gap(NamedTuple):
    """Something left to do; the sentence is made when it is read."""

    point: Point
    sentence_of: Callable[[], str]

    @property
    def sentence(self) -> str:
        return self.sentence_of()


Gaps = list[Gap] | None
"""What is left to do on a point; None where the point does not apply."""


NO_DATE = gettext_lazy(
    "“%(milestone)s” has no date, and a report cannot give it one: ask the Platform to amend the plan."
)
NO_TARGET = gettext_lazy(
    "“%(milestone)s” is counted and has no target, and a report cannot give it one: "
    "ask the Platform to amend the plan."
)
"""What a milestone says is the plan's: no report changes it, and a proposal adds another milestone."""
NO_NUMBER = gettext_lazy("“%(milestone)s” has a target. Say which number was reached.")


def dated(facts: Looked) -> Gaps:
    """Dated milestones: the Court found milestones too vague to say whether they are late.

    Looks at what is still to be achieved: a date that is given afterwards would say nothing. One that recurs is dated by its
    periods. An action without a milestone is not judged: the plan's text promised nothing that can be seen to be met.
    """
    ahead = [one for one in facts.promises if one.state == MilestoneState.OPEN]
    if not ahead:
        return None
    return [Gap(Point.DATED, _about(one, NO_DATE)) for one in ahead if one.due is None and not one.recurrence]


def targets(facts: Looked) -> Gaps:
    """Targets: the Court missed clear targets beside what was achieved.

    Looks at milestones that are counted: they recur, have a unit or a number was reported. What is done once, such as a
    paper that is ready by a day, is its own target. How often says when, and not how much.
    """
    counted = [one for one in facts.promises if _is_counted(one) and not one.is_dropped]
    if not counted:
        return None
    return [Gap(Point.TARGETS, _about(one, NO_TARGET)) for one in counted if one.target_from is None]


def _is_counted(one: Promised) -> bool:
    if one.recurrence or one.unit or one.target_from is not None:
        return True
    return any(row.number is not None for row in one.told)


def achievements(facts: Looked) -> Gaps:
    """Achievements beside targets: the Court could not set what was reached beside what was promised.

    Asks a number of each milestone with a target, once it is achieved or its date has passed, and of each due period of one
    that recurs.
    """
    asked = [one for one in facts.promises if one.target_from is not None and _is_time_to_tell(one)]
    if not asked:
        return None
    return [gap for one in asked for gap in _without_number(one)]


def _is_time_to_tell(one: Promised) -> bool:
    if one.recurrence:
        return bool(one.due_periods)
    return one.state == MilestoneState.ACHIEVED or one.is_due


def _without_number(one: Promised) -> Iterator[Gap]:
    if not one.recurrence:
        if one.once.number is None:
            yield Gap(Point.ACHIEVEMENTS, _about(one, NO_NUMBER))
        return
    told = {row.period_start for row in one.told if row.number is not None}
    if missing := len(one.due_periods - told):
        yield Gap(Point.ACHIEVEMENTS, lambda: _periods_words(one, missing))


def _periods_words(one: Promised, missing: int) -> str:
    return ngettext(
        "“%(milestone)s” has a target. Say which number was reached in %(count)s period that is due.",
        "“%(milestone)s” has a target. Say which number was reached in %(count)s periods that are due.",
        missing,
    ) % {"milestone": local(one, "title"), "count": missing}


def forecast(facts: Looked) -> Gaps:
    """A forecast where it is late: the Court could only guess at delays.

    Applies to what is overdue. The rule is that of the check before submitting; it asks what was not started or never
    reported as well.
    """
    end = facts.runs_until
    if end is None or facts.schedule != Schedule.OVERDUE:
        return None
    if not lacks_new_forecast(end, facts.forecast_end, facts.on):
        return []
    return [Gap(Point.FORECAST, lambda: new_forecast_words(end))]


def money(facts: Looked) -> Gaps:
    """Money where there is an amount: the Court found that money was not followed.

    Applies once the action should have started. A line is followed when any organisation reported something committed or
    paid on it in any year; zero is an answer.
    """
    if not facts.lines or facts.schedule == Schedule.NOT_TO_START_YET:
        return None
    return [_no_money(line) for line in facts.lines if not line.has_money]


def _no_money(line: Line) -> Gap:
    def sentence() -> str:
        words = _("Nothing committed or paid is reported on %(line)s. Fill it in, also when it is zero.")
        return words % {"line": f"“{label}”" if (label := local(line, "label")) else _("the budget line")}

    return Gap(Point.MONEY, sentence)


def obstacles(facts: Looked) -> Gaps:
    """Obstacles where it is not on track: the Court missed the reason behind a colour.

    Applies where the lead says "needs attention" or "off track", as the check before submitting does: who says that attention
    is needed knows why. The Platform's verdict does not count, since the lead had not read it.
    """
    if facts.confidence not in IN_TROUBLE:
        return None
    if not lacks_obstacle(facts.confidence, facts.names_obstacle):
        return []
    return [Gap(Point.OBSTACLES, lambda: _("It is not on track. Name the obstacle."))]


def source(facts: Looked) -> Gaps:
    """Source given: the Court could not tell where figures came from.

    Applies to every action with a report, and looks at the lead's. A source for the whole report is enough; else each amount
    and each milestone that is achieved needs its own, and a report without figures one for itself.
    """
    if not facts.has_report:
        return None
    figures = [count for count in (facts.unsourced_amounts, facts.unsourced_milestones) if count is not None]
    unsourced = sum(figures)
    if facts.names_source or (figures and not unsourced):
        return []
    return [Gap(Point.SOURCE, lambda: _source_words(unsourced))]


def _source_words(unsourced: int) -> str:
    if not unsourced:
        return _("The report names no source. Name one.")
    return ngettext(
        "%(count)s figure has no source. Name it there, or one for the whole report.",
        "%(count)s figures have no source. Name it there, or one for the whole report.",
        unsourced,
    ) % {"count": unsourced}


def _about(one: Promised, sentence: Promise) -> Callable[[], str]:
    return lambda: str(sentence) % {"milestone": local(one, "title")}


Judged = Sequence[Gaps]
"""What is left to do on each point, in their order."""
Results = tuple[bool | None, ...]
"""Whether each point is met; None where it does not apply."""
PLACE = {point: place for place, point in enumerate(Point)}


def judged(facts: Looked) -> Judged:
    return (*judged_by_milestones(facts), forecast(facts), *judged_by_what_is_said(facts))


def judged_by_milestones(facts: Looked) -> Judged:
    """The points that look at nothing but milestones and the day; without any, none applies."""
    if not facts.promises:
        return None, None, None
    return dated(facts), targets(facts), achievements(facts)


def judged_by_what_is_said(facts: Looked) -> Judged:
    """The points that look at no milestone and no day."""
    return money(facts) if facts.lines else None, obstacles(facts), source(facts)


def results_of(points: Judged) -> Results:
    return tuple(None if gaps is None else not gaps for gaps in points)
