"""One action as a row: the same columns and words on the screen and in every export."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.brussels import day_of
from actionplan.base.prepared import prepared
from actionplan.base.twins import Twin
from actionplan.reporting.models import TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Schedule, confidence_word
from actionplan.reporting.words import schedule_words, status_note, status_word
from objectives.models import Plan

from .action_sorts import sorted_by
from .places import MinisterNamed, OrganisationNamed, Places

IS_LATE = (Schedule.OVERDUE, Schedule.SHOULD_HAVE_STARTED)
SAYS_HOW_MANY_DAYS = (Schedule.OVERDUE, Schedule.DONE)


class ActionRow(NamedTuple):
    """What the list shows of an action; days are dates, everything else is words in the language of the page."""

    action: Any
    lead: OrganisationNamed | None
    minister: MinisterNamed | None
    status: str
    status_note: str
    confidence: str
    verdict: str
    schedule: str
    end: datetime.date | None
    reported_on: datetime.date | None

    @property
    def is_late(self) -> bool:
        return self.action.schedule in IS_LATE

    @property
    def shown_title(self) -> str:
        """The title as a text, with what the screen says beside it."""
        limited = _("limited") if self.action.limited else ""
        withdrawn = "" if getattr(self.action, "in_plan", True) else _("withdrawn before the round closed")
        beside = ", ".join(word for word in (limited, withdrawn) if word)
        title = self.action.local_title
        return f"{title} ({beside})" if beside else title

    @property
    def shown_lead(self) -> str:
        """Of a closed round nothing where nobody led: it is too late for a lead yet to come."""
        if self.lead is not None:
            return self.lead.local_name
        return "" if hasattr(self.action, "in_plan") else _("no lead yet")

    @property
    def shown_status(self) -> str:
        """The status as a text, with what the screen says beside it."""
        behalf = _("on behalf of the organisation") if self.action.on_behalf else ""
        unreviewed = _("not yet reviewed") if self.action.awaits_review else ""
        return ", ".join(word for word in (self.status, self.status_note, behalf, unreviewed) if word)

    @property
    def shown_verdict(self) -> str:
        """The verdict as a text, with what the screen says beside it."""
        within = _("reviewed within the agency") if self.verdict and self.action.reviewed_within else ""
        return ", ".join(word for word in (self.verdict, within) if word)


@dataclass(frozen=True)
class Column:
    """A column: what the address calls it, its head, and its value for an export. Every column sorts."""

    key: str
    label: Any
    value: Callable[[ActionRow], Any]


COLUMNS = [
    Column("code", gettext_lazy("Code"), lambda row: row.action.code),
    Column("title", gettext_lazy("Action"), lambda row: row.shown_title),
    Column("lead", gettext_lazy("Lead"), lambda row: row.shown_lead),
    Column(
        "minister",
        gettext_lazy("Coordinating minister"),
        lambda row: row.minister.short_title if row.minister else "",
    ),
    Column("status", gettext_lazy("Status"), lambda row: row.shown_status),
    Column("confidence", gettext_lazy("Confidence"), lambda row: row.confidence),
    Column("verdict", gettext_lazy("Verdict"), lambda row: row.shown_verdict),
    Column("schedule", gettext_lazy("Schedule"), lambda row: row.schedule),
    Column("end", gettext_lazy("End"), lambda row: row.end),
    Column("reported", gettext_lazy("Last report"), lambda row: row.reported_on),
]


def tracked_actions(plan: Plan, moment: Moment) -> QuerySet:
    """The plan's actions with everything that rows, filters and counts need: one query, in the plan's order."""
    return _in_brief(TrackedAction.objects.filter(plan=plan).at(moment, plan), moment)


def listed_actions(plan: Plan, moment: Moment) -> QuerySet:
    """The same with what a row shows and no more: freshness and voices are added by the filters that ask them."""
    rows = TrackedAction.objects.filter(plan=plan).in_force(moment.plan_day).with_terms(moment.plan_day)
    rows = rows.with_word(moment).with_period(moment.plan_day).with_schedule(moment)
    return _in_brief(rows, moment)


class ListedAction(NamedTuple):
    """What a row shows of an action, named as `TrackedAction` names it: a hundred of these are made sooner than of that."""

    code: str
    title: str
    title_nl: str
    limited: bool
    lead_organisation: int | None
    counting_minister: int | None
    is_continuous: bool
    runs_until: datetime.date | None
    schedule: str
    status: str
    on_hold_since: datetime.date | None
    confidence: str
    verdict: str
    reviewed_within: bool
    on_behalf: bool
    awaits_review: bool
    actual_end: datetime.date | None
    forecast_end: datetime.date | None
    has_new_forecast: bool
    reported_at: datetime.datetime | None
    reckoned_on: datetime.date

    local_title = Twin("title")


def first_listed(plan: Plan, moment: Moment, *, sort: str, language: str, count: int) -> list[ListedAction]:
    """The first page of all the plan's actions in a sort, which names things in the language."""
    found = _first_listed(plan, moment, sort=sort, language=language, count=count)
    return [ListedAction(*row, moment.reckoned_on) for row in found]


@prepared
def _first_listed(plan: Plan, moment: Moment, *, sort: str, language: str, count: int) -> QuerySet:
    return sorted_by(listed_actions(plan, moment), sort).values_list(*ListedAction._fields[:-1])[:count]


def _in_brief(rows: QuerySet, moment: Moment) -> QuerySet:
    """With under whom each action counts, without the cells as printed, in the plan's order."""
    return rows.counting_once(moment).defer("timing_printed", "budget_printed").in_plan_order()


def action_rows(actions: Iterable[Any], places: Places) -> list[ActionRow]:
    """Rows of tracked actions, without any further query; words that many of them share are looked up once."""
    words = _Words()
    return [_row(action, places, words) for action in actions]


class _Words:
    """Words by what they depend on: a code, for confidence and verdict also whether the action is continuous."""

    def __init__(self) -> None:
        self.statuses: dict[str, str] = {}
        self.schedules: dict[str, str] = {}
        self.confidences: dict[tuple[str, bool], str] = {}

    def status(self, action: Any) -> str:
        if (code := action.status) not in self.statuses:
            self.statuses[code] = status_word(action)
        return self.statuses[code]

    def schedule(self, action: Any) -> str:
        if (code := action.schedule) in SAYS_HOW_MANY_DAYS:
            return schedule_words(action)
        if code not in self.schedules:
            self.schedules[code] = schedule_words(action)
        return self.schedules[code]

    def confidence(self, code: str, continuous: bool) -> str:
        if (look := (code, continuous)) not in self.confidences:
            self.confidences[look] = confidence_word(code, continuous=continuous)
        return self.confidences[look]


def _row(action: Any, places: Places, words: _Words) -> ActionRow:
    continuous = action.is_continuous
    return ActionRow(
        action=action,
        lead=places.organisations.get(action.lead_organisation),
        minister=places.ministers.get(action.counting_minister),
        status=words.status(action),
        status_note=status_note(action),
        confidence=words.confidence(action.confidence, continuous),
        verdict=words.confidence(action.verdict, continuous),
        schedule=words.schedule(action),
        end=action.runs_until,
        reported_on=day_of(action.reported_at) if action.reported_at else None,
    )
