"""What a reviewer sees: the report beside the printed plan, the report before it, the computed facts and the findings."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.rights import rights_today
from actionplan.base.tokens import new_token
from actionplan.reporting.finding import Finding, Level
from actionplan.reporting.findings import findings
from actionplan.reporting.forms.review import AcceptForm, ReturnForm
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis
from actionplan.reporting.surroundings import surroundings_of, surroundings_of_all
from actionplan.reporting.words import disagreements, schedule_words
from actions.models import Phase
from objectives.models import Plan

from .action_page import tracked_action
from .report_checks_page import by_level
from .report_read import report_context


@dataclass(frozen=True)
class Waiting:
    """A report that waits for review, with how many findings of each level the checks have, worst first."""

    report: ProgressReport
    counts: list[str]


def queue_of(plan: Plan, on: datetime.date) -> QuerySet:
    """The plan's reports that wait for review, oldest first; `is_continuous` tells which words its action uses."""
    phases = Phase.objects.in_force(on).filter(action=OuterRef("action"), continuous=True)
    rows = ProgressReport.objects.filter(action__plan=plan).waiting_for_review().with_previous()
    return rows.annotate(is_continuous=Exists(phases)).select_related(
        "action__plan", "organisation", "submitted_by"
    )


def with_findings(reports: Iterable[ProgressReport], at: datetime.datetime) -> list[Waiting]:
    """The reports of a page of the queue: a fixed number of queries."""
    rows = list(reports)
    known = surroundings_of_all(rows, at)
    return [Waiting(report, _counts(findings(*known[report.pk]))) for report in rows]


def _counts(found: list[Finding]) -> list[str]:
    counts = Counter(one.level for one in found)
    return [
        _("%(count)s %(level)s") % {"count": counts[level], "level": level.label}
        for level in Level
        if counts[level]
    ]


def review_context(
    request: HttpRequest,
    report: ProgressReport,
    accept_form: AcceptForm | None = None,
    return_form: ReturnForm | None = None,
) -> dict[str, Any]:
    action = report.action
    names = [action.plan.code, action.code, report.pk]
    moment = Moment.now(request.now, action.plan, Basis.REPORTED)  # type: ignore[attr-defined]
    tracked = tracked_action(action, moment)
    position, around = surroundings_of(report, request.now)  # type: ignore[attr-defined]
    continuous = bool(tracked and tracked.is_continuous)
    token = {"token": new_token()}
    answered = accept_form or return_form
    return report_context(request, report, position, around.last) | {
        "typed": answered["remark"].value() if answered else "",
        "tracked": tracked,
        "schedule": schedule_words(tracked) if tracked else "",
        "disagreements": disagreements(tracked) if tracked else [],
        "groups": by_level(findings(position, around)),
        "accept_form": accept_form or AcceptForm(None, report=report, continuous=continuous, initial=token),
        "return_form": return_form or ReturnForm(None, initial={"token": new_token()}),
        "accept_url": reverse("report-accept", args=names),
        "return_url": reverse("report-return", args=names),
        "own_agency": report.organisation_id in rights_today(request.user).employers,
    }
