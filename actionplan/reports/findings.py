"""The checks before submitting, shown to the submitter and again to the reviewer (design: "Checks before submitting").

Blocking findings stop a submission; warnings and information do not. Each has a sentence and the field it is
about, so that a page can lead there.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import IN_TROUBLE, MilestoneState, Outcome, Status

from .finding import Finding, Level, Surroundings, blocking, warning
from .money_findings import about_money
from .position import MilestoneRow, Position


def findings(position: Position, around: Surroundings) -> list[Finding]:
    """All findings, blocking ones first."""
    found = [*_about_rows(position, around), *about_money(position, around)]
    if around.is_lead:
        found = [
            *_about_status(position),
            *_about_completion(position, around),
            *_about_schedule(position, around),
            *found,
            *_about_milestones(position, around),
        ]
    else:
        found = [*_about_contribution(position), *found]
    found += [*_about_agreement(position), *_about_change(position, around)]
    order = [Level.BLOCKING, Level.WARNING, Level.INFORMATION]
    return sorted(found, key=lambda finding: order.index(finding.level))


def lacks_new_forecast(end: datetime.date | None, forecast: datetime.date | None, on: datetime.date) -> bool:
    """Whether the planned end has passed on the day, and no forecast of a day to come stands beside it."""
    return end is not None and end < on and (forecast is None or forecast < on)


def new_forecast_words(end: datetime.date) -> str:
    return _("The planned end, %(day)s, has passed. Give a new forecast.") % {"day": date_format(end)}


def lacks_obstacle(confidence: str, names_obstacle: bool) -> bool:
    """Whether the lead says that it is not on track and not why. Its own word counts, not the Platform's verdict."""
    return confidence in IN_TROUBLE and not names_obstacle


def _about_status(position: Position) -> Iterator[Finding]:
    if not position["status"]:
        yield blocking("status_missing", _("Say what the status is."), "status")
    elif not position.is_done and not position["confidence"]:
        yield blocking("confidence_missing", _("Say how it is going."), "confidence")
    if position["status"] == Status.STOPPED and not position["stop_reason"]:
        yield blocking("stopped_without_reason", _("Say why the action was stopped."), "stop_reason")
    if (
        position["actual_start"]
        and position["actual_end"]
        and position["actual_end"] < position["actual_start"]
    ):
        yield blocking("ends_before_start", _("The actual end comes before the actual start."), "actual_end")
    if apart := position.not_applying():
        labels = {field.name: str(field.verbose_name) for field in ProgressReport._meta.fields}
        sentence = _("Left out when you submit, since the status leaves it without meaning: %(fields)s.")
        about = {"fields": ", ".join(labels[name] for name in apart)}
        yield Finding(Level.INFORMATION, "does_not_apply", sentence % about, apart[0])


def _about_completion(position: Position, around: Surroundings) -> Iterator[Finding]:
    if position["status"] != Status.COMPLETED:
        return
    end = position["actual_end"]
    if end is None:
        yield warning("completed_without_date", _("Say on which day it was completed."), "actual_end")
    elif end > around.today:
        sentence = _("The action is completed, so its end cannot be after today.")
        yield blocking("completed_in_future", sentence, "actual_end")
    elif around.end and end > around.end and position["outcome"] == Outcome.AS_PLANNED:
        sentence = _("Completed as planned, but after the planned end, %(day)s.")
        yield warning("planned_yet_late", sentence % {"day": date_format(around.end)}, "outcome")


def _about_contribution(position: Position) -> Iterator[Finding]:
    if not position["done"] and not any(not row.is_empty for row in position.expenditures):
        yield blocking("nothing_said", _("Say what your organisation did, or fill in what it spent."), "done")


def _about_schedule(position: Position, around: Surroundings) -> Iterator[Finding]:
    is_passed = lacks_new_forecast(around.end, position["forecast_end"], around.today)
    if around.end and is_passed and position["status"] == Status.ONGOING:
        yield warning("end_passed", new_forecast_words(around.end), "forecast_end")
    if lacks_obstacle(position["confidence"], bool(position["obstacles"])):
        yield warning("no_obstacle", _("It is not on track, and no obstacle is named."), "obstacles")


def _about_rows(position: Position, around: Surroundings) -> Iterator[Finding]:
    if around.last is None:
        return
    kept = {row.key for row in position.expenditures if not row.is_empty}
    for row in around.last.expenditures:
        if row.key not in kept:
            yield blocking(
                "row_left_out",
                _("The last report gave figures for %(year)s (%(line)s); this one leaves them out.")
                % {"year": row.year, "line": around.line(row.line)},
                "expenditure",
            )
    if not around.is_lead:
        return
    kept_milestones = {row.key for row in position.milestones}
    for milestone_row in around.last.milestones:
        if milestone_row.key not in kept_milestones:
            yield blocking(
                "row_left_out",
                _("The last report said where “%(milestone)s” stands; this one leaves it out.")
                % {"milestone": around.title(milestone_row.milestone)},
                "milestone",
            )


def _about_milestones(position: Position, around: Surroundings) -> Iterator[Finding]:
    still_open = 0
    mentioned = {row.milestone for row in position.milestones}
    left_out = [MilestoneRow(milestone) for milestone in around.milestones if milestone not in mentioned]
    for row in [*position.milestones, *left_out]:
        known = around.milestones.get(row.milestone)
        words = {"milestone": around.title(row.milestone)}
        undated = row.achieved_on is None and row.period_start is None  # a period is a date by itself
        if row.state == MilestoneState.ACHIEVED and undated:
            yield blocking(
                "achieved_without_date", _("Say when “%(milestone)s” was achieved.") % words, "milestone"
            )
        if row.achieved_on is not None and row.achieved_on > around.today:
            yield blocking(
                "achieved_in_future",
                _("“%(milestone)s” cannot be achieved after today.") % words,
                "milestone",
            )
        if row.state != MilestoneState.OPEN:
            continue
        still_open += row.period_start is None
        if known and known.due and known.due < around.today and not row.source:
            yield warning(
                "milestone_passed",
                _("“%(milestone)s” was due on %(day)s, and nothing is said of it.")
                % {**words, "day": date_format(known.due)},
                "milestone",
            )
    if still_open and position["status"] == Status.COMPLETED:
        yield warning(
            "completed_with_open_milestones",
            ngettext(
                "The action is completed, and %(count)s milestone is open.",
                "The action is completed, and %(count)s milestones are open.",
                still_open,
            )
            % {"count": still_open},
            "milestone",
        )


def _about_agreement(position: Position) -> Iterator[Finding]:
    if bool(position["agreed_by"]) != (position["agreed_on"] is not None):
        yield blocking(
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
