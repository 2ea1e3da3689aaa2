"""The checks before submitting, shown to the submitter and again to the reviewer (design: "Checks before submitting").

Blocking findings stop a submission; warnings and information do not. Each has a sentence and the field it is
about, so that a page can lead there.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionplan.base.money import ZERO, add_up

from .position import MilestoneRow, Position
from .states import MilestoneState, Status


class Level(models.TextChoices):
    BLOCKING = "blocking", gettext_lazy("must be mended first")
    WARNING = "warning", gettext_lazy("worth a look")
    INFORMATION = "information", gettext_lazy("good to know")


@dataclass(frozen=True)
class Finding:
    level: Level
    code: str
    sentence: str
    field: str = ""
    """The name of the form's field, or `expenditure` or `milestone` for its rows."""

    @property
    def is_blocking(self) -> bool:
        return self.level == Level.BLOCKING


@dataclass(frozen=True)
class DueMilestone:
    """What the checks need to know of a milestone: its title and its due day (inclusive), None when it has none."""

    title: str
    due: datetime.date | None


@dataclass(frozen=True)
class Surroundings:
    """Everything that the checks compare a position with. Amounts in euro, days inclusive."""

    today: datetime.date
    is_lead: bool
    end: datetime.date | None = None
    """The last day of the action as in force; None when it has no end."""
    last: Position | None = None
    """Where the organisation stands; None when it never reported."""
    unchanged_for: int = 0
    """How many of the last reports in a row said the same."""
    unchanged_rounds: int = 0
    """In how many rounds in a row nothing changed, this report's included; 0 where no round is involved."""
    milestones: dict[int, DueMilestone] = field(default_factory=dict)
    line_labels: dict[int, str] = field(default_factory=dict)
    planned_totals: dict[int, Decimal] = field(default_factory=dict)
    """Per budget line with an amount."""
    paid_by_others: dict[int, Decimal] = field(default_factory=dict)
    """Per budget line: paid by the other organisations, over all years."""


def findings(position: Position, around: Surroundings) -> list[Finding]:
    """All findings, blocking ones first."""
    found = [*_about_rows(position, around), *_about_money(position, around)]
    if around.is_lead:
        found = [
            *_about_status(position, around),
            *_about_schedule(position, around),
            *found,
            *_about_milestones(position, around),
        ]
    else:
        found = [*_about_contribution(position), *found]
    found += [*_about_agreement(position), *_about_change(position, around)]
    order = [Level.BLOCKING, Level.WARNING, Level.INFORMATION]
    return sorted(found, key=lambda finding: order.index(finding.level))


def _blocking(code: str, sentence: str, about: str) -> Finding:
    return Finding(Level.BLOCKING, code, sentence, about)


def _warning(code: str, sentence: str, about: str) -> Finding:
    return Finding(Level.WARNING, code, sentence, about)


def _about_status(position: Position, around: Surroundings) -> Iterator[Finding]:
    if not position["status"]:
        yield _blocking("status_missing", _("Say what the status is."), "status")
    elif not position.is_done and not position["confidence"]:
        yield _blocking("confidence_missing", _("Say how it is going."), "confidence")
    if (
        position["status"] == Status.COMPLETED
        and position["actual_end"]
        and position["actual_end"] > around.today
    ):
        yield _blocking(
            "completed_in_future",
            _("The action is completed, so its end cannot be after today."),
            "actual_end",
        )
    if position["status"] == Status.STOPPED and not position["stop_reason"]:
        yield _blocking("stopped_without_reason", _("Say why the action was stopped."), "stop_reason")
    if (
        position["actual_start"]
        and position["actual_end"]
        and position["actual_end"] < position["actual_start"]
    ):
        yield _blocking("ends_before_start", _("The actual end comes before the actual start."), "actual_end")
    if position.not_applying():
        yield Finding(
            Level.INFORMATION,
            "does_not_apply",
            _("Fields that do not go with the status are left out when you submit."),
            position.not_applying()[0],
        )


def _about_contribution(position: Position) -> Iterator[Finding]:
    if not position["done"] and not any(not row.is_empty for row in position.expenditures):
        yield _blocking(
            "nothing_said", _("Say what your organisation did, or fill in what it spent."), "done"
        )


def _about_schedule(position: Position, around: Surroundings) -> Iterator[Finding]:
    if around.end and around.end < around.today and position["status"] == Status.ONGOING:
        forecast = position["forecast_end"]
        if forecast is None or forecast < around.today:
            yield _warning(
                "end_passed",
                _("The planned end, %(day)s, has passed. Give a new forecast.")
                % {"day": date_format(around.end)},
                "forecast_end",
            )
    if position.is_in_trouble and not position["obstacles"]:
        yield _warning("no_obstacle", _("It is not on track, and no obstacle is named."), "obstacles")


def _about_rows(position: Position, around: Surroundings) -> Iterator[Finding]:
    if around.last is None:
        return
    kept = {row.key for row in position.expenditures if not row.is_empty}
    for row in around.last.expenditures:
        if row.key not in kept:
            yield _blocking(
                "row_left_out",
                _("The last report gave figures for %(year)s (%(line)s); this one leaves them out.")
                % {"year": row.year, "line": _line(around, row.line)},
                "expenditure",
            )
    if not around.is_lead:
        return
    kept_milestones = {row.key for row in position.milestones}
    for milestone_row in around.last.milestones:
        if milestone_row.key not in kept_milestones:
            yield _blocking(
                "row_left_out",
                _("The last report said where “%(milestone)s” stands; this one leaves it out.")
                % {"milestone": _title(around, milestone_row.milestone)},
                "milestone",
            )


def _about_milestones(position: Position, around: Surroundings) -> Iterator[Finding]:
    still_open = 0
    mentioned = {row.milestone for row in position.milestones}
    left_out = [MilestoneRow(milestone) for milestone in around.milestones if milestone not in mentioned]
    for row in [*position.milestones, *left_out]:
        known = around.milestones.get(row.milestone)
        words = {"milestone": _title(around, row.milestone)}
        if row.state == MilestoneState.ACHIEVED and row.achieved_on is None:
            yield _blocking(
                "achieved_without_date", _("Say when “%(milestone)s” was achieved.") % words, "milestone"
            )
        if row.achieved_on is not None and row.achieved_on > around.today:
            yield _blocking(
                "achieved_in_future",
                _("“%(milestone)s” cannot be achieved after today.") % words,
                "milestone",
            )
        if row.state != MilestoneState.OPEN:
            continue
        still_open += row.period_start is None
        if known and known.due and known.due < around.today and not row.source:
            yield _warning(
                "milestone_passed",
                _("“%(milestone)s” was due on %(day)s, and nothing is said of it.")
                % {**words, "day": date_format(known.due)},
                "milestone",
            )
    if still_open and position["status"] == Status.COMPLETED:
        yield _warning(
            "completed_with_open_milestones",
            ngettext(
                "The action is completed, and %(count)s milestone is open.",
                "The action is completed, and %(count)s milestones are open.",
                still_open,
            )
            % {"count": still_open},
            "milestone",
        )


def _about_money(position: Position, around: Surroundings) -> Iterator[Finding]:
    lines = sorted({row.line for row in position.expenditures})
    for row in position.expenditures:
        numbers = (row.committed, row.paid, row.forecast, row.full_time_equivalents)
        if any(number is not None and number < 0 for number in numbers):
            yield _blocking(
                "negative_money",
                _("An amount for %(year)s is below zero.") % {"year": row.year},
                "expenditure",
            )
    for line in lines:
        rows = [row for row in position.expenditures if row.line == line]
        so_far = [row for row in rows if row.year <= around.today.year]
        paid = add_up(row.paid for row in rows)
        words = {"line": _line(around, line)}
        if add_up(row.paid for row in so_far) > add_up(row.committed for row in so_far):
            yield _warning(
                "paid_above_committed", _("More was paid than committed on %(line)s.") % words, "expenditure"
            )
        planned = around.planned_totals.get(line)
        if planned is not None and paid + around.paid_by_others.get(line, ZERO) > planned:
            yield _warning(
                "paid_above_planned",
                _("All organisations together paid more than is planned on %(line)s.") % words,
                "expenditure",
            )


def _about_agreement(position: Position) -> Iterator[Finding]:
    if bool(position["agreed_by"]) != (position["agreed_on"] is not None):
        yield _blocking(
            "agreed_by_half",
            _("Give both the function of who agreed and the day, or neither."),
            "agreed_on" if position["agreed_by"] else "agreed_by",
        )


def _about_change(position: Position, around: Surroundings) -> Iterator[Finding]:
    if around.last is not None and position.same_contents(around.last):
        yield Finding(Level.INFORMATION, "unchanged", _unchanged_words(around))


def _unchanged_words(around: Surroundings) -> str:
    """In rounds where there are rounds, else in reports."""
    if around.unchanged_rounds > 1:
        return unchanged_for_rounds(around.unchanged_rounds)
    count = 1 if around.unchanged_rounds else around.unchanged_for + 1
    words = ngettext(
        "Nothing changed since the last report.", "Nothing changed in the last %(count)s reports.", count
    )
    return words % {"count": count}


def unchanged_for_rounds(count: int) -> str:
    words = ngettext("Nothing changed for %(count)s round.", "Nothing changed for %(count)s rounds.", count)
    return words % {"count": count}


def _line(around: Surroundings, line: int) -> str:
    return around.line_labels.get(line) or _("the budget line")


def _title(around: Surroundings, milestone: int) -> str:
    known = around.milestones.get(milestone)
    return known.title if known else _("a milestone")
