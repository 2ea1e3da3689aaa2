"""What changed between two pictures of a plan, by action and field.

Each picture is of now, a past day or a closed round. Texts that people wrote are not part of a picture: see
`words`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any

from actionplan.base.formatting import Twin
from actionplan.base.money import ZERO
from actionplan.planned.document import PlannedIndicator, PlannedMilestone
from actionplan.reporting.report_fields import COMPARED_FACTS, COMPARED_TEXTS
from actionplan.reporting.states import (
    MilestoneState,
)

from . import money
from .indicators import IndicatorPicture
from .picture import (
    ActionPicture,
    LinePicture,
    MilestonePicture,
    Picture,
    ReportedMilestonePicture,
    ReportPicture,
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
    """One field that differs. None or an empty text means no value."""

    field: str
    before: Any = None
    after: Any = None
    about: Any = None
    """The milestone or body, or the place of the phase or line; for money the year, or None for the total; for how final
    figures are, the year and the place of the line."""
    since: Day | None = None
    """The day from which an amendment made the change, if one did."""
    period: Day | None = None
    """For a recurring milestone, the first day of the period."""
    spread: str = ""
    """For planned amounts: BY_LEAD or DERIVED_AGAIN, if a lead's own spread of a line plays a part."""
    is_stated: bool = False
    """For planned amounts: whether the plan states those of a line that plays a part."""
    lacks: bool = False
    """For money: whether one of the sums lacks a figure that was withdrawn."""

    @property
    def days(self) -> int | None:
        """The number of days it moved, positive if later; None unless both values are days."""
        if isinstance(self.before, datetime.date) and isinstance(self.after, datetime.date):
            return (self.after - self.before).days
        return None


BY_LEAD, DERIVED_AGAIN = "by_lead", "again"
"""Spread by the lead, and derived again after the lead had spread it."""


def differences_between(before: Picture, after: Picture) -> list[ActionDifference]:
    """The actions with a new or newly reviewed report, or with an amendment, in plan order."""
    was, now = ({action.pk: action for action in picture.actions} for picture in (before, after))
    pairs = (ActionDifference(was.get(pk), now.get(pk), before, after) for pk in {**was, **now})
    return sorted(
        (pair for pair in pairs if pair.has_new_reports or pair.is_amended), key=lambda pair: pair.last.order
    )


@dataclass(frozen=True)
class ActionDifference:
    """An action in two pictures; None where it is not in the plan."""

    before: ActionPicture | None
    after: ActionPicture | None
    picture_before: Picture
    picture_after: Picture

    @property
    def last(self) -> ActionPicture:
        """The action after or, if it left the plan, before."""
        return self.after or self.before  # type: ignore[return-value]

    @property
    def both(self) -> tuple[ActionPicture, ActionPicture] | None:
        return (self.before, self.after) if self.before and self.after else None

    @property
    def has_new_reports(self) -> bool:
        """Whether a different report counts, or one was reviewed. False for an action that left the plan."""
        return self.after is not None and _counting(self.before) != _counting(self.after)

    @cached_property
    def is_amended(self) -> bool:
        """Whether the plan says something else, or a lead spread a line differently."""
        return self.both is None or printed(self.both[0]) != printed(self.both[1])

    @cached_property
    def changes(self) -> list[FieldChange]:
        """What differs, in the order in which pages show it.

        For an added action, that it was added and everything reported on it; for one that left, only that it
        left.
        """
        return [
            *self._presence_changes(),
            *self._plan_changes(),
            *self._reported_changes(),
            *self._body_changes(),
        ]

    @cached_property
    def new_reports(self) -> list[ReportPicture]:
        """The reports that have come to count or been reviewed since, oldest first."""
        known = _counting(self.before)
        reports = self.after.reports if self.after else ()
        new = [
            report for report in reports if report.pk not in known or known[report.pk] != report.reviewed_at
        ]
        return sorted(new, key=lambda report: (report.submitted_at, report.pk))

    def reports_behind(self, change: FieldChange) -> list[ReportPicture]:
        """The reports behind a change; none if it comes from the plan, or if no current report says so.

        Fields of the lead come from the lead report, a verdict only if it was given on that; money comes from the
        new reports of organisations whose own amount changed.
        """
        if change.field in SPENDING_FIELDS:
            return self._reports_behind_money(change)
        if change.field == "finality":
            return [one for one in self.new_reports if change.about in finality_of([one])]
        if change.field == "measured" and self.after and change.after:
            return [report for report in self.after.reports if report.pk == change.after.series[-1][0]]
        lead_report = self.after.lead_report if self.after else None
        if lead_report is None or change.field not in FIELDS_SAID_BY_LEAD:
            return []
        if change.field == "verdict":
            verdict = self.after.last_verdict if self.after else None
            return [lead_report] if verdict and verdict.report == lead_report.pk else []
        return (
            []
            if self.before and self.before.lead_report and self.before.lead_report.pk == lead_report.pk
            else [lead_report]
        )

    def _reports_behind_money(self, change: FieldChange) -> list[ReportPicture]:
        known = _counting(self.before)
        was, now = (_amounts(action, change) for action in (self.before, self.after))
        return [
            report
            for report in self.new_reports
            if report.pk not in known and was.get(report.organisation) != now.get(report.organisation)
        ]

    def _presence_changes(self) -> Iterator[FieldChange]:
        before, after = self.before, self.after
        if after and not before:
            yield FieldChange("added", None, title_of(after), since=after.in_force_from)
        if before and not after:
            gone = self.picture_after.gone.get(before.code)
            field, into = ("merged", gone.merged_into) if gone and gone.merged_into else ("withdrawn", None)
            yield FieldChange(field, title_of(before), into, since=gone.since if gone else None)
        if before and after and title_of(before) != title_of(after):
            yield FieldChange("title", title_of(before), title_of(after))

    def _plan_changes(self) -> Iterator[FieldChange]:
        if self.both is None:
            return
        was, now = self.both
        old, new = (TwinText(action.summary, action.summary_nl) for action in self.both)
        if old != new:
            yield FieldChange("summary", old, new)
        yield from _field_changes(["objective", "kind", "limited"], was, now)
        since = max((phase.in_force_from for phase in now.phases if phase.in_force_from), default=None)
        dates = [*_field_changes(["runs_from", "runs_until"], was, now, since)]
        yield from dates
        if len(was.phases) > 1 or len(now.phases) > 1 or not dates:
            yield from _place_changes("phase", was.phases, now.phases, _phase_compared)
        yield from _place_changes("line", was.lines, now.lines, _line_compared)

    def _reported_changes(self) -> Iterator[FieldChange]:
        if self.after is None:
            return
        nothing: dict[str, Any] = dict.fromkeys(["reports", "milestones", "indicators", "lines"], ())
        before = self.before or replace(self.after, **nothing, slip=None, last_verdict=None)
        yield from _field_changes(LEAD_REPORT_FIELDS, before, self.after)
        for name, path in [("slip_adopted", "against_adopted"), ("slip_in_force", "against_in_force")]:
            was, now = (action.slip and getattr(action.slip, path) for action in (before, self.after))
            if was != now:
                yield FieldChange(name, was, now)
        yield from milestones_changes(before.milestones, self.after.milestones)
        yield from _indicator_changes(before.indicators, self.after.indicators)
        yield from _money_changes(before, self.after)
        yield from _finality_changes(before, self.after)

    def _body_changes(self) -> Iterator[FieldChange]:
        """The lead, and the role of each minister and organisation; an empty role means none."""
        if self.both is None:
            return
        was, now = self.both
        if was.lead != now.lead:
            leads = self._organisation(was.lead), self._organisation(now.lead)
            yield FieldChange("lead", *leads, since=now.lead_since if now.lead else None)
        yield from _role_changes("minister", was.involvements, now.involvements, self._minister)
        yield from _role_changes("organisation", was.promotions, now.promotions, self._organisation)

    def _organisation(self, key: str | None) -> TwinText | None:
        bodies = {**self.picture_before.organisations, **self.picture_after.organisations}
        return TwinText(bodies[key].name, bodies[key].name_nl) if key else None

    def _minister(self, key: str) -> TwinText | None:
        ministers = {**self.picture_before.ministers, **self.picture_after.ministers}
        return TwinText(ministers[key].title, ministers[key].title_nl)


# Field by field

LEAD_REPORT_FIELDS = [*COMPARED_FACTS, "verdict"]
"""The facts of the lead report and its verdict; for its texts see `words`."""
FIELDS_SAID_BY_LEAD = {*LEAD_REPORT_FIELDS, "milestone_state", *COMPARED_TEXTS}
"""Slips are not among these: the portal computes them from the plan, nobody reports them."""
SPENDING_FIELDS = [measure for measure in money.MEASURES if measure != "planned"]
_milestone_contents = attrgetter(
    *(member.name for member in fields(PlannedMilestone)), "order", "origin", "in_force_from"
)
_indicator_contents = attrgetter(
    *(member.name for member in fields(PlannedIndicator)), "order", "in_force_from"
)
_line_contents = attrgetter(
    *["place", "label", "label_nl", "kind", "amount", "per_year", "phase_place", "start", "end"],
    *["printed_as", "article", "in_force_from", "funding", "spread", "stated"],
)
_action_contents = attrgetter(
    *["objective", "theme", "title", "title_nl", "summary", "summary_nl", "kind", "timing_printed"],
    *["budget_printed", "limited", "in_force_from", "lead", "lead_since"],
    *["involvements", "promotions", "references", "phases", "adopted_phases"],
)


def printed(action: ActionPicture) -> tuple[Any, ...]:
    """Everything the plan says about the action but its end, and how its lead spread its lines."""
    parts = [
        *map(_milestone_contents, action.milestones),
        *map(_indicator_contents, action.indicators),
        *map(_line_contents, action.lines),
    ]
    return _action_contents(action), parts


def _counting(action: ActionPicture | None) -> dict[int, datetime.datetime | None]:
    """The current reports by key, each with the instant of its review."""
    return {report.pk: report.reviewed_at for report in action.reports} if action else {}


def title_of(action: ActionPicture | MilestonePicture) -> TwinText:
    return TwinText(action.title, action.title_nl)


def _field_changes(
    names: Iterable[str], was: ActionPicture, now: ActionPicture, since: Day | None = None
) -> Iterator[FieldChange]:
    for name in names:
        if getattr(was, name) != getattr(now, name):
            yield FieldChange(name, getattr(was, name), getattr(now, name), since=since)


_phase_compared = attrgetter(
    "label", "label_nl", "start", "start_precision", "end", "end_precision", "continuous"
)
_line_compared = attrgetter("label", "label_nl", "kind", "amount", "per_year")
"""The other fields of a line show in the planned amounts."""


def _place_changes(
    field: str, was: Iterable[Any], now: Iterable[Any], compared: Callable[[Any], Any]
) -> Iterator[FieldChange]:
    """Changes of phases or lines, matched by place."""
    before, after = ({row.place: row for row in rows} for rows in (was, now))
    for place in sorted({*before, *after}):
        old, new = before.get(place), after.get(place)
        if old is None or new is None or compared(old) != compared(new):
            yield FieldChange(field, old, new, place, new.in_force_from if new else None)


def _role_changes(
    field: str, was: Iterable[Any], now: Iterable[Any], name_of: Callable[[str], TwinText | None]
) -> Iterator[FieldChange]:
    """Changes in the roles of ministers or organisations in the action."""
    before, after = ({getattr(row, field): row for row in rows} for rows in (was, now))
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(key), after.get(key)
        roles = old.role if old else "", new.role if new else ""
        if roles[0] != roles[1]:
            yield FieldChange(field, *roles, about=name_of(key), since=new.in_force_from if new else None)


def milestones_changes(
    before: Iterable[MilestonePicture], after: Iterable[MilestonePicture]
) -> Iterator[FieldChange]:
    """What is planned of each and what was reported of it, matched by key."""
    was, now = ({milestone.key: milestone for milestone in milestones} for milestones in (before, after))
    for key, milestone in now.items():
        if key in was:
            yield from _milestone_changes(was[key], milestone)
        else:
            yield FieldChange("milestone", None, milestone, title_of(milestone), milestone.in_force_from)
            yield from _milestone_report_changes((), milestone)
    for key, milestone in was.items():
        if key not in now:
            yield FieldChange("milestone", milestone, None, title_of(milestone))


def _target(milestone: MilestonePicture) -> tuple[Decimal | None, Decimal | None, str]:
    return milestone.target_from, milestone.target_to, milestone.unit


def _milestone_changes(was: MilestonePicture, now: MilestonePicture) -> Iterator[FieldChange]:
    pairs = [
        ("milestone_title", title_of(was), title_of(now)),
        ("milestone_due", was.due, now.due),
        ("milestone_recurrence", was.recurrence, now.recurrence),
        ("milestone_target", _target(was), _target(now)),
        ("milestone_proof", TwinText(was.proof, was.proof_nl), TwinText(now.proof, now.proof_nl)),
    ]
    for field, old, new in pairs:
        is_vaguer = field == "milestone_due" and was.due_precision != now.due_precision
        if old != new or is_vaguer:
            yield FieldChange(field, old, new, title_of(now), now.in_force_from)
    yield from _milestone_report_changes(was.told, now)


def _milestone_report_changes(
    told: Iterable[ReportedMilestonePicture], now: MilestonePicture
) -> Iterator[FieldChange]:
    """Changes by period; a period that is not reported counts as open."""
    before, after = ({row.period_start: row for row in rows} for rows in (told, now.told))
    for period in sorted({*before, *after}, key=lambda day: day or Day.min):
        open_one = ReportedMilestonePicture(
            now.key, period, MilestoneState.OPEN, None, None, names_source=False
        )
        old, new = before.get(period, open_one), after.get(period, open_one)
        if _reported_facts(old) != _reported_facts(new):
            yield FieldChange("milestone_state", old, new, title_of(now), period=period)


_reported_facts = attrgetter("state", "achieved_on", "number", "expected_on")


_aims = attrgetter("name", "name_nl", "direction", "baseline", "baseline_on", "targets", "unit")


def _indicator_changes(
    before: Iterable[IndicatorPicture], after: Iterable[IndicatorPicture]
) -> Iterator[FieldChange]:
    """What is aimed at, then what was measured last with what that comes to; both as the indicators themselves."""
    was, now = ({indicator.key: indicator for indicator in indicators} for indicators in (before, after))
    for key in {**now, **was}:
        old, new = was.get(key), now.get(key)
        name = TwinText((new or old).name, (new or old).name_nl)  # type: ignore[union-attr]
        if old is None or new is None or _aims(old) != _aims(new):
            yield FieldChange("indicator", old, new, name, new.in_force_from if new else None)
        measured_before, measured_after = (side if side and side.latest else None for side in (old, new))
        if _measured(measured_before) != _measured(measured_after):
            yield FieldChange("measured", measured_before, measured_after, name)


def _measured(indicator: IndicatorPicture | None) -> tuple[Any, ...] | None:
    return (indicator.latest, indicator.state) if indicator else None


def _money_changes(before: ActionPicture, after: ActionPicture) -> Iterator[FieldChange]:
    """For each measure the total if it differs, then the years that differ.

    A forecast is for the end of a year and has no total.
    """
    was, now = (money.by_year([action]) for action in (before, after))
    withdrawn = money.withdrawn_measures([before, after])
    for measure in money.MEASURES:
        old, new = (
            {year: sums[measure] for year, sums in side.items() if measure in sums} for side in (was, now)
        )
        total: list[int | None] = [] if measure == "forecast" else [None]
        for about in [*total, *sorted({*old, *new})]:
            if _in(old, about) != _in(new, about):
                lines = _lines_planned_otherwise(before, after, about) if measure == "planned" else []
                yield FieldChange(
                    measure,
                    _in(old, about),
                    _in(new, about),
                    about,
                    spread=_spread(lines),
                    is_stated=any(line.is_stated for pair in lines for line in pair if line),
                    lacks=any(one == measure and about in (None, year) for year, one in withdrawn),
                )


def _finality_changes(before: ActionPicture, after: ActionPicture) -> Iterator[FieldChange]:
    """Figures of a year on a line that were provisional and are final, or the other way; not where nobody said."""
    was, now = finality_of(before.reports), finality_of(after.reports)
    for key in sorted({*was} & {*now}):
        if was[key] != now[key]:
            yield FieldChange("finality", was[key], now[key], key)


def finality_of(reports: Iterable[ReportPicture]) -> dict[tuple[int, int], tuple[str, ...]]:
    """What is said of how final figures are, each once and sorted, by year and place of the line."""
    said: dict[tuple[int, int], set[str]] = {}
    for report in reports:
        for row in report.spending:
            if row.finality:
                said.setdefault((row.year, row.place), set()).add(row.finality)
    return {key: tuple(sorted(codes)) for key, codes in said.items()}


def _in(years: Mapping[int, Decimal], about: int | None) -> Decimal | None:
    """The amount in the year, or the total if `about` is None; None if unknown."""
    if about is None:
        return sum(years.values(), ZERO) if years else None
    return years.get(about)


def _lines_planned_otherwise(
    before: ActionPicture, after: ActionPicture, about: int | None
) -> list[tuple[LinePicture | None, LinePicture | None]]:
    """The lines whose planned amount changed, before and after."""
    was, now = ({line.place: line for line in action.lines} for action in (before, after))
    pairs = [(was.get(place), now.get(place)) for place in {*was, *now}]
    return [
        (old, new)
        for old, new in pairs
        if _in(old.planned if old else {}, about) != _in(new.planned if new else {}, about)
    ]


def _spread(lines: list[tuple[LinePicture | None, LinePicture | None]]) -> str:
    """Whether one of these lines is, or no longer is, spread by the lead; or empty."""
    spread = ""
    for old, new in lines:
        if new and new.is_spread:
            return BY_LEAD
        if old and old.is_spread:
            if new is None:
                return BY_LEAD
            spread = DERIVED_AGAIN if new.is_derived else spread
    return spread


def _amounts(action: ActionPicture | None, change: FieldChange) -> dict[str, Decimal]:
    """The amount each organisation reports of the measure, if any, in the year or in total."""
    amounts: dict[str, Decimal] = {}
    for report in action.reports if action else ():
        for row in report.spending:
            amount = getattr(row, change.field)
            if amount is not None and change.about in (row.year, None):
                amounts[report.organisation] = amounts.get(report.organisation, ZERO) + amount
    return amounts
