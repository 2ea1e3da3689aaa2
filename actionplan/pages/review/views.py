"""Review: the queue, one report beside the plan and the report before it, and the decision on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.days import day_of
from actionplan.pages.getters import as_it_is_now, page_of, plan_for, report_or_404
from actionplan.pages.plans.elsewhere import to_review_elsewhere
from actionplan.pages.report.read import threads_about
from actionplan.pages.tokens import acted, form_page, sent_to
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Confidence, ReportState
from actionplan.reports.questions import NothingAsked
from actionplan.reports.reviewing import accept, return_report
from objectives.models import Plan

from .queue import TickedReports, neighbours_in_queue, queue_of, waiting_in
from .review_page import review_context, review_form

REPORTS_PER_PAGE = 25


@require_safe
def review_queue(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Reports that wait: those that can be accepted together, then the others; oldest first."""
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
    context["together"] = [one for one in waiting if one.choice]
    context["singly"] = [one for one in waiting if not one.choice]
    context["breadcrumbs"] = [(_("My work"), reverse("my-work", args=[plan.code]))]
    return render(request, "review/queue.html", context, status=status)


def _reviewable(request: PortalRequest, plan_code: str, code: str, pk: int) -> ProgressReport:
    """A report that this person may review; never their own, whatever their rights."""
    report = report_or_404(request, plan_code, code, pk, with_previous=True)
    if not request.user.has_perm("reporting.review_report", report) or report.is_draft:
        raise PermissionDenied
    return report


@form_page
def report_review(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    """The decision: accepted, with a question if one was typed, and the ticked questions settled; or returned with a remark."""
    report = _reviewable(request, plan_code, code, pk)
    sent = sent_to(request)
    if report.state != ReportState.SUBMITTED and sent is None:
        return redirect("report", plan_code, code, pk)
    form = review_form(request, report, threads_about(request, report), sent) if sent else None
    following = neighbours_in_queue(report, request.user).after if request.method == "POST" else None
    return acted(
        request,
        "review/page.html",
        lambda: review_context(request, report, form),
        lambda: _decide(request, report, form),
        to=_review_of(plan_code, following) if following else reverse("my-work", args=[plan_code]),
        form=form,
        done=lambda: _done(request, report, form, is_shown=following is not None),
        fields={NothingAsked: "asked"},
        again=lambda: as_it_is_now(report, "action"),
        tell=report.action.plan,
    )


def _decide(request: PortalRequest, report: ProgressReport, form: Any) -> None:
    cleaned = form.cleaned_data
    if form.returns:
        return_report(report=report, remark=cleaned["return_remark"], by=request.user, at=request.now)
        return
    accept(
        report=report,
        verdict=cleaned.get("verdict", ""),
        remark=cleaned["remark"],
        to_ask=form.to_ask(),
        settles=[int(key) for key in cleaned["settles"] if key.isdecimal() and len(key) < 19],
        by=request.user,
        at=request.now,
    )


def _done(request: PortalRequest, report: ProgressReport, form: Any, *, is_shown: bool) -> str:
    """What was done, with a link to the next report of the queue unless it is shown."""
    done = _decision_in_words(report, form)
    if is_shown:
        return done
    following = neighbours_in_queue(report, request.user).oldest
    if following is None:
        return format_html("{} {}", done, _("No other report waits for your review."))
    words = _("Review the next report: %(code)s") % {"code": following[1]}
    url = _review_of(report.action.plan.code, following)
    return format_html('{} <a class="button" href="{}">{}</a>', done, url, words)


def _decision_in_words(report: ProgressReport, form: Any) -> str:
    """The report, with its verdict if it takes one, and of whom something is asked."""
    facts = {"organisation": report.organisation.local_name, "code": report.action.code}
    if form.returns:
        return _("The report of %(organisation)s on %(code)s is returned.") % facts
    done = _("The report of %(organisation)s on %(code)s is accepted.") % facts
    if verdict := form.cleaned_data.get("verdict"):
        words = _("The report of %(organisation)s on %(code)s is accepted: %(verdict)s.")
        done = words % (facts | {"verdict": Confidence(verdict).label})
    if asked := form.to_ask():
        done = f"{done} {_('A question is asked of %(of_whom)s.') % {'of_whom': asked.of_whom}}"
    return done


def _review_of(plan_code: str, following: tuple[int, str]) -> str:
    pk, code = following
    return reverse("report-review", args=[plan_code, code, pk])
