"""*Check and make ready*, the same in the whole form and in the row of *My actions*: what the checks find keeps the form
open, and stands at its fields and above the button.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.forms import BoundField

from actionplan.pages.templatetags.ui import anchor
from actionplan.reporting.models import ProgressReport
from actionplan.reports.agreement import mark_ready
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparison_of
from actionplan.reports.findings import Finding, worth_a_look

from .checked_report import anchor_of
from .editor import ReportEditor
from .form_page import AnswersInForm
from .forms import ReportForm

CHECKED = "checked"
"""The parameter with which a form says what the checks found."""


def readier(
    editor: ReportEditor,
    form: ReportForm,
    answers: AnswersInForm,
    *,
    page_url: str,
    done_url: Callable[[], str],
    known: Iterable[str] = (),
) -> Callable[[ProgressReport], str]:
    """For `save_form`: mark the draft as ready for agreement and go on at `done_url`, or back to the page with what was found.

    `known` are the warnings that the page showed, if one makes the draft ready whatever they say.
    """

    def make_ready(draft: ProgressReport) -> str:
        request = editor.request
        results = worth_a_look(findings(*comparison_of(draft, request.now, editor.picture)))
        is_new = any(one.sentence not in known for one in results)
        if is_new or mark_ready(drafts=[(draft, draft.revision)], by=request.user, at=request.now):
            first = next(iter(found_in(results, form, answers)), None)
            place = anchor(first["at"]) if first and first["at"] else "found"
            return f"{page_url}{'&' if '?' in page_url else '?'}{CHECKED}=on#{place}"
        return done_url()

    return make_ready


def found_context(
    editor: ReportEditor,
    form: ReportForm,
    answers: AnswersInForm,
    results: Iterable[Finding],
    form_url: str = "",
) -> dict[str, Any]:
    """What the checks found in the form: if it was asked for by the button, at the fields too."""
    found, is_checked = found_in(results, form, answers, form_url), CHECKED in editor.request.GET
    for one in found:
        if is_checked and one["at"] is not None:
            one["at"].found = [*getattr(one["at"], "found", []), one["finding"]]
    return {
        "is_checked": is_checked,
        "found": found,
        "is_blocked": any(one["finding"].is_blocking for one in found),
    }


def found_in(
    results: Iterable[Finding], form: ReportForm, answers: AnswersInForm, form_url: str = ""
) -> list[dict[str, Any]]:
    """What blocks, then warnings, each in the order of the form; those about fields that it lacks lead to `form_url`."""
    fields = {field.html_name: field for part in form.parts for field in part}
    places = list(fields)
    if answers.forms:
        fields["question"] = answers.forms[0]["text"]
    found = []
    for finding in results:
        at: BoundField | None = fields.get(finding.field)
        url = f"#{anchor(at)}" if at else f"{form_url}#{anchor_of(finding)}" if finding.field else ""
        found.append({"finding": finding, "at": at, "url": url})
    return sorted(
        found,
        key=lambda one: (
            not one["finding"].is_blocking,
            places.index(one["at"].html_name) if one["at"] is not None else len(places),
        ),
    )
