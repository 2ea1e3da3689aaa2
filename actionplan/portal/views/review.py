"""Review: the queue, one report beside the plan and the report before it, and the two answers to it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from actionplan.portal.getters import as_it_is_now, plan_or_404, report_or_404
from actionplan.portal.review_page import queue_of, review_context, with_findings
from actionplan.portal.tokens import carried_out_once
from actionplan.reporting.forms.review import AcceptForm, ReturnForm
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.reviewing import accept, return_report
from actionplan.reporting.states import ReportState

PAGE_SIZE = 25


@require_safe
def review_queue(request: HttpRequest, plan_code: str) -> HttpResponse:
    """Reports that wait, oldest first; one's own stand apart, for somebody else."""
    plan = plan_or_404(request, plan_code)
    if not request.user.has_perm("reporting.review"):
        raise PermissionDenied
    page = Paginator(queue_of(plan, day_of(request.now)), PAGE_SIZE).get_page(request.GET.get("page"))
    waiting = with_findings(page.object_list, request.now)
    return render(request, "report/queue.html", {"plan": plan, "page_obj": page, "waiting": waiting})


def _reviewable(request: HttpRequest, plan_code: str, code: str, pk: int) -> ProgressReport:
    """A report that this person may review; one's own is refused, whatever the rights."""
    report = report_or_404(request, plan_code, code, pk)
    if not request.user.has_perm("reporting.review_report", report) or report.is_draft:
        raise PermissionDenied
    return report


@require_safe
def report_review(request: HttpRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    report = _reviewable(request, plan_code, code, pk)
    if report.state != ReportState.SUBMITTED:
        return redirect("report", plan_code, code, pk)
    return render(request, "report/review.html", review_context(request, report))


@require_POST
def report_accept(request: HttpRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    report = _reviewable(request, plan_code, code, pk)
    form = AcceptForm(request.POST, report=report)

    def act(said: dict) -> ProgressReport:
        verdict = said.get("verdict", "")
        return accept(report=report, verdict=verdict, remark=said["remark"], by=request.user, at=request.now)

    return _answer(request, report, {"accept_form": form}, form, act, _("The report is accepted."))


@require_POST
def report_return(request: HttpRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    report = _reviewable(request, plan_code, code, pk)
    form = ReturnForm(request.POST)

    def act(said: dict) -> ProgressReport:
        return return_report(report=report, remark=said["remark"], by=request.user, at=request.now)

    return _answer(request, report, {"return_form": form}, form, act, _("The report is returned."))


def _answer(
    request: HttpRequest,
    report: ProgressReport,
    sent: dict[str, forms.Form],
    form: forms.Form,
    act: Callable[[dict], ProgressReport],
    done: str,
) -> HttpResponse:
    """Carry the review out once; what cannot be done comes back with its sentence and all that was typed."""
    if not form.is_valid():
        context = review_context(request, report, **sent) | {"errors": [], "form": form}
        return render(request, "report/review.html", context, status=400)
    address = reverse("review-queue", args=[report.action.plan.code])

    def acted() -> str:
        act(form.cleaned_data)
        return address

    try:
        result = carried_out_once(request, acted)
    except Refused as refusal:
        context = review_context(request, as_it_is_now(report), **sent) | {
            "errors": [refusal.sentence],
            "form": form,
        }
        return render(request, "report/review.html", context, status=409)
    messages.success(request, done)
    return redirect(result)
