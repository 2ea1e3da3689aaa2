"""An action of the timeline in words: what was planned, what was reported, by how much it slipped; for page and export."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionplan.base import formatting
from actionplan.base.schedule_chart import Milestone, reported_in_words
from actionplan.base.spoken import spoken
from actionplan.base.timeline_chart import Stretch, TimelineAxis, TimelineRow, timeline_row
from actionplan.portal.action_facts import phase_words
from actionplan.reporting.milestone_states import MilestoneSchedule
from actionplan.reporting.timelines import Course, PlannedPhase, PromisedMilestone
from actionplan.reporting.words import status_note, status_word
from actions.states import Recurrence

from .timeline_facts import TimelineFact

SHAPES = {MilestoneSchedule.MISSED: "missed", MilestoneSchedule.DROPPED: "dropped"}


@dataclass(frozen=True)
class MilestoneInWords:
    """A milestone, with what became of it and its shape in the chart."""

    milestone: PromisedMilestone

    @cached_property
    def words(self) -> str:
        return milestone_words(self.milestone)

    @property
    def shape(self) -> str:
        return "achieved" if self.milestone.is_achieved else SHAPES.get(self.milestone.schedule, "open")

    @cached_property
    def sentence(self) -> str:
        return f"{self.milestone.local_title}: {self.words}"


@dataclass(frozen=True)
class Row:
    """One action, with where it stands; `on` is the day reckoned on."""

    fact: TimelineFact
    action: Any
    course: Course
    on: datetime.date
    url: str = ""

    @property
    def status(self) -> str:
        return status_word(self.action)

    @property
    def status_note(self) -> str:
        return status_note(self.action)

    @cached_property
    def adopted(self) -> str:
        """The planned period as adopted, as vaguely as the plan prints it."""
        if not self.course.planned.adopted:
            return _("not in the plan as adopted")
        return _planned_words(self.course.planned.adopted)

    @cached_property
    def in_force(self) -> str:
        return _planned_words(self.course.planned.in_force)

    @property
    def adopted_words(self) -> str:
        return _("as adopted: %(period)s") % {"period": self.adopted}

    @property
    def in_force_words(self) -> str:
        return _("in force: %(period)s") % {"period": self.in_force}

    @property
    def milestones_words(self) -> str:
        due = self.milestones_due
        return _achieved_words(self.milestones_achieved, due)

    @property
    def were_amended(self) -> bool:
        return self.course.planned.were_amended

    @cached_property
    def reported(self) -> tuple[str, ...]:
        course = self.course
        return reported_in_words(course.actual_start, course.actual_end, course.forecast_end)

    @cached_property
    def slipped(self) -> Sequence[str]:
        """The end against the ends promised, and how often the forecast moved."""
        slip = self.course.slip
        if slip is None:
            return ()
        return (*slip.sentences, _moved_words(slip.moved)) if slip.moved else slip.sentences

    @property
    def has_no_forecast(self) -> bool:
        """Past its end, and nobody has said until when."""
        return self.fact.is_late_without_forecast(self.on)

    @cached_property
    def milestones(self) -> list[MilestoneInWords]:
        return [MilestoneInWords(one) for one in self.course.milestones]

    @cached_property
    def missed(self) -> list[MilestoneInWords]:
        return [one for one in self.milestones if one.milestone.is_missed]

    @cached_property
    def milestones_due(self) -> int:
        return sum(one.is_due for one in self.course.milestones)

    @property
    def milestones_achieved(self) -> int:
        """Of those that are due."""
        return sum(one.is_due and one.is_achieved for one in self.course.milestones)

    @cached_property
    def message(self) -> str:
        """Everything that the chart shows of the action."""
        planned = _period_words(self.adopted if self.were_amended else None, self.in_force)
        milestones = [f"{one.sentence}." for one in self.milestones]
        return " ".join([planned, *self.reported, *self.slipped, *milestones])

    def drawn_on(self, axis: TimelineAxis) -> TimelineRow:
        course = self.course
        return timeline_row(
            axis.axis,
            adopted=_stretches(course.planned.adopted),
            in_force=_stretches(course.planned.in_force),
            on=self.on,
            started=course.actual_start,
            ended=course.actual_end,
            forecast_end=course.forecast_end,
            milestones=[
                Milestone(day, one.sentence, one.shape)  # type: ignore[arg-type]
                for one in self.milestones
                if not one.milestone.recurrence and (day := one.milestone.achieved_on or one.milestone.due)
            ],
        )


def _stretches(phases: tuple[PlannedPhase, ...]) -> list[Stretch]:
    return [Stretch(one.start, one.start_precision, one.end, one.end_precision) for one in phases]


def _planned_words(phases: tuple[PlannedPhase, ...]) -> str:
    return "; ".join(phase_words(phase) for phase in phases) or _("no dates printed")  # type: ignore[arg-type]


@spoken
def _period_words(adopted: str | None, in_force: str) -> str:
    """`adopted` where it was amended since."""
    if adopted is None:
        return _("Planned: %(period)s.") % {"period": in_force}
    return _("As adopted: %(adopted)s; in force: %(in_force)s.") % {"adopted": adopted, "in_force": in_force}


@spoken
def _moved_words(count: int) -> str:
    moved = ngettext("The forecast moved once.", "The forecast moved %(count)s times.", count)
    return moved % {"count": count}


@spoken
def _achieved_words(achieved: int, due: int) -> str:
    words = ngettext(
        "%(achieved)s of %(due)s milestone due achieved.",
        "%(achieved)s of %(due)s milestones due achieved.",
        due,
    )
    return words % {"achieved": achieved, "due": due}


def milestone_words(one: PromisedMilestone) -> str:
    """When it was due, and what became of it."""
    if one.recurrence:
        return _periods_words(one.recurrence, one.periods_achieved)
    became = _what_became_of(one.schedule, one.achieved_on, one.days_late)
    return f"{_due_words(one.due, one.due_precision)}, {became}"


@spoken
def _periods_words(recurrence: str, achieved: int) -> str:
    periods = ngettext("%(count)s period achieved", "%(count)s periods achieved", achieved)
    return f"{Recurrence(recurrence).label}, {periods % {'count': achieved}}"


@spoken
def _due_words(due: datetime.date | None, precision: str) -> str:
    if due is None:
        return str(MilestoneSchedule.UNDATED.label)
    return _("due %(day)s") % {"day": formatting.vague(due, precision)}


@spoken
def _what_became_of(schedule: MilestoneSchedule, achieved_on: datetime.date | None, days_late: int) -> str:
    days = {"days": formatting.number(days_late), "day": formatting.short_day(achieved_on)}
    if schedule == MilestoneSchedule.LATE:
        late = ngettext(
            "achieved %(day)s, %(days)s day late", "achieved %(day)s, %(days)s days late", days_late
        )
        return late % days
    if achieved_on is not None:
        return _("achieved %(day)s") % days
    if schedule == MilestoneSchedule.MISSED:
        return ngettext("missed by %(days)s day so far", "missed by %(days)s days so far", days_late) % days
    return str(schedule.label)


@dataclass(frozen=True)
class Column:
    """A column of the export; days are dates, unknown is empty."""

    label: Any
    value: Callable[[Row], Any]


def _slip(name: str) -> Callable[[Row], int | None]:
    return lambda row: getattr(row.course.slip, name) if row.course.slip else None


COLUMNS = [
    Column(gettext_lazy("Code"), lambda row: row.fact.code),
    Column(gettext_lazy("Action"), lambda row: row.action.local_title),
    Column(gettext_lazy("Objective"), lambda row: int(row.fact.objective)),
    Column(gettext_lazy("Status"), lambda row: row.status),
    Column(gettext_lazy("Planned as adopted"), lambda row: row.adopted),
    Column(gettext_lazy("Start as adopted"), lambda row: row.course.planned.period_as_adopted.start),
    Column(gettext_lazy("End as adopted"), lambda row: row.course.planned.period_as_adopted.end),
    Column(gettext_lazy("Planned, in force"), lambda row: row.in_force),
    Column(gettext_lazy("Start in force"), lambda row: row.course.planned.period_in_force.start),
    Column(gettext_lazy("End in force"), lambda row: row.course.planned.period_in_force.end),
    Column(gettext_lazy("Actual start"), lambda row: row.course.actual_start),
    Column(gettext_lazy("Actual end"), lambda row: row.course.actual_end),
    Column(gettext_lazy("Forecast end"), lambda row: row.course.forecast_end),
    Column(gettext_lazy("Days after the end as adopted"), _slip("against_adopted")),
    Column(gettext_lazy("Days after the end in force"), _slip("against_in_force")),
    Column(gettext_lazy("Times the forecast moved"), _slip("moved")),
    Column(gettext_lazy("Milestones due"), lambda row: row.milestones_due),
    Column(gettext_lazy("Achieved of those due"), lambda row: row.milestones_achieved),
    Column(gettext_lazy("Milestones"), lambda row: "; ".join(one.sentence for one in row.milestones)),
]
