"""The way on after a report was handed in: the next action that the round asks of the organisation."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from actionplan.accounts.models import User
from actionplan.accounts.rights import rights_today
from actionplan.base.brussels import day_of
from actionplan.reporting.models import ProgressReport, Request
from actionplan.reporting.rules import files_held
from actions.models import Action

from .words import until_words


@dataclass(frozen=True)
class NextAsked:
    action: Action
    key: str
    """Of the organisation."""
    until: str


def next_asked(report: ProgressReport, user: User, now: datetime.datetime) -> NextAsked | None:
    """For who writes for the organisation, the next request that waits for it: the earliest due. Two queries."""
    plan, organisation = report.action.plan_id, report.organisation_id
    rights = rights_today(user, plan)
    if organisation not in rights.organisations:
        return None
    rows = Request.objects.under_way().filter(round__plan=plan, organisation=organisation)
    if organisation not in rights.submits_for:
        held = [action for action, of in files_held(user, plan) if of == organisation]
        rows = rows.filter(action__in=held)
    rows = rows.of_leads().with_state().unanswered().exclude(action=report.action_id)
    rows = rows.in_order_of_due_date().select_related("action").prefetch_related("action__terms")
    request = rows.first()
    if request is None:
        return None
    return NextAsked(request.action, report.organisation.key, until_words(request.due, day_of(now)))  # type: ignore[attr-defined]
