"""What a reviewer sees: the report beside the printed plan, the report before it, the computed facts and the findings."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from actionplan.base.tokens import new_token
from actionplan.reporting.findings import findings
from actionplan.reporting.forms.review import AcceptForm, ReturnForm
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.moments import Moment
from actionplan.reporting.position import position_of
from actionplan.reporting.states import Basis
from actionplan.reporting.surroundings import surroundings_of
from actionplan.reporting.words import schedule_words
from objectives.models import Plan

from .action_page import tracked_action
from .report_checks_page import by_level
from .report_read import report_context


def queue_of(plan: Plan) -> QuerySet:
    """The plan's reports that wait for review, oldest first."""
    rows = ProgressReport.objects.filter(action__plan=plan).waiting_for_review()
    return rows.select_related("action", "organisation", "submitted_by")


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
    position = position_of(report)
    found = findings(position, surroundings_of(report, position, report.submitted_at or report.saved_at))
    continuous = bool(tracked and tracked.is_continuous)
    token = {"token": new_token()}
    return report_context(request, report) | {
        "tracked": tracked,
        "schedule": schedule_words(tracked) if tracked else "",
        "groups": by_level(found, "#contents"),
        "accept_form": accept_form or AcceptForm(None, report=report, continuous=continuous, initial=token),
        "return_form": return_form or ReturnForm(None, initial={"token": new_token()}),
        "accept_url": reverse("report-accept", args=names),
        "return_url": reverse("report-return", args=names),
    }
