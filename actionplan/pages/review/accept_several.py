"""Accepting several reports at once: the preview with verdicts and reasons, and the acceptance itself."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.days import day_of
from actionplan.base.formatting import local
from actionplan.base.refusals import Refused
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import plan_for
from actionplan.pages.tokens import carried_out_once
from actionplan.reporting.locking import refuse_unless_waiting
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Confidence
from actionplan.reports.reviewing import AcceptedSeveral, accept_several
from objectives.models import Plan

from .queue import TickedReports, reports_to_review, waiting_in
from .views import queue_page


@dataclass(frozen=True)
class ToAccept:
    """A report with its verdict; empty for one that takes none."""

    report: ProgressReport
    verdict: str


@dataclass
class SeveralReports:
    to_accept: list[ToAccept] = field(default_factory=list)
    left: list[tuple[ProgressReport, str]] = field(default_factory=list)
    """With the reason why it is left as it is."""


def chosen_reports(plan: Plan, chosen: TickedReports, on: datetime.date) -> list[Any]:
    """The ticked reports, in the plan's order. Raises Http404 unless all were submitted, in this plan."""
    rows = reports_to_review(plan, on).handed_in().filter(pk__in=chosen.verdicts)
    reports = list(rows.select_related("reviewed_by").order_by("action__order", "pk"))
    if len(reports) != len(chosen.verdicts):
        raise Http404
    return reports


def outcomes_now(
    reports: list[Any], chosen: TickedReports, user: User, at: datetime.datetime
) -> SeveralReports:
    """What would happen to each report now: a fixed number of queries."""
    several = SeveralReports()
    for waiting in waiting_in(reports, user, at, chosen):
        report: Any = waiting.report
        verdict = chosen.verdicts[report.pk] if report.takes_verdict else ""
        try:
            refuse_unless_waiting(report)
        except Refused as refusal:
            several.left.append((report, str(refusal)))
            continue
        if waiting.is_own:
            several.left.append((report, _("You submitted this: somebody else reviews it.")))
        elif waiting.choice is None:
            several.left.append((report, waiting.why_singly))
        elif report.takes_verdict and verdict not in Confidence.values:
            several.left.append((report, _("Give the Platform’s verdict.")))
        else:
            several.to_accept.append(ToAccept(report, verdict))
    return several


@require_safe
def reviews_accept_confirm(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Which of the ticked reports will be accepted, and which are left; nothing is written."""
    plan = plan_for(request, plan_code, "reporting.review")
    chosen = TickedReports.from_query(request.GET)
    if not chosen.verdicts:
        return queue_page(request, plan, status=400, errors=[_("Tick at least one report.")])
    return _confirm_page(request, plan, chosen)


def _confirm_page(
    request: PortalRequest, plan: Plan, chosen: TickedReports, *, status: int = 200, error: object = ""
) -> HttpResponse:
    reports = chosen_reports(plan, chosen, day_of(request.now))
    several = outcomes_now(reports, chosen, request.user, request.now)
    context = {
        "plan": plan,
        "several": several,
        "ask": _ask(plan, chosen, len(several.to_accept)),
        "errors": [error] if error else [],
        "breadcrumbs": [
            (_("My work"), reverse("my-work", args=[plan.code])),
            (_("Reports to review"), reverse("review-queue", args=[plan.code])),
        ],
    }
    return render(request, "review/accept_several.html", context, status=status)


def _ask(plan: Plan, chosen: TickedReports, count: int) -> AskFirst:
    words = {"count": count}
    question = ngettext("Accept this report?", "Accept these %(count)s reports?", count) % words
    button = ngettext("Accept %(count)s report", "Accept %(count)s reports", count) % words if count else ""
    return AskFirst(
        question if count else _("Accept several reports"),
        button,
        reverse("reviews-accept", args=[plan.code]),
        _("Change the choice"),
        f"{reverse('review-queue', args=[plan.code])}?{chosen.query}",
        undo=_("An acceptance is final.") if count else "",
    )


@require_POST
def reviews_accept(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Accept them; those that changed meanwhile are named with the reason, the others are accepted."""
    plan = plan_for(request, plan_code, "reporting.review")
    chosen = TickedReports.from_query(request.POST)
    reports = chosen_reports(plan, chosen, day_of(request.now))
    if any(report.submitted_by_id == request.user.pk for report in reports):
        raise PermissionDenied
    outcomes: list[AcceptedSeveral] = []

    def act() -> str:
        outcomes.append(accept_several(reports=chosen.verdicts, by=request.user, at=request.now))
        if not outcomes[0].accepted:
            raise Refused(_("None of these reports was accepted."))
        return reverse("review-queue", args=[plan.code])

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return _confirm_page(request, plan, chosen, status=409, error=refusal)
    for outcome in outcomes:
        _say(request, outcome)
    return redirect(result)


def _say(request: PortalRequest, outcome: AcceptedSeveral) -> None:
    count = len(outcome.accepted)
    words = ngettext("%(count)s report is accepted.", "%(count)s reports are accepted.", count)
    messages.success(request, words % {"count": count})
    for report, sentence in outcome.left:
        organisation = local(report.organisation, "name")
        messages.warning(request, f"{report.action.code}, {organisation}: {sentence}")
