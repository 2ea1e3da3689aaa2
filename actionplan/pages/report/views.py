"""The form of a report, its checks and its submission; the report's page, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import typed_for
from actionplan.base.refusals import Refused
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import (
    action_or_404,
    as_it_is_now,
    refuse_unless,
    report_or_404,
    way_to_report,
)
from actionplan.pages.sheet.read import sheet_or_refused
from actionplan.pages.sheet.sheet_rows import next_row_url
from actionplan.pages.tokens import acted, form_page, sent_to
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.rules import organisations_to_report_for
from actionplan.reporting.states import ReportState
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparison_of
from actionplan.reports.findings import Finding, worth_a_look
from actionplan.reports.workflow import discard_draft, submit, take_back

from .checked_report import checks_context, conflict_context, draft_context
from .editor import ReportEditor, editor_of
from .form_page import answers_in_form, form_context
from .making_ready import found_context, readier
from .read import report_page
from .saving import save_form

# The form

FORM_TEMPLATE = "report/form.html"


@require_safe
def report_choose(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    """Redirects somebody with one organisation in the action; offers a choice to somebody with several."""
    action = action_or_404(request, plan_code, code)
    organisations = organisations_to_report_for(request.user, action)
    if not organisations:
        raise PermissionDenied
    if len(organisations) == 1:
        return redirect("report-form", plan_code, code, organisations[0].key)
    context = {"plan": action.plan, "action": action, "organisations": organisations}
    return render(request, "report/choose.html", context)


@form_page
def report_form(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    """The draft, or a form prefilled from the last report. Nothing is written until it is saved."""
    if request.method == "POST":
        return _save(request, editor_of(request, plan_code, code, key, shows_taken=True))
    typed = typed_for(request)
    if typed is not None:
        return _typed_again(request, editor_of(request, plan_code, code, key, shows_taken=True), typed)
    editor = editor_of(request, plan_code, code, key)
    if editor.submitted is not None:
        return redirect("report", plan_code, code, editor.submitted.pk)
    answers = answers_in_form(editor)
    form = editor.form(answers=answers.forms)
    context = form_context(editor, form, answers)
    return render(request, FORM_TEMPLATE, context | found_context(editor, form, answers, _found(editor)))


def _found(editor: ReportEditor) -> list[Finding]:
    """What the checks find in the draft."""
    if editor.draft is None:
        return []
    return worth_a_look(findings(*comparison_of(editor.draft, editor.request.now, editor.picture)))


def _typed_again(request: PortalRequest, editor: ReportEditor, typed: QueryDict) -> HttpResponse:
    """The form with what was typed before the session ended; both versions if somebody submitted since."""
    editor.typed = typed
    answers = answers_in_form(editor)
    form = editor.form(typed, answers.forms)
    context, is_late = form_context(editor, form, answers), editor.submitted is not None or editor.is_taken
    if form.is_valid() and is_late:
        refusal = Refused(_("Somebody submitted or changed this report in the meantime."))
        return render(request, FORM_TEMPLATE, context | conflict_context(editor, form, refusal), status=409)
    return render(request, FORM_TEMPLATE, context)


@require_POST
def report_save_and_check(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    """Save, and mark as ready for agreement unless the checks find something; on behalf of others, show the checks."""
    return _save(request, editor_of(request, plan_code, code, key, shows_taken=True), checks=True)


@require_POST
def report_ready_anyway(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    """The same, whatever the page warned of; what it did not show is said first."""
    editor = editor_of(request, plan_code, code, key, shows_taken=True)
    return _save(request, editor, checks=True, known=request.POST.getlist("warned"))


def _save(
    request: PortalRequest, editor: ReportEditor, *, checks: bool = False, known: Iterable[str] = ()
) -> HttpResponse:
    answers = answers_in_form(editor)
    form = editor.form(sent_to(request), answers.forms)
    plan, key, code = editor.action.plan, editor.organisation.key, editor.action.code
    names = [plan.code, code, key]
    page_url, make_ready = reverse("report-form", args=names), None
    if checks and not editor.on_behalf:
        own_sheet, _sheets = sheet_or_refused(request, plan, key)
        make_ready = readier(
            editor,
            form,
            answers,
            page_url=page_url + editor.whole_query,
            done_url=lambda: next_row_url(request, own_sheet, code),
            known=known,
        )
    return save_form(
        request,
        editor,
        form,
        FORM_TEMPLATE,
        lambda: form_context(editor, form, answers_in_form(editor)),
        to=reverse("report-checks", args=names) if checks else page_url,
        answers=answers,
        make_ready=make_ready,
    )


# The checks, and the end of a draft


class DraftActForm(forms.Form):
    """A form that acts on a draft: the draft, and the revision it was opened on."""

    report = forms.IntegerField()
    opened_on = forms.IntegerField()


@require_safe
def report_checks(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    """Check your answers: what will be submitted, beside the last report, with the findings of the checks."""
    editor = editor_of(request, plan_code, code, key, to_read=True)
    if editor.draft is None:
        return redirect("report-form", plan_code, code, key)
    return render(request, "report/checks.html", checks_context(editor))


@require_POST
def report_submit(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    editor = editor_of(request, plan_code, code, key)
    return acted(
        request,
        "report/checks.html",
        lambda: checks_context(editor),
        lambda: submit(**_sent_draft(request, editor), by=request.user, at=request.now),
        to=lambda report: editor.list_url or reverse("report", args=[plan_code, code, report.pk]),
        done=_("The report on %(code)s is submitted. The Platform reviews it.") % {"code": code},
        again=editor.read_draft_again,
    )


@form_page
def report_discard(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    editor = editor_of(request, plan_code, code, key)
    if editor.draft is None and request.method != "POST":
        return redirect("report-form", plan_code, code, key)
    return acted(
        request,
        "report/discard.html",
        lambda: {**draft_context(editor), "ask": _ask_about_discarding(editor)},
        lambda: discard_draft(**_sent_draft(request, editor), by=request.user, at=request.now),
        to=editor.list_url or reverse("action", args=[plan_code, code]),
        done=_("The draft is discarded."),
        again=editor.read_draft_again,
    )


def _ask_about_discarding(editor: ReportEditor) -> AskFirst:
    names = [editor.action.plan.code, editor.action.code, editor.organisation.key]
    return AskFirst(
        _("Discard this draft?"),
        _("Discard the draft"),
        reverse("report-discard", args=names),
        _("Keep it"),
        reverse("report-form", args=names),
    )


def _sent_draft(request: PortalRequest, editor: ReportEditor) -> dict[str, Any]:
    """The draft that the form names, even if it is gone, and the revision it was opened on."""
    form = DraftActForm(request.POST)
    if not form.is_valid():
        raise BadRequest("not a form of the portal")
    reports = ProgressReport.objects.of(editor.action, editor.organisation)
    draft = reports.filter(pk=form.cleaned_data["report"]).first() or ProgressReport(action=editor.action)
    return {"report": draft, "opened_on": form.cleaned_data["opened_on"]}


# A report that was submitted


@require_safe
def report(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    """The report as submitted; a draft redirects to its form or, for readers, to its checks."""
    row = report_or_404(request, plan_code, code, pk)
    if row.is_draft:
        writes = request.user.has_perm("reporting.write_report", row)
        return redirect("report-form" if writes else "report-checks", plan_code, code, row.organisation.key)
    return render(request, "report/report.html", report_page(request, row))


@form_page
def report_take_back(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    """Asks first, before it is reviewed; redirects to the form of the new draft."""
    row = report_or_404(request, plan_code, code, pk)
    refuse_unless(request, "reporting.submit_report", row)
    if request.method != "POST":
        if row.state != ReportState.SUBMITTED:
            return redirect("report", plan_code, code, pk)
        context = {"plan": row.action.plan, "ask": _ask_about_taking_back(row)}
        return render(
            request,
            "ui/ask_first.html",
            context | {"breadcrumbs": way_to_report(request.user, row.action, row.organisation)},
        )
    return acted(
        request,
        "report/report.html",
        lambda: report_page(request, row),
        lambda: take_back(report=row, by=request.user, at=request.now),
        to=reverse("report-form", args=[plan_code, code, row.organisation.key]),
        done=_("The report is taken back. Go on with this draft, and submit it again."),
        again=lambda: as_it_is_now(row, "action"),
    )


def _ask_about_taking_back(row: ProgressReport) -> AskFirst:
    names = [row.action.plan.code, row.action.code, row.pk]
    return AskFirst(
        _("Take back the report on %(code)s?") % {"code": row.action.code},
        _("Take it back"),
        reverse("report-take-back", args=names),
        _("Leave it submitted"),
        reverse("report", args=names),
        happens=[
            _("The Platform no longer reviews it, and what was reported before holds again."),
            _("A new draft keeps all that it says, to be changed and submitted again."),
        ],
        people=[],
        undo=_("Submit the draft again while the round takes it."),
    )
