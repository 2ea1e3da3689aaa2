"""What a reviewer sees: the report beside the plan and the report before it, facts and findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.days import day_of
from actionplan.base.formatting import listed
from actionplan.pages.getters import picture_now
from actionplan.pages.questions.read import Thread, open_threads, proposed_due
from actionplan.pages.report.checked_report import anchored
from actionplan.pages.report.contents_in_words import ReportPart, changed_rows, parts_of
from actionplan.pages.report.read import report_context
from actionplan.picture.sentences import (
    adopted_phase_words,
    budget_words,
    disagreements,
    other_choices,
    schedule_and_end,
)
from actionplan.reporting.models import ProgressReport
from actionplan.reports.checks import findings, unchanged_for_rounds, unchanged_words
from actionplan.reports.comparisons import comparison_of
from actionplan.reports.findings import Level
from actionplan.reports.questions import bodies_to_ask, proposed_to_settle
from actionplan.reports.reviewing import is_within

from .forms import ReviewForm
from .queue import neighbours_in_queue
from .what_it_means import what_it_means

ROUNDS_TO_ASK_AFTER = 3
"""After this many rounds without a change, a question about the substance is offered."""


def substance_question(report: ProgressReport, rounds: int) -> str:
    """The prepared question after rounds without changes, in the reviewer's language, to be edited."""
    words = {"code": report.action.code, "unchanged": unchanged_for_rounds(rounds)}
    return (
        _(
            "%(unchanged)s What was done on %(code)s in this time, what comes next, and what stands in the way?"
        )
        % words
    )


def review_context(
    request: PortalRequest,
    report: ProgressReport,
    form: ReviewForm | None = None,
) -> dict[str, Any]:
    """The context of the page; `form` is the one that came back."""
    now, action = request.now, report.action
    names = [action.plan.code, action.code, report.pk]
    picture = picture_now(request, action)
    [pictured] = [row for row in picture.actions if row.pk == action.pk]
    contents, check_context = comparison_of(report, now, picture)
    context = report_context(request, report, contents, check_context.last)
    asks = not contents.is_done and check_context.unchanged_rounds >= ROUNDS_TO_ASK_AFTER
    prepared = substance_question(report, check_context.unchanged_rounds) if asks else ""
    parts = parts_of(context, has_last=context["has_last"])
    results = findings(contents, check_context)
    unchanged = unchanged_words(contents, check_context)
    return context | {
        "parts": parts,
        "is_compared": context["has_last"] and not unchanged,
        "first_words": unchanged
        or what_it_means(contents, check_context, pictured)
        or _what_changed(parts, has_last=context["has_last"]),
        "gravest": next((one.sentence for one in results if one.level != Level.INFORMATION), ""),
        "verdicts": [entry for entry in context["history"] if entry.verdict],
        "typed": _typed(form),
        "reckoned_on": pictured.reckoned_on,
        "printed_timing": adopted_phase_words(pictured),
        "printed_budget": budget_words(pictured),
        "schedule": schedule_and_end(pictured),
        "disagreements": disagreements(pictured),
        "other_choices": other_choices(report),
        "found": anchored(results),
        "offers_question": bool(prepared),
        "form": form or review_form(request, report, context["threads"], prepared=prepared),
        "would_be_within": is_within(report, request.user, now),
        "queue": neighbours_in_queue(report, request.user),
        "breadcrumbs": [
            (_("My work"), reverse("my-work", args=names[:1])),
            (_("Reports to review"), reverse("review-queue", args=names[:1])),
        ],
    }


def _what_changed(parts: Iterable[ReportPart], *, has_last: bool) -> str:
    """Where status, end, money and milestones say nothing new: the names of what does."""
    if not has_last:
        return _("This is the organisation’s first report on the action.")
    return _("Changed: %(what)s.") % {"what": listed(row.label for row in changed_rows(parts))}


def review_form(
    request: PortalRequest,
    report: ProgressReport,
    threads: list[Thread],
    data: Any = None,
    prepared: str = "",
) -> ReviewForm:
    on, of_report = day_of(request.now), report.organisation
    asks = request.GET.get("ask") == "substance"
    return ReviewForm(
        data,
        report=report,
        bodies=sorted(bodies_to_ask(report.action, on), key=lambda body: body != of_report),
        due=proposed_due(report.action, on),
        open_questions=_open_questions(threads),
        settles=proposed_to_settle(report, report.confidence),
        initial={"asked": prepared if asks else ""},
    )


def _open_questions(threads: list[Thread]) -> list[tuple[int, str]]:
    """By their first words, with of whom and whether they are answered."""
    return [
        (
            thread.question.pk,
            f"{Truncator(thread.question.text or _('Removed by law.')).chars(120)} "
            f"({thread.question.of_whom}, {thread.state_words})",
        )
        for thread in open_threads(threads)
    ]


def _typed(form: ReviewForm | None) -> str:
    """What was typed into a form that can no longer be sent, so that it can be copied."""
    if form is None:
        return ""
    texts = [form[name].value() for name in ("remark", "return_remark", "asked")]
    return "\n\n".join(typed for typed in texts if typed)
