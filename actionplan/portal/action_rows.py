"""One action as a row: the same columns and words on the screen and in every export."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from actionplan.base.brussels import day_of
from actionplan.reporting.models import TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Schedule, confidence_word
from actionplan.reporting.words import schedule_words, status_note, status_word
from objectives.models import Plan

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


def tracked_actions(plan: Plan, moment: Moment) -> QuerySet:
    """The plan's actions with everything that rows, filters and counts need: one query, in the plan's order."""
    return _in_brief(TrackedAction.objects.filter(plan=plan).at(moment, plan), moment)


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
