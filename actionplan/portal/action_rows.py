"""One action as a row: the same columns and words on the screen and in every export."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from actionplan.base.brussels import day_of
from actionplan.reporting.models import TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Schedule, confidence_word
from actionplan.reporting.words import schedule_words, status_note, status_word
from objectives.models import Plan

from .places import Places


@dataclass(frozen=True)
class ActionRow:
    """What the list shows of an action; days are dates, everything else is words in the language of the page."""

    action: Any
    lead: str
    lead_key: str
    minister: str
    minister_key: str
    status: str
    status_note: str
    confidence: str
    verdict: str
    schedule: str
    end: datetime.date | None
    reported_on: datetime.date | None

    @property
    def is_late(self) -> bool:
        return self.action.schedule in (Schedule.OVERDUE, Schedule.SHOULD_HAVE_STARTED)

    @property
    def shown_status(self) -> str:
        return f"{self.status}, {self.status_note}" if self.status_note else self.status


@dataclass(frozen=True)
class Column:
    """A column: what the address calls it, its head, its value for an export, and whether it can be sorted by."""

    key: str
    label: Any
    value: Callable[[ActionRow], Any]
    sort: tuple[Any, ...] = ()


COLUMNS = [
    Column("code", _("Code"), lambda row: row.action.code, ("order",)),
    Column("title", _("Action"), lambda row: row.action.local_title),
    Column("lead", _("Lead"), lambda row: row.lead),
    Column("minister", _("Coordinating minister"), lambda row: row.minister),
    Column("status", _("Status"), lambda row: row.shown_status, ("status",)),
    Column("confidence", _("Confidence"), lambda row: row.confidence, ("confidence",)),
    Column("verdict", _("Verdict"), lambda row: row.verdict, ("verdict",)),
    Column("schedule", _("Schedule"), lambda row: row.schedule, ("schedule",)),
    Column("end", _("End"), lambda row: row.end, ("runs_until",)),
    Column("reported", _("Last report"), lambda row: row.reported_on, ("reported_at",)),
]
SORTS = {column.key: column.sort for column in COLUMNS if column.sort}


def tracked_actions(plan: Plan, moment: Moment) -> QuerySet:
    """The plan's actions with everything that rows, filters and counts need: one query, in the plan's order."""
    return (
        TrackedAction.objects.filter(plan=plan)
        .at(moment)
        .counting_once(moment)
        .defer("folded", "summary", "summary_nl", "timing_printed", "budget_printed")
        .in_plan_order()
    )


def sorted_by(rows: QuerySet, sort: str) -> QuerySet:
    """The rows by a column's key, descending after a minus; empty values come last and the code decides ties."""
    fields = SORTS.get(sort.removeprefix("-"), ())
    order = [
        F(field).desc(nulls_last=True) if sort.startswith("-") else F(field).asc(nulls_last=True)
        for field in fields
    ]
    return rows.order_by(*order, "order")


def action_rows(actions: Iterable[Any], places: Places) -> list[ActionRow]:
    """Rows of tracked actions, without any further query."""
    return [_row(action, places) for action in actions]


def _row(action: Any, places: Places) -> ActionRow:
    lead = places.organisations.get(action.lead_organisation)
    minister = places.ministers.get(action.counting_minister)
    continuous = action.is_continuous
    return ActionRow(
        action=action,
        lead=lead.local_name if lead else "",
        lead_key=lead.key if lead else "",
        minister=minister.short_title if minister else "",
        minister_key=minister.key if minister else "",
        status=status_word(action),
        status_note=status_note(action),
        confidence=confidence_word(action.confidence, continuous=continuous),
        verdict=confidence_word(action.verdict, continuous=continuous),
        schedule=schedule_words(action),
        end=action.runs_until,
        reported_on=day_of(action.reported_at) if action.reported_at else None,
    )
