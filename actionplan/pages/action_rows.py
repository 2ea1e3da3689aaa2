"""One action as a row: the same columns and words on the screen and in every export."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from actionplan.base.brussels import day_of
from actionplan.picture.schedule import days_late
from actionplan.picture.sentences import (
    confidence_words,
    schedule_words,
    status_note,
    status_word,
    verdict_words,
)
from actionplan.reporting.models import TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Schedule
from objectives.models import Plan

from .places import MinisterNamed, OrganisationNamed, Places

IS_LATE = (Schedule.OVERDUE, Schedule.SHOULD_HAVE_STARTED)


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
    """Rows of tracked actions, without any further query."""
    return [_row(action, places) for action in actions]


def _row(action: Any, places: Places) -> ActionRow:
    action.days_late = days_late(action)
    return ActionRow(
        action=action,
        lead=places.organisations.get(action.lead_organisation),
        minister=places.ministers.get(action.counting_minister),
        status=status_word(action.status),
        status_note=status_note(action),
        confidence=confidence_words(action),
        verdict=verdict_words(action),
        schedule=schedule_words(action),
        end=action.runs_until,
        reported_on=day_of(action.reported_at) if action.reported_at else None,
    )
