"""*My actions* with one row opened: the short form of a report, saved as the whole form is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import typed_for
from actionplan.base.access_log import note_words
from actionplan.base.refusals import Refused
from actionplan.pages.getters import plan_or_404
from actionplan.pages.report.autosave import autosave_context
from actionplan.pages.report.checked_report import anchor_of, conflict_context
from actionplan.pages.report.editor import ReportEditor, editor_of
from actionplan.pages.report.form_page import AnswersInForm, answers_in_form, round_context
from actionplan.pages.report.forms import WARNING, ReportForm
from actionplan.pages.report.saving import save_form
from actionplan.pages.templatetags.ui import anchor
from actionplan.pages.tokens import form_page, sent_to
from actionplan.reporting.models import ProgressReport
from actionplan.reports.agreement import mark_ready
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparison_of
from actionplan.reports.findings import Finding, worth_a_look

from .read import Sheet, sheet_or_refused
from .sheet_rows import next_row_url, sheet_context

TEMPLATE = "sheet/sheet.html"
CHECKED = "checked"
"""The parameter with which the row says what the checks found."""


@form_page
def sheet_row(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    """The row opened; sent, it is saved as a draft and stays open."""
    if request.method == "POST":
        return _save(request, plan_code, key, code)
    own_sheet, sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    editor = editor_of(request, plan_code, code, key)
    typed = editor.typed = typed_for(request)
    if typed is None and editor.submitted is not None:
        return redirect("report", plan_code, code, editor.submitted.pk)
    answers = answers_in_form(editor)
    form = editor.form(typed, answers.forms, short=True)
    context = _context(request, own_sheet, sheets, editor, form, answers)
    if typed is None:
        return render(request, TEMPLATE, context)
    if form.is_valid() and editor.submitted is not None:
        refusal = Refused(_("Somebody submitted or changed this report in the meantime."))
        return render(request, TEMPLATE, context | conflict_context(editor, form, refusal), status=409)
    return render(request, TEMPLATE, context)


@require_POST
def sheet_row_ready(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    """Save the row, and mark it as ready for agreement; with a warning it stays open and says so."""
    return _save(request, plan_code, key, code, ready=True)


@require_POST
def sheet_row_ready_anyway(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    """The same, whatever the page warned of; what it did not show is said first."""
    return _save(request, plan_code, key, code, ready=True, known=request.POST.getlist("warned"))


def _save(
    request: PortalRequest,
    plan_code: str,
    key: str,
    code: str,
    *,
    ready: bool = False,
    known: Iterable[str] = (),
) -> HttpResponse:
    own_sheet, sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    editor = editor_of(request, plan_code, code, key, shows_taken=True)
    answers = answers_in_form(editor)
    form = editor.form(sent_to(request), answers.forms, short=True)
    row_url = reverse("sheet-row", args=[own_sheet.plan.code, key, code])

    def make_ready(draft: ProgressReport) -> str:
        results = worth_a_look(findings(*comparison_of(draft, request.now, editor.picture)))
        is_new = any(one.sentence not in known for one in results)
        if is_new or mark_ready(drafts=[(draft, draft.revision)], by=request.user, at=request.now):
            [first, *_others] = [*_found(results, form, answers, ""), {"url": ""}]
            return f"{row_url}?{CHECKED}=on{first['url'] or '#found'}"
        return next_row_url(request, own_sheet, code)

    return save_form(
        request,
        editor,
        form,
        TEMPLATE,
        lambda: _context(request, own_sheet, sheets, editor, form, answers),
        to=f"{row_url}#opened",
        answers=answers,
        make_ready=make_ready if ready else None,
    )


def _context(
    request: PortalRequest,
    sheet: Sheet,
    sheets: Iterable[Sheet],
    editor: ReportEditor,
    form: ReportForm,
    answers: AnswersInForm,
) -> dict[str, Any]:
    note_words(editor.action, editor.draft or editor.last)
    code, key = editor.action.code, sheet.organisation.key
    names = [sheet.plan.code, key, code]
    row_url, form_url = reverse("sheet-row", args=names), reverse("report-form", args=[names[0], code, key])
    context = sheet_context(request, sheet, sheets, opened=code)
    shown = [*context["tasks"], *context["up_to_date"], *context["invited"], *context["handed_in"]]
    row = next((row for row in shown if row.action.code == code), None)
    found = _found(row.worth_a_look, form, answers, form_url) if row and not form.main.is_bound else []
    is_checked = CHECKED in request.GET
    for one in found:
        if is_checked and one["at"] is not None:
            one["at"].found = [*getattr(one["at"], "found", []), one["finding"]]
    return context | {
        **round_context(editor),
        **autosave_context(editor, form),
        "editor": editor,
        "answers": answers,
        "form": form,
        "forms": form.parts,
        "main": form.main,
        "may_save": True,
        "opened_apart": row is None,
        "is_checked": is_checked,
        "found": found,
        "is_blocked": any(one["finding"].is_blocking for one in found),
        "row_url": row_url,
        "ready_url": reverse("sheet-row-ready", args=names),
        "anyway_url": reverse("sheet-row-ready-anyway", args=names),
        "form_url": form_url,
        "warning": WARNING,
    }


def _found(
    findings: Iterable[Finding], form: ReportForm, answers: AnswersInForm, form_url: str
) -> list[dict[str, Any]]:
    """Blocking findings, then warnings, each in the order of the row; those about fields that it lacks lead to the whole form."""
    fields = {field.html_name: field for part in form.parts for field in part}
    if answers.forms:
        fields = {"question": answers.forms[0]["text"], **fields}
    places = list(fields)
    found: list[dict[str, Any]] = []
    for finding in findings:
        at = fields.get(finding.field)
        url = (
            f"#{anchor(at)}"
            if at
            else f"{form_url}#{anchor_of(finding)}"
            if form_url and finding.field
            else ""
        )
        found.append({"finding": finding, "at": at, "url": url})
    return sorted(
        found,
        key=lambda one: (
            not one["finding"].is_blocking,
            places.index(one["finding"].field) if one["at"] is not None else len(places),
        ),
    )
