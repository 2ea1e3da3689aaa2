"""What waits for a coordinator in a plan, and of whom: each row leads to the act."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of, days_past
from actionplan.base.formatting import until_words
from actionplan.pages.people.read import lists_to_confirm, nobody_submits_for
from actionplan.pages.plans.elsewhere import to_review_elsewhere
from actionplan.pages.review.queue import reports_to_review, waiting_in
from actionplan.pages.rounds.answers import AnswerTable, counted_requests, rows_by_organisation
from actionplan.pages.rounds.request_list import may_know
from actionplan.pages.rounds.round_words import state_words
from actionplan.pages.rounds.validation_page import shown_remarks
from actionplan.pages.waiting import (
    amendments_in_preparation,
    extensions_to_answer,
    recommendations_due,
    remarks_to_treat,
    reports_to_judge,
)
from actionplan.picture.cache import picture_at
from actionplan.picture.moment import Moment
from actionplan.reporting.models import (
    MilestoneProposal,
    ProgressReport,
    Question,
    Round,
)
from actionplan.reporting.states import Basis
from actionplan.reports.pending import round_under_way
from actionplan.rounds.counting import answer_groups
from objectives.models import Plan

REPORTS_SHOWN = 5
"""Of those that wait for review; the queue has all."""


@dataclass(frozen=True)
class Since:
    """Something that waits, and the days since it began to, or for what is asked until it is due or since."""

    row: Any
    days: int
    url: str
    days_late: int = 0

    @property
    def code(self) -> str:
        return self.row.action.code


@dataclass(frozen=True)
class WorkPart:
    """A part of the page, with how much waits in it."""

    heading: str
    count: int


def work_of_coordinator(request: PortalRequest, plan: Plan) -> dict[str, Any]:
    """The context of the page: a fixed number of queries."""
    user, on = request.user, day_of(request.now)
    keys = list(reports_to_judge(plan, user).values_list("pk", flat=True))
    oldest = reports_to_review(plan, on).filter(pk__in=keys[:REPORTS_SHOWN]).waiting_for_review()
    extensions = list(extensions_to_answer(plan))
    unanswered, answered = questions_open(plan, on)
    for extension in extensions:
        note_words(extension.request.action, extension.reason)
    work = {
        "plan": plan,
        "today": on,
        "elsewhere": to_review_elsewhere(request, plan),
        "to_review": len(keys),
        "more_to_review": len(keys[REPORTS_SHOWN:]),
        "waiting": waiting_in(oldest, user, request.now),
        "unanswered": unanswered,
        "answered": answered,
        "returned": returned_until_now(plan, on),
        "extensions": extensions,
        "remarks": shown_remarks(remarks_to_treat(plan)),
        "may_manage": True,
        "proposals": MilestoneProposal.objects.of_plan(plan).waiting().count(),
        "amendments": amendments_in_preparation(plan).count(),
        "lists": lists_to_confirm(user, request.now),
        "unreachable": nobody_submits_for(request),
        "recommendations": list(recommendations_due(plan, request.now)),
        **_round_context(request, plan, on),
    }
    own, of_others = _own_parts(work), _parts_of_others(work)
    return work | {
        "own": own,
        "others": of_others,
        "to_do": sum(part.count for part in own.values()),
        "of_others": sum(part.count for part in of_others.values()),
        "people": work["lists"] + len(work["unreachable"]),
    }


def _own_parts(work: dict[str, Any]) -> dict[str, WorkPart]:
    """What waits for the coordinator, as the navigation counts it: in the order of the page, by the ids of the headings."""
    return {
        "review": WorkPart(_("To review"), work["to_review"]),
        "answered": WorkPart(_("Answers to questions"), len(work["answered"])),
        "recommendations": WorkPart(_("Recommendations past their day"), len(work["recommendations"])),
        "extensions": WorkPart(_("Extensions asked"), len(work["extensions"])),
        "remarks": WorkPart(_("Remarks to the Platform"), len(work["remarks"])),
        "confirm": WorkPart(_("To decide about the plan"), work["proposals"] + work["amendments"]),
    }


def _parts_of_others(work: dict[str, Any]) -> dict[str, WorkPart]:
    """What waits for somebody else."""
    return {
        "asked": WorkPart(_("Asked, not answered"), len(work["unanswered"])),
        "returned": WorkPart(_("Returned, not submitted again"), len(work["returned"])),
        "silent": WorkPart(_("Who must still report?"), len(work["organisations"])),
    }


def returned_until_now(plan: Plan, on: datetime.date) -> list[Since]:
    """Reports that were returned and not submitted again, the longest first."""
    rows: Any = ProgressReport.objects.hanging().filter(action__plan=plan)
    rows = (
        rows.select_related("action", "organisation")
        .prefetch_related("action__terms")
        .order_by("reviewed_at", "pk")
    )
    for row in rows:
        note_words(row.action, row.remark)
    return [
        Since(
            row,
            (on - day_of(row.reviewed_at)).days,
            reverse("report", args=[plan.code, row.action.code, row.pk]),
        )
        for row in rows
    ]


def questions_open(plan: Plan, on: datetime.date) -> tuple[list[Since], list[Since]]:
    """Those asked and not answered, the longest late first, with the days left; and those answered, to judge, with the days
    since the answer, the longest first.
    """
    rows: Any = Question.objects.of_plan(plan).open().with_last_message().by_term()
    rows = rows.select_related("action", "organisation", "minister").prefetch_related("action__terms")
    unanswered, answered = [], []
    for row in rows:
        note_words(row.action, row.text or row.last_text)
        url = f"{reverse('questions', args=[plan.code, row.action.code])}#question-{row.pk}"
        if row.is_answered:
            answered.append(Since(row, (on - day_of(row.last_at)).days, url))
        else:
            days, days_late = ((row.due - on).days, days_past(row.due, on)) if row.due else (0, 0)
            unanswered.append(Since(row, days, url, days_late))
    return unanswered, sorted(answered, key=lambda one: -one.days)


def _round_context(request: PortalRequest, plan: Plan, on: datetime.date) -> dict[str, Any]:
    """The round under way, and the organisations that still have to report: most reports first."""
    round = round_under_way(plan)
    if round is None:
        return {"round": None, "organisations": []}
    round.plan = plan
    counted = counted_requests(round, on)
    table = AnswerTable(
        answer_groups(**may_know(request.user, round)), reverse("request-list", args=[plan.code, round.code])
    ).without_empty_states(counted)
    picture = picture_at(plan, Moment.now(request.now, Basis.REPORTED))
    rows = [row for row in rows_by_organisation(table, counted, picture) if row.leads.unanswered]
    return {
        "round": round,
        "when": _when(round, on),
        "total": table.row(counted, {}),
        "groups": table.groups,
        "organisations": sorted(rows, key=lambda row: -row.leads.unanswered),
    }


def _when(round: Round, on: datetime.date) -> str:
    return until_words(round.due, on) if round.is_open else state_words(round)
