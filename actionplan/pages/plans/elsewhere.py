"""What somebody has to do in other plans, shown on the pages of work in a plan."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.days import day_of
from actionplan.base.formatting import day
from actionplan.organisations.models import Organisation
from actionplan.pages.getters import plans_seen
from actionplan.reporting.models import ProgressReport, Question, Request
from actionplan.reporting.states import RequestState
from actionplan.reporting.who_is_asked import with_who_is_to_do
from objectives.models import Plan

MOST_SHOWN = 10
"""Tasks shown for each plan; its own page has the rest."""


@dataclass(frozen=True)
class TaskElsewhere:
    """A report to submit or to review, or a question to answer."""

    action: Any
    organisation: Any
    when: str
    url: str


@dataclass(frozen=True)
class WorkElsewhere:
    plan: Plan
    tasks: list[TaskElsewhere]
    url: str
    """The page in that plan with all of them."""

    @property
    def shown(self) -> list[TaskElsewhere]:
        return self.tasks[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return len(self.tasks) - len(self.shown)


def to_do_elsewhere(request: PortalRequest, here: Plan) -> list[WorkElsewhere]:
    """What rounds under way ask of the organisations that the person writes for, and nobody has answered; requests that were
    reopened; and the questions of the Platform. At most eight queries, none where there is no other plan.
    """
    others = _others(request, here)
    if not others:
        return []
    own = Q()
    for plan in others:
        own |= Q(action__plan=plan, organisation__in=rights_today(request.user, plan).organisations)
    rows: Any = Request.objects.under_way().of_leads().filter(own).with_state().unanswered_or_reopened()
    rows = rows.select_related("action__plan", "organisation", "round").in_order_of_due_date()
    asked = (
        Question.objects.waiting().filter(action__plan__in=others).select_related("action__plan").by_term()
    )
    tasks = [_task(row.action, row.organisation, _when(row), "report-form") for row in rows]
    for row, body in with_who_is_to_do(asked, day_of(request.now)):
        rights = rights_today(request.user, row.action.plan)
        if isinstance(body, Organisation) and body.pk in rights.organisations:
            tasks.append(_task(row.action, body, _asked_by(row.due), "report-form"))
    return _work_elsewhere(request, here, tasks, "my-actions")


def _when(request: Any) -> str:
    if request.answer_state == RequestState.ACCEPTED:
        return _("reopened in validation, by %(day)s") % {"day": day(request.round.closes)}
    return _("by %(day)s") % {"day": day(request.due)}


def _asked_by(due: datetime.date | None) -> str:
    return _("a question, by %(day)s") % {"day": day(due)} if due else _("a question")


def to_review_elsewhere(request: PortalRequest, here: Plan) -> list[WorkElsewhere]:
    """Reports that wait for review where the person coordinates, except their own, oldest first. Two queries."""
    plans = [plan for plan in _others(request, here) if request.user.has_perm("reporting.review", plan)]
    rows: Any = ProgressReport.objects.waiting_for_review().filter(action__plan__in=plans)
    rows = rows.exclude(submitted_by=request.user).select_related("action__plan", "organisation")
    tasks = [
        _task(
            row.action,
            row.organisation,
            _("submitted on %(day)s") % {"day": day(day_of(row.submitted_at))},
            "report-review",
            row.pk,
        )
        for row in rows
    ]
    return _work_elsewhere(request, here, tasks, "review-queue")


def _task(action: Any, organisation: Any, when: str, page: str, *key: int) -> TaskElsewhere:
    names = [action.plan.code, action.code, *(key or [organisation.key])]
    return TaskElsewhere(action, organisation, when, reverse(page, args=names))


def _others(request: PortalRequest, here: Plan) -> list[Plan]:
    return [plan for plan in plans_seen(request) if plan != here]


def _work_elsewhere(
    request: PortalRequest, here: Plan, tasks: Iterable[TaskElsewhere], page: str
) -> list[WorkElsewhere]:
    by_plan: dict[Plan, list[TaskElsewhere]] = defaultdict(list)
    for task in tasks:
        by_plan[task.action.plan].append(task)
    elsewhere = [
        WorkElsewhere(plan, by_plan[plan], reverse(page, args=[plan.code]))
        for plan in _others(request, here)
        if plan in by_plan
    ]
    prefetch_related_objects([task.action for work in elsewhere for task in work.shown], "terms")
    return elsewhere
