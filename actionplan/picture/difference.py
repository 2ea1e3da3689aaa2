"""What changed between two pictures of a plan, action by action and field by field; and what an action is counted under.

Each picture is of now, a past day or a closed round. Words that people wrote are no part of a picture: whether they changed is
asked of `words`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any

from actionplan.base.formatting import Twin
from actionplan.base.money import ZERO
from actionplan.reporting.report_fields import TOLD_FACTS, TOLD_TEXTS
from actionplan.reporting.states import (
    Confidence,
    MilestoneState,
    Status,
    has_begun,
    is_taken_up_again,
)

from . import money
from .picture import (
    ActionPicture,
    MilestonePicture,
    Picture,
    ReportPicture,
    ToldMilestone,
)

Day = datetime.date


@dataclass(frozen=True, slots=True)
class TwinText:
    """A title, a name or a summary with its Dutch twin."""

    text: str
    text_nl: str = ""

    local_text = Twin("text")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs. None, or an empty text, is nothing."""

    field: str
    before: Any = None
    after: Any = None
    about: Any = None
    """Of which milestone or body, of which phase or line (its place); of money in which year, None is in total."""
    since: Day | None = None
    """The day from which the plan says so, where an amendment did it."""
    period: Day | None = None
    """Of a milestone that recurs, the first day of the period."""
    spread: str = ""
    """Of what is planned: BY_LEAD or AGAIN, where a lead's own spread of a line is part of it."""

    @property
    def days(self) -> int | None:
        """By how many days it moved, later is positive; None where it is not two days."""
        if isinstance(self.before, datetime.date) and isinstance(self.after, datetime.date):
            return (self.after - self.before).days
        return None


BY_LEAD, AGAIN = "by_lead", "again"
"""Planned as the lead spread it, and derived again after the lead had spread it."""


def differences_between(before: Picture, after: Picture) -> list[ActionDifference]:
    """Of every action on which another report counts or was reviewed, or of which the plan says something else; in its order."""
    was, now = ({action.pk: action for action in picture.actions} for picture in (before, after))
    pairs = (ActionDifference(was.get(pk), now.get(pk), before, after) for pk in {**was, **now})
    return sorted(
        (pair for pair in pairs if pair.is_told or pair.is_amended), key=lambda pair: pair.last.order
    )


@dataclass(frozen=True)
class ActionDifference:
    """An action in two pictures; None is a picture in whose plan it is not."""

    before: ActionPicture | None
    after: ActionPicture | None
    picture_before: Picture
    picture_after: Picture

    @property
    def last(self) -> ActionPicture:
        """As it is now or, of one that went, as it was."""
        return self.after or self.before  # type: ignore[return-value]

    @property
    def both(self) -> tuple[ActionPicture, ActionPicture] | None:
        return (self.before, self.after) if self.before and self.after else None

    @property
    def is_told(self) -> bool:
        """Another report counts, or one was reviewed. Of an action that went nothing more is told."""
        return self.after is not None and _counting(self.before) != _counting(self.after)

    @property
    def is_amended(self) -> bool:
        """The plan says something else, or a lead spread a line otherwise."""
        return self.both is None or printed(self.both[0]) != printed(self.both[1])

    @cached_property
    def changes(self) -> list[FieldChange]:
        """What differs, in the order in which pages show it.

        Of an action that came into the plan: that, and all that is said of it; of one that went: that it did.
        """
        return [*self._of_its_place(), *self._of_the_plan(), *self._of_what_is_said(), *self._of_bodies()]

    @cached_property
    def new_reports(self) -> list[ReportPicture]:
        """The reports that count since, and those that were reviewed since: the oldest first."""
        known = _counting(self.before)
        reports = self.after.reports if self.after else ()
        new = [one for one in reports if one.pk not in known or known[one.pk] != one.reviewed_at]
        return sorted(new, key=lambda report: (report.submitted_at, report.pk))

    def said_by(self, change: FieldChange) -> list[ReportPicture]:
        """The reports behind a change; none where it follows from the plan, or no report that counts says so any more.

        What the lead says is said by the action's word, a verdict only by one that was reviewed; money by the new reports of the
        organisations whose own amount is another.
        """
        if change.field in SPENT:
            return self._said_money(change)
        word = self.after.word if self.after else None
        if word is None or change.field not in SAID_BY_THE_WORD:
            return []
        if change.field == "verdict":
            return [word] if word.reviewed_at else []
        return [] if self.before and self.before.word and self.before.word.pk == word.pk else [word]

    def _said_money(self, change: FieldChange) -> list[ReportPicture]:
        known = _counting(self.before)
        was, now = (_amounts(one, change) for one in (self.before, self.after))
        return [
            report
            for report in self.new_reports
            if report.pk not in known and was.get(report.organisation) != now.get(report.organisation)
        ]

    def _of_its_place(self) -> Iterator[FieldChange]:
        before, after = self.before, self.after
        if after and not before:
            yield FieldChange("added", None, _title(after), since=after.in_force_from)
        if before and not after:
            gone = self.picture_after.gone.get(before.code)
            field, into = ("merged", gone.merged_into) if gone and gone.merged_into else ("withdrawn", None)
            yield FieldChange(field, _title(before), into, since=gone.since if gone else None)
        if before and after and _title(before) != _title(after):
            yield FieldChange("title", _title(before), _title(after))

    def _of_the_plan(self) -> Iterator[FieldChange]:
        if self.both is None:
            return
        was, now = self.both
        old, new = (TwinText(one.summary, one.summary_nl) for one in self.both)
        if old != new:
            yield FieldChange("summary", old, new)
        yield from _of_fields(["objective", "kind", "limited"], was, now)
        since = max((phase.in_force_from for phase in now.phases if phase.in_force_from), default=None)
        dates = [*_of_fields(["runs_from", "runs_until"], was, now, since)]
        yield from dates
        if len(was.phases) > 1 or len(now.phases) > 1 or not dates:
            yield from _of_places("phase", was.phases, now.phases, _compared_of_a_phase)
        yield from _of_places("line", was.lines, now.lines, _compared_of_a_line)

    def _of_what_is_said(self) -> Iterator[FieldChange]:
        if self.after is None:
            return
        before = self.before or replace(self.after, reports=(), milestones=(), lines=(), slip=None)
        yield from _of_fields(OF_THE_WORD, before, self.after)
        for name, path in [("slip_adopted", "against_adopted"), ("slip_in_force", "against_in_force")]:
            was, now = (one.slip and getattr(one.slip, path) for one in (before, self.after))
            if was != now:
                yield FieldChange(name, was, now)
        yield from _of_milestones(before.milestones, self.after.milestones)
        yield from _of_money(before, self.after)

    def _of_bodies(self) -> Iterator[FieldChange]:
        """The lead, and the part of each minister and organisation: nothing is no part."""
        if self.both is None:
            return
        was, now = self.both
        if was.lead != now.lead:
            leads = self._organisation(was.lead), self._organisation(now.lead)
            yield FieldChange("lead", *leads, since=now.lead_since if now.lead else None)
        yield from _of_parts("minister", was.involvements, now.involvements, self._minister)
        yield from _of_parts("organisation", was.promotions, now.promotions, self._organisation)

    def _organisation(self, key: str | None) -> TwinText | None:
        bodies = {**self.picture_before.organisations, **self.picture_after.organisations}
        return TwinText(bodies[key].name, bodies[key].name_nl) if key else None

    def _minister(self, key: str) -> TwinText | None:
        ministers = {**self.picture_before.ministers, **self.picture_after.ministers}
        return TwinText(ministers[key].title, ministers[key].title_nl)


# Field by field

OF_THE_WORD = [*TOLD_FACTS, "verdict"]
"""Whether its words changed is asked of `words`."""
SAID_BY_THE_WORD = {*OF_THE_WORD, "milestone_state", *TOLD_TEXTS}
"""Of a slip the portal keeps count, against ends of which the plan has its say: nobody reports it."""
SPENT = [measure for measure in money.MEASURES if measure != "planned"]
_what_a_milestone_says = attrgetter(
    *["key", "order", "origin", "title", "title_nl", "due", "due_precision", "recurrence"],
    *["target_from", "target_to", "unit", "printed_as", "in_force_from"],
)
_what_a_line_says = attrgetter(
    *["place", "label", "label_nl", "kind", "amount", "per_year", "phase_place", "start", "end"],
    *["printed_as", "article", "in_force_from", "funding", "spread"],
)
_what_an_action_says = attrgetter(
    *["objective", "theme", "title", "title_nl", "summary", "summary_nl", "kind", "timing_printed"],
    *["budget_printed", "limited", "in_force_from", "lead", "lead_since"],
    *["involvements", "promotions", "references", "phases", "adopted_phases"],
)


def printed(action: ActionPicture) -> tuple[Any, ...]:
    """All that the plan says of it, and how its lead spread its lines; that it will go is told when it goes."""
    milestones = [_what_a_milestone_says(one) for one in action.milestones]
    return _what_an_action_says(action), milestones, [_what_a_line_says(line) for line in action.lines]


def _counting(action: ActionPicture | None) -> dict[int, datetime.datetime | None]:
    """The reports that hold, by their keys, with when each was reviewed."""
    return {report.pk: report.reviewed_at for report in action.reports} if action else {}


def _title(action: ActionPicture | MilestonePicture) -> TwinText:
    return TwinText(action.title, action.title_nl)


def _of_fields(
    names: Iterable[str], was: ActionPicture, now: ActionPicture, since: Day | None = None
) -> Iterator[FieldChange]:
    for name in names:
        if getattr(was, name) != getattr(now, name):
            yield FieldChange(name, getattr(was, name), getattr(now, name), since=since)


_compared_of_a_phase = attrgetter(
    "label", "label_nl", "start", "start_precision", "end", "end_precision", "continuous"
)
_compared_of_a_line = attrgetter("label", "label_nl", "kind", "amount", "per_year")
"""What else a line says shows in what is planned."""


def _of_places(
    field: str, was: Iterable[Any], now: Iterable[Any], compared: Callable[[Any], Any]
) -> Iterator[FieldChange]:
    """Of phases or lines, by their places."""
    before, after = ({one.place: one for one in rows} for rows in (was, now))
    for place in sorted({*before, *after}):
        old, new = before.get(place), after.get(place)
        if old is None or new is None or compared(old) != compared(new):
            yield FieldChange(field, old, new, place, new.in_force_from if new else None)


def _of_parts(
    field: str, was: Iterable[Any], now: Iterable[Any], name_of: Callable[[str], TwinText | None]
) -> Iterator[FieldChange]:
    """Of the parts that ministers or organisations have in the action: their roles."""
    before, after = ({getattr(row, field): row for row in rows} for rows in (was, now))
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(key), after.get(key)
        roles = old.role if old else "", new.role if new else ""
        if roles[0] != roles[1]:
            yield FieldChange(field, *roles, about=name_of(key), since=new.in_force_from if new else None)


def _of_milestones(
    before: Iterable[MilestonePicture], after: Iterable[MilestonePicture]
) -> Iterator[FieldChange]:
    was, now = ({one.key: one for one in milestones} for milestones in (before, after))
    for key, one in now.items():
        if key in was:
            yield from _of_milestone(was[key], one)
        else:
            yield FieldChange("milestone", None, one, _title(one), one.in_force_from)
            yield from _of_told((), one)
    for key, one in was.items():
        if key not in now:
            yield FieldChange("milestone", one, None, _title(one))


def _target(one: MilestonePicture) -> tuple[Decimal | None, Decimal | None, str]:
    return one.target_from, one.target_to, one.unit


def _of_milestone(was: MilestonePicture, now: MilestonePicture) -> Iterator[FieldChange]:
    pairs = [
        ("milestone_title", _title(was), _title(now)),
        ("milestone_due", was.due, now.due),
        ("milestone_recurrence", was.recurrence, now.recurrence),
        ("milestone_target", _target(was), _target(now)),
    ]
    for field, old, new in pairs:
        is_vaguer = field == "milestone_due" and was.due_precision != now.due_precision
        if old != new or is_vaguer:
            yield FieldChange(field, old, new, _title(now), now.in_force_from)
    yield from _of_told(was.told, now)


def _of_told(told: Iterable[ToldMilestone], now: MilestonePicture) -> Iterator[FieldChange]:
    """By period; one of which nothing is said is open."""
    before, after = ({row.period_start: row for row in rows} for rows in (told, now.told))
    for period in sorted({*before, *after}, key=lambda day: day or Day.min):
        open_one = ToldMilestone(now.key, period, MilestoneState.OPEN, None, None, names_source=False)
        old, new = before.get(period, open_one), after.get(period, open_one)
        if _what_is_told(old) != _what_is_told(new):
            yield FieldChange("milestone_state", old, new, _title(now), period=period)


_what_is_told = attrgetter("state", "achieved_on", "number")


def _of_money(before: ActionPicture, after: ActionPicture) -> Iterator[FieldChange]:
    """The total of each measure where it differs, then the years that do; planned follows from the plan.

    A forecast is that of a year's end: it has no total.
    """
    was, now = (money.by_year([action]) for action in (before, after))
    for measure in money.MEASURES:
        old, new = (
            {year: sums[measure] for year, sums in side.items() if measure in sums} for side in (was, now)
        )
        total: list[int | None] = [] if measure == "forecast" else [None]
        for about in [*total, *sorted({*old, *new})]:
            if _in(old, about) != _in(new, about):
                spread = _spread(before, after, about) if measure == "planned" else ""
                yield FieldChange(measure, _in(old, about), _in(new, about), about, spread=spread)


def _in(years: Mapping[int, Decimal], about: int | None) -> Decimal | None:
    """In the year or in total; unknown where nothing is known."""
    if about is None:
        return sum(years.values(), ZERO) if years else None
    return years.get(about)


def _spread(before: ActionPicture, after: ActionPicture, about: int | None) -> str:
    """Whether a line of which another amount is planned is spread by the lead, or was and is not any more."""
    was, now = ({line.place: line for line in action.lines} for action in (before, after))
    found = ""
    for place in {*was, *now}:
        old, new = was.get(place), now.get(place)
        if _in(old.planned if old else {}, about) == _in(new.planned if new else {}, about):
            continue
        if new and not new.is_derived:
            return BY_LEAD
        if old and not old.is_derived:
            if new is None:
                return BY_LEAD
            found = AGAIN
    return found


def _amounts(action: ActionPicture | None, change: FieldChange) -> dict[str, Decimal]:
    """What each organisation says of the measure, in the year or in total; nothing of who does not say it."""
    found: dict[str, Decimal] = {}
    for report in action.reports if action else ():
        for row in report.spending:
            amount = getattr(row, change.field)
            if amount is not None and change.about in (row.year, None):
                found[report.organisation] = found.get(report.organisation, ZERO) + amount
    return found


# What it is counted under


def _of_both(holds: Callable[[ActionPicture, ActionPicture], bool]) -> Callable[[ActionDifference], bool]:
    """Of an action that is in the plan on both sides; what was added or went counts as that alone."""
    return lambda pair: pair.both is not None and holds(*pair.both)


def _became(status: str) -> Callable[[ActionDifference], bool]:
    return _of_both(lambda was, now: was.status != status == now.status)


def expected_end(action: ActionPicture) -> Day | None:
    """The actual end, else the forecast, else the planned one."""
    return action.actual_end or action.forecast_end or action.runs_until


def has_slipped(was: ActionPicture, now: ActionPicture) -> bool:
    before, after = expected_end(was), expected_end(now)
    return before is not None and after is not None and after > before


def _is_worse(was: str, now: str) -> bool:
    """Of confidence or verdict; not said is neither better nor worse."""
    worse = Confidence.values
    return bool(was and now) and worse.index(now) > worse.index(was)


KINDS: dict[str, Callable[[ActionDifference], bool]] = {
    "completed": _became(Status.COMPLETED),
    "stopped": _became(Status.STOPPED),
    "begun": _of_both(lambda was, now: has_begun(was.status, now.status)),
    "reopened": _of_both(lambda was, now: is_taken_up_again(was.status, now.status)),
    "on_hold": _of_both(lambda was, now: bool(now.on_hold_since) and not was.on_hold_since),
    "resumed": _of_both(
        lambda was, now: bool(was.on_hold_since) and not now.on_hold_since and now.status == Status.ONGOING
    ),
    "slipped": _of_both(has_slipped),
    "sooner": _of_both(lambda was, now: has_slipped(now, was)),
    "back": _of_both(
        lambda was, now: now.confidence == Confidence.ON_TRACK and _is_worse(now.confidence, was.confidence)
    ),
    "worse": _of_both(lambda was, now: _is_worse(was.confidence, now.confidence)),
    "assessed_better": _of_both(lambda was, now: _is_worse(now.verdict, was.verdict)),
    "assessed_worse": _of_both(lambda was, now: _is_worse(was.verdict, now.verdict)),
    "added": lambda pair: pair.before is None,
    "withdrawn": lambda pair: pair.after is None,
    "renamed": _of_both(lambda was, now: _title(was) != _title(now)),
    "rescheduled": _of_both(
        lambda was, now: (was.runs_from, was.runs_until) != (now.runs_from, now.runs_until)
    ),
    "amended": lambda pair: pair.is_amended,
    "reported": lambda pair: pair.is_told,
}
"""By name; what concerns several, an action is counted under each."""
