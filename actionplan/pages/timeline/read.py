"""The timeline: how many actions are later than planned or past their end date, and each as planned and reported."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from actionplan.base import formatting
from actionplan.base.timeline_chart import Axis, Course, MilestonePoint, Stretch, course_of
from actionplan.pages.chart_files import CourseChart, CourseRow
from actionplan.pages.choices import Choices
from actionplan.picture import schedule, sentences
from actionplan.picture.bodies import ObjectivePicture
from actionplan.picture.measures import measure_named
from actionplan.picture.milestones import MilestoneOutcome
from actionplan.picture.picture import ActionPicture, MilestonePicture, PhasePicture
from actionplan.planned.words import period_in_words
from actionplan.reporting.states import MilestoneState, Schedule

from .forms import NO_END, TimelineFilter, days_of, ends_in, meets


@dataclass(frozen=True)
class CountedDays:
    """How many actions are later than planned, or past their end date, and the worst of them."""

    count: int
    url: str
    days: int = 0
    worst: ActionPicture | None = None

    @property
    def at_most(self) -> str:
        words = ngettext("by %(days)s day at most", "by %(days)s days at most", self.days)
        return words % {"days": formatting.number(self.days)}

    def same_figures(self, other: CountedDays) -> bool:
        """If they are equal, amendments made no difference."""
        return (self.count, self.days, self.worst) == (other.count, other.days, other.worst)


def summary_of(choices: Choices, chosen: TimelineFilter) -> dict[str, Any]:
    """The page in a few figures, each linked to its actions, in the whole scope, whatever the filter."""
    actions, year = choices.actions, str(choices.moment.reckoned_on.year)
    after_adopted, after_in_force = (
        _counted(choices, chosen, "adopted"),
        _counted(choices, chosen, "in_force"),
    )
    return {
        "later": _counted(choices, chosen, "any"),
        "after_adopted": after_adopted,
        "after_in_force": after_in_force,
        "is_amended": not after_adopted.same_figures(after_in_force),
        "overdue": _counted(choices, chosen, "overdue"),
        "unforeseen": _counted(choices, chosen, "unforeseen"),
        "not_started": measure_named("schedule").counts(actions)[Schedule.SHOULD_HAVE_STARTED],
        "not_started_url": choices.list_url(schedule=Schedule.SHOULD_HAVE_STARTED),
        "year": year,
        "ending": sum(ends_in(action) == year for action in actions),
        "ending_url": chosen.url(choices, slip="", ends=year),
        "endless": len(actions.without_end()),
        "endless_url": chosen.url(choices, slip="", ends=NO_END),
    }


def _days(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": formatting.number(days)}


def _counted(choices: Choices, chosen: TimelineFilter, slip: str) -> CountedDays:
    matching = choices.actions.where(lambda action: meets(action, slip))
    url = chosen.url(choices, slip=slip, ends="")
    if not matching:
        return CountedDays(0, url)
    worst = max(matching, key=lambda action: (days_of(action, slip) or 0, -action.order))
    days = days_of(worst, slip) or 0
    return CountedDays(len(matching), url, days, worst)


@dataclass(frozen=True)
class TimelineMilestone:
    """A milestone in words."""

    milestone: MilestonePicture

    @cached_property
    def words(self) -> str:
        """When it was due, and what became of it."""
        milestone = self.milestone
        if milestone.recurrence:
            count = sum(row.state == MilestoneState.ACHIEVED for row in milestone.told)
            achieved = ngettext("%(count)s period achieved", "%(count)s periods achieved", count)
            return f"{milestone.recurrence_words}, {achieved % {'count': count}}"
        if milestone.due is None:
            due = str(MilestoneOutcome.UNDATED.label)
        else:
            due = _("due %(day)s") % {"day": formatting.vague(milestone.due, milestone.due_precision)}
        return ", ".join(filter(None, [due, self._outcome_words, sentences.overtaken_words(milestone)]))

    @property
    def _outcome_words(self) -> str:
        milestone = self.milestone
        words = str(MilestoneOutcome(milestone.outcome).label)
        if milestone.is_achieved:
            words = _("achieved %(day)s") % {"day": formatting.short_day(milestone.achieved_on)}
        return ", ".join(filter(None, [words, sentences.past_its_date_words(milestone)]))

    @property
    def sentence(self) -> str:
        return f"{self.milestone.local_title}: {self.words}"


@dataclass(frozen=True)
class TimelineAction:
    """An action as a row: in words, and drawn."""

    action: ActionPicture
    url: str
    axis: Axis

    @property
    def status(self) -> str:
        return sentences.status_word(self.action.status)

    @property
    def status_note(self) -> str:
        return sentences.status_note(self.action)

    @property
    def was_rescheduled(self) -> bool:
        return schedule.was_rescheduled(self.action)

    @property
    def adopted(self) -> str:
        """The planned period as adopted, as vaguely as the plan prints it."""
        phases = self.action.adopted_phases
        return _planned_words(phases) if phases else _("not in the plan as adopted")

    @property
    def in_force(self) -> str:
        return _planned_words(self.action.phases)

    @property
    def reported(self) -> list[str]:
        """When it started, and when it ended or is expected to."""
        action = self.action
        start, end, forecast = map(
            formatting.day, [action.actual_start, action.actual_end, action.forecast_end]
        )
        started = [_("Started %(day)s.") % {"day": start}] if action.actual_start else []
        if action.actual_end:
            return [*started, _("Ended %(day)s.") % {"day": end}]
        return [*started, *([_("Forecast end %(day)s.") % {"day": forecast}] if action.forecast_end else [])]

    @cached_property
    def slip_sentences(self) -> list[str]:
        """The end compared with the promised ends, and how often the forecast moved."""
        slip = self.action.slip
        if slip is None:
            return []
        moved = ngettext("The forecast moved once.", "The forecast moved %(count)s times.", slip.moved)
        return [*sentences.slip_sentences(slip), *([moved % {"count": slip.moved}] if slip.moved else [])]

    @property
    def slips(self) -> tuple[int | None, int | None, int | None]:
        """Days later than the end as adopted and than that in force, and how often the forecast moved."""
        slip = self.action.slip
        return (slip.against_adopted, slip.against_in_force, slip.moved) if slip else (None, None, None)

    @property
    def late_by(self) -> str:
        """How long ago its end date passed, or that its start date did; empty if neither."""
        return sentences.passed_words(self.action)

    @property
    def later_by(self) -> str:
        """By how many days its end, or its forecast, lies after the end as adopted; empty if it does not."""
        return _days(days_of(self.action, "adopted") or 0) if meets(self.action, "adopted") else ""

    @property
    def overdue(self) -> str:
        """How long ago its end date passed, and the forecast; empty if it did not."""
        is_past = self.action.schedule == Schedule.OVERDUE
        return f"{capfirst(sentences.schedule_words(self.action))}." if is_past else ""

    @cached_property
    def milestones(self) -> list[TimelineMilestone]:
        return [TimelineMilestone(milestone) for milestone in self.action.milestones]

    @property
    def when(self) -> list[str]:
        """When it is to run, and when it started and ended, in sentences."""
        words = {"period": self.in_force, "in_force": self.in_force, "adopted": self.adopted}
        if self.was_rescheduled:
            planned = _("As adopted: %(adopted)s; in force: %(in_force)s.") % words
        else:
            planned = _("Planned: %(period)s.") % words
        return [planned, *self.reported]

    @property
    def message(self) -> str:
        """Everything that the chart shows of the action."""
        milestones = [f"{milestone.sentence}." for milestone in self.milestones]
        return " ".join([*self.when, *self.slip_sentences, *milestones])

    @cached_property
    def course(self) -> Course:
        action = self.action
        return course_of(
            self.axis,
            adopted=_stretches(action.adopted_phases),
            in_force=_stretches(action.phases),
            started=action.actual_start,
            ended=action.actual_end,
            forecast_end=action.forecast_end,
            milestones=[
                MilestonePoint(day, row.sentence, row.milestone.shape)
                for row in self.milestones
                if not row.milestone.recurrence and (day := row.milestone.achieved_on or row.milestone.due)
            ],
        )


def _planned_words(phases: Iterable[PhasePicture]) -> str:
    return "; ".join(map(period_in_words, phases)) or _("no dates printed")


def _stretches(phases: Iterable[PhasePicture]) -> list[Stretch]:
    return [
        Stretch(phase.start, phase.start_precision or "", phase.end, phase.end_precision or "")
        for phase in phases
    ]


def axis_of(choices: Choices, on: datetime.date | None = None) -> Axis:
    """`on` is the day marked, unless it is that of the moment."""
    plan = choices.picture.plan
    return Axis(plan.start, plan.end, on or choices.moment.reckoned_on)


def rows_of(choices: Choices, actions: Iterable[ActionPicture]) -> list[TimelineAction]:
    axis = axis_of(choices)
    return [TimelineAction(action, choices.action_url(action.code), axis) for action in actions]


def one_action(choices: Choices, action: ActionPicture) -> TimelineAction:
    """Of an action that left the plan nothing was carried out after that."""
    on = choices.moment.reckoned_on
    if action.has_left and action.in_force_until:
        on = min(on, action.in_force_until - datetime.timedelta(days=1))
    return TimelineAction(action, choices.action_url(action.code), axis_of(choices, on))


LEGEND = {
    "planned": gettext_lazy("planned"),
    "was": gettext_lazy("thin: as adopted, where it was amended"),
    "vague": gettext_lazy("dashed: the date is vague"),
    "edge-open": gettext_lazy("no start or no end"),
    "edge-beyond": gettext_lazy("goes on beyond the chart"),
    "past": gettext_lazy("carried out"),
    "forecast": pgettext_lazy("schedule", "forecast"),
    "end-ended": gettext_lazy("ended"),
    "end-passed": gettext_lazy("forecast end that has passed"),
    "point-achieved": gettext_lazy("milestone achieved"),
    "point-open": gettext_lazy("milestone still to come"),
    "point-missed": gettext_lazy("milestone due, not achieved"),
    "point-dropped": gettext_lazy("milestone dropped"),
}
"""The looks of shapes, in words."""


def legend_of(rows: Iterable[TimelineAction]) -> list[tuple[str, str]]:
    """The looks of the shapes of the rows, with their words."""
    looks = {look for row in rows for look in row.course.looks}
    return [(look, str(words)) for look, words in LEGEND.items() if look in looks]


def chart_of(
    name: str, title: str, rows: Sequence[TimelineAction], axis: Axis, which: Sequence[str] = ()
) -> CourseChart:
    """As a file; `which` says which actions the page keeps."""
    shown = [
        CourseRow(f"{row.action.code} {row.action.local_title}", row.course, row.late_by) for row in rows
    ]
    return CourseChart(name, title, legend_of(rows), shown, which, axis=axis)


@dataclass(frozen=True)
class TimelineGroup:
    """The rows of a page under one head; `count` is of all of its actions, on any page."""

    value: str
    count: int
    url: str
    objective: ObjectivePicture | None
    rows: list[TimelineAction]

    @property
    def name(self) -> str:
        """The heading of a group that is not an objective."""
        if not self.value:
            return _("All actions")
        return _("No end") if self.value == NO_END else _("Ends in %(year)s") % {"year": self.value}


def groups_of(
    choices: Choices,
    chosen: TimelineFilter,
    actions: Iterable[ActionPicture],
    rows: Iterable[TimelineAction],
) -> list[TimelineGroup]:
    """In the order of the rows of the page; `actions` are those of all pages."""
    counts = Counter(map(chosen.group_of, actions))
    groups: dict[str, TimelineGroup] = {}
    for row in rows:
        value = chosen.group_of(row.action)
        if value not in groups:
            objective = choices.picture.objectives[row.action.objective] if chosen.by == "objective" else None
            groups[value] = TimelineGroup(
                value, counts[value], _group_url(choices, chosen, value), objective, []
            )
        groups[value].rows.append(row)
    return list(groups.values())


def _group_url(choices: Choices, chosen: TimelineFilter, value: str) -> str:
    if chosen.by == "objective":
        return choices.url("timeline", **chosen.query, objective=value)
    return chosen.url(choices, ends=value) if chosen.by == "year" else chosen.url(choices)


TIMELINE_COLUMNS = [
    (gettext_lazy("Code"), lambda row: row.action.code),
    (gettext_lazy("Action"), lambda row: row.action.local_title),
    (gettext_lazy("Objective"), lambda row: row.action.objective),
    (gettext_lazy("Status"), lambda row: row.status),
    (gettext_lazy("Planned as adopted"), lambda row: row.adopted),
    (gettext_lazy("Start as adopted"), lambda row: schedule.period_of(row.action.adopted_phases).start),
    (gettext_lazy("End as adopted"), lambda row: row.action.adopted_until),
    (gettext_lazy("Planned, in force"), lambda row: row.in_force),
    (gettext_lazy("Start in force"), lambda row: row.action.runs_from),
    (gettext_lazy("End in force"), lambda row: row.action.runs_until),
    (gettext_lazy("Actual start"), lambda row: row.action.actual_start),
    (gettext_lazy("Actual end"), lambda row: row.action.actual_end),
    (gettext_lazy("Forecast end"), lambda row: row.action.forecast_end),
    (gettext_lazy("Days later than the end as adopted"), lambda row: days_of(row.action, "adopted")),
    (gettext_lazy("Days later than the end in force"), lambda row: days_of(row.action, "in_force")),
    (gettext_lazy("Days past end date"), lambda row: days_of(row.action, "overdue")),
    (gettext_lazy("Times the forecast moved"), lambda row: row.action.slip and row.action.slip.moved),
    (gettext_lazy("Milestones due"), lambda row: row.action.milestones_due),
    (gettext_lazy("Achieved of those due"), lambda row: row.action.milestones_achieved),
    (gettext_lazy("Milestones"), lambda row: "; ".join(milestone.sentence for milestone in row.milestones)),
]
"""Of the file: heads and values. Days are dates, unknown is empty."""
