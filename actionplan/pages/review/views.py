"""Review: the queue, one report beside the plan and the report before it, and the two answers to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import kept_for
from actionplan.base.days import day_of
from actionplan.pages.getters import as_it_is_now, page_of, plan_for, report_or_404
from actionplan.pages.plans.elsewhere import to_review_elsewhere
from actionplan.pages.report.read import threads_about
from actionplan.pages.tokens import acted, typed_to
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportState
from actionplan.reports.questions import NothingAsked
from actionplan.reports.reviewing import accept, return_report
from objectives.models import Plan

from .forms import ReturnForm
from .queue import TickedReports, neighbours_in_queue, queue_of, waiting_in
from .review_page import new_accept_form, review_context

REPORTS_PER_PAGE = 25


@require_safe
def review_queue(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Reports that wait, oldest first; the person's own stand apart, for somebody else."""
    return queue_page(request, plan_for(request, plan_code, "reporting.review"))


def queue_page(
    request: PortalRequest, plan: Plan, *, status: int = 200, errors: Iterable[str] = ()
) -> HttpResponse:
    """The queue, with the ticks and verdicts in the address."""
    page = page_of(request, queue_of(plan, day_of(request.now)), REPORTS_PER_PAGE)
    waiting = waiting_in(page.object_list, request.user, request.now, TickedReports.from_query(request.GET))
    context = {"plan": plan, "page_obj": page, "waiting": waiting, "errors": list(errors)}
    context["here"] = reverse("review-queue", args=[plan.code])
    context["elsewhere"] = to_review_elsewhere(request, plan)
    context["may_tick"] = sum(report.choice is not None for report in waiting)
    context["first_alone"] = next((row for row in waiting if row.choice is None and not row.is_own), None)
    context["breadcrumbs"] = [(_("My work"), reverse("my-work", args=[plan.code]))]
    return render(request, "review/queue.html", context, status=status)


def _reviewable(request: PortalRequest, plan_code: str, code: str, pk: int) -> ProgressReport:
    """A report that this person may review; never their own, whatever their rights."""
    report = report_or_404(request, plan_code, code, pk, with_previous=True)
    if not request.user.has_perm("reporting.review_report", report) or report.is_draft:
        raise PermissionDenied
    return report


@require_safe
def report_review(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    report = _reviewable(request, plan_code, code, pk)
    typed = _typed(request, report)
    is_kept = typed and kept_for(
        request
    )  # from a session that ended; what was typed beside is past with the act
    if report.state != ReportState.SUBMITTED and not is_kept:
        return redirect("report", plan_code, code, pk)
    return render(request, "review/page.html", review_context(request, report, **typed))


def _typed(request: PortalRequest, report: ProgressReport) -> dict[str, Any]:
    """The forms in which something was typed before the session ended, or beside the one that is sent."""
    names, typed = [report.action.plan.code, report.action.code, report.pk], dict[str, Any]()
    if data := typed_to(request, "report-accept", *names):
        typed["accept_form"] = new_accept_form(request, report, threads_about(request, report), data)
    if data := typed_to(request, "report-return", *names):
        typed["return_form"] = ReturnForm(data)
    return typed


@require_POST
def report_accept(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    """With a question, if one was typed; the ticked questions are settled."""
    report = _reviewable(request, plan_code, code, pk)
    form = new_accept_form(request, report, threads_about(request, report), request.POST)

    def act() -> None:
        cleaned = form.cleaned_data
        accept(
            report=report,
            verdict=cleaned.get("verdict", ""),
            remark=cleaned["remark"],
            to_ask=form.to_ask(),
            settles=[int(key) for key in cleaned["settles"] if key.isdecimal() and len(key) < 19],
            by=request.user,
            at=request.now,
        )

    return _reviewed(request, report, {"accept_form": form}, act, _accepted_words(report))


@require_POST
def report_return(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    report = _reviewable(request, plan_code, code, pk)
    form = ReturnForm(request.POST)

    def act() -> None:
        return_report(report=report, remark=form.cleaned_data["remark"], by=request.user, at=request.now)

    return _reviewed(request, report, {"return_form": form}, act, _returned_words(report))


def _reviewed(
    request: PortalRequest, report: ProgressReport, sent: dict[str, Any], act: Callable[[], None], done: str
) -> HttpResponse:
    [form] = sent.values()
    return acted(
        request,
        "review/page.html",
        lambda: review_context(request, report, **_typed(request, report) | sent) | {"form": form},
        act,
        to=_where_next(request, report),
        form=form,
        done=lambda: _done_with_next(request, report, done),
        fields={NothingAsked: "asked"},
        again=lambda: as_it_is_now(report, "action"),
        tell=report.action.plan,
    )


def _accepted_words(report: ProgressReport) -> str:
    return _("The report of %(organisation)s on %(code)s is accepted.") % _named(report)


def _returned_words(report: ProgressReport) -> str:
    return _("The report of %(organisation)s on %(code)s is returned.") % _named(report)


def _named(report: ProgressReport) -> dict[str, str]:
    return {"organisation": report.organisation.local_name, "code": report.action.code}


def _where_next(request: PortalRequest, report: ProgressReport) -> str:
    """My work, or the next report of the queue if the button said so."""
    names = [report.action.plan.code]
    following = neighbours_in_queue(report, request.user).after if request.POST.get("then") else None
    if following is None:
        return reverse("my-work", args=names)
    pk, code = following
    return reverse("report-review", args=[*names, code, pk])


def _done_with_next(request: PortalRequest, report: ProgressReport, done: str) -> str:
    """What was done, with a link to the next report of the queue unless it is shown."""
    if request.POST.get("then"):
        return done
    queue = neighbours_in_queue(report, request.user)
    following = queue.after or queue.oldest
    if following is None:
        return format_html("{} {}", done, _("No other report waits for your review."))
    pk, code = following
    url = reverse("report-review", args=[report.action.plan.code, code, pk])
    words = _("Review the next report: %(code)s") % {"code": code}
    return format_html('{} <a class="button" href="{}">{}</a>', done, url, words)
