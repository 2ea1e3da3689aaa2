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
from actionplan.pages.report.form_page import round_context
from actionplan.pages.report.forms import WARNING, ReportForm
from actionplan.pages.report.saving import save_form
from actionplan.pages.tokens import form_page, sent_to
from actionplan.reports.findings import Finding, Level

from .read import Sheet, sheet_or_refused
from .sheet_rows import sheet_context

TEMPLATE = "sheet/sheet.html"


@form_page
def sheet_row(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    """The row opened; sent, it is saved as a draft and stays open."""
    if request.method == "POST":
        return _save(request, plan_code, key, code)
    own_sheet, sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    editor = editor_of(request, plan_code, code, key)
    typed = typed_for(request)
    if typed is None and editor.submitted is not None:
        return redirect("report", plan_code, code, editor.submitted.pk)
    form = editor.form(typed, short=True)
    context = _context(request, own_sheet, sheets, editor, form)
    if typed is None:
        return render(request, TEMPLATE, context)
    if form.is_valid() and editor.submitted is not None:
        refusal = Refused(_("Somebody submitted or changed this report in the meantime."))
        return render(request, TEMPLATE, context | conflict_context(editor, form, refusal), status=409)
    return render(request, TEMPLATE, context)


@require_POST
def sheet_row_ready(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    """Save the row, and mark it as ready for agreement unless the checks stop it."""
    return _save(request, plan_code, key, code, ready=True)


def _save(
    request: PortalRequest, plan_code: str, key: str, code: str, *, ready: bool = False
) -> HttpResponse:
    own_sheet, sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    editor = editor_of(request, plan_code, code, key, shows_taken=True)
    form = editor.form(sent_to(request), short=True)
    return save_form(
        request,
        editor,
        form,
        TEMPLATE,
        lambda: _context(request, own_sheet, sheets, editor, form),
        to=_address(own_sheet, code),
        ready_to=own_sheet.url if ready else "",
    )


def _address(sheet: Sheet, code: str) -> str:
    """Of the opened row, at its place on the page."""
    return f"{reverse('sheet-row', args=[sheet.plan.code, sheet.organisation.key, code])}#row-{code}"


def _context(
    request: PortalRequest, sheet: Sheet, sheets: Iterable[Sheet], editor: ReportEditor, form: ReportForm
) -> dict[str, Any]:
    note_words(editor.action, editor.draft or editor.last)
    code, key = editor.action.code, sheet.organisation.key
    names = [sheet.plan.code, key, code]
    row_url, form_url = reverse("sheet-row", args=names), reverse("report-form", args=[names[0], code, key])
    context = sheet_context(request, sheet, sheets, opened=code)
    shown = [*context["tasks"], *context["up_to_date"], *context["invited"], *context["handed_in"]]
    row = next((row for row in shown if row.action.code == code), None)
    return context | {
        **round_context(editor),
        **autosave_context(editor, form),
        "editor": editor,
        "form": form,
        "forms": form.parts,
        "main": form.main,
        "may_save": True,
        "opened_apart": row is None,
        "found": [] if row is None else _found(row.findings, form, form_url),
        "row_url": row_url,
        "ready_url": reverse("sheet-row-ready", args=names),
        "form_url": form_url,
        "warning": WARNING,
    }


def _found(findings: Iterable[Finding], form: ReportForm, form_url: str) -> list[dict[str, Any]]:
    """Blocking findings and warnings about the draft; those about fields that the row lacks lead to the whole form."""
    ids = {field.auto_id for part in form.parts for field in part}
    return [
        {
            "finding": finding,
            "url": f"{'' if anchor_of(finding) in ids else form_url}#{anchor_of(finding)}"
            if finding.field
            else "",
        }
        for finding in findings
        if finding.level != Level.INFORMATION
    ]
