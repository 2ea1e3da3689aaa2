"""The form of a report, its checks and its submission; a report that was handed in, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.typed import typed_for
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.pages.getters import action_or_404, as_it_is_now, report_or_404
from actionplan.pages.tokens import TokenForm, acted, carried_out_once, form_page
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.rules import organisations_to_report_for
from actionplan.reports.workflow import discard_draft, save_draft, submit, take_back

from .checked_report import checks_context, conflict_context, current_of, draft_context, says_the_same
from .editor import ReportEditor, editor_of
from .form import AnswersInForm, answers_in_form, form_context, send_answers
from .forms import ReportForm
from .read import report_page

# The form


@require_safe
def report_choose(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    """Straight on for somebody with one organisation in the action; a choice for somebody with several."""
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
        editor = editor_of(request, plan_code, code, key, shows_taken=True)
        return _save(request, editor, then="report-form")
    typed = typed_for(request)
    if typed is not None:
        return _typed_again(request, editor_of(request, plan_code, code, key, shows_taken=True), typed)
    editor = editor_of(request, plan_code, code, key)
    if editor.submitted is not None:
        return redirect("report", plan_code, code, editor.submitted.pk)
    return render(request, "report/form.html", form_context(editor, editor.form()))


def _typed_again(request: PortalRequest, editor: ReportEditor, typed: QueryDict) -> HttpResponse:
    """The form with what was typed before the session ended; both versions where somebody handed in since."""
    editor.typed = typed
    form, answers = editor.form(typed), answers_in_form(editor)
    is_readable = all([answers.is_valid(), form.is_valid()])
    if is_readable and (editor.submitted is not None or editor.is_taken):
        refusal = Refused(_("Somebody handed in or changed this report in the meantime."))
        return render(request, "report/conflict.html", conflict_context(editor, form, refusal), status=409)
    return render(request, "report/form.html", form_context(editor, form) | {"typed_again": True})


@require_POST
def report_save_and_check(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    return _save(request, editor_of(request, plan_code, code, key, shows_taken=True), then="report-checks")


def _save(request: PortalRequest, editor: ReportEditor, then: str) -> HttpResponse:
    """Save what was typed, once; what cannot be read or stands against somebody else's save comes back as typed."""
    form, answers = editor.form(request.POST), answers_in_form(editor)
    if not all([answers.is_valid(), form.is_valid()]):
        return _form_again(request, editor, form, 400)
    if answers.lost:
        return _form_again(request, editor, form, 409, _("A question was closed in the meantime."))
    address = reverse(then, args=[editor.action.plan.code, editor.action.code, editor.organisation.key])
    try:
        result = carried_out_once(request, lambda: _saved(request, editor, form, answers, address))
    except ChangedMeanwhile as refusal:
        if answers.typed_texts or not says_the_same(editor, form):
            context = conflict_context(editor, form, refusal)
            return render(request, "report/conflict.html", context, status=409)
        result = address
    except Refused as refusal:
        return _form_again(request, editor, form, 409, str(refusal.sentence))
    clock = {"time": time_format(timezone.localtime(request.now))}
    messages.success(request, _("The draft was saved at %(time)s.") % clock)
    if any(answers.typed()):
        messages.success(request, _("Your answer is sent to the Platform."))
    return redirect(result)


def _form_again(
    request: PortalRequest, editor: ReportEditor, form: ReportForm, status: int, *errors: str
) -> HttpResponse:
    context = form_context(editor, form) | {"errors": errors}
    return render(request, "report/form.html", context, status=status)


def _saved(
    request: PortalRequest, editor: ReportEditor, form: ReportForm, answers: AnswersInForm, address: str
) -> str:
    opened = form.opened.cleaned_data
    save_draft(
        action=editor.action,
        organisation=editor.organisation,
        contents=form.contents(),
        report=opened["report"],
        revision=opened["revision"] or 0,
        by=request.user,
        at=request.now,
        on_behalf=editor.on_behalf,
    )
    send_answers(editor, answers)
    return address


# The checks, and what becomes of the draft


class DraftActForm(TokenForm):
    """What an act on a draft carries: its token, and the draft and revision it was shown with."""

    report = forms.IntegerField()
    revision = forms.IntegerField()


@require_safe
def report_checks(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    """Check your answers: what will be handed in, beside the last report, with the findings of the checks."""
    editor = editor_of(request, plan_code, code, key, to_read=True)
    if editor.draft is None:
        return redirect("report-form", plan_code, code, key)
    return render(request, "report/checks.html", checks_context(editor, editor.draft))


@require_POST
def report_submit(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    def act(draft: ProgressReport, revision: int) -> str:
        report = submit(report=draft, revision=revision, by=request.user, at=request.now)
        return reverse("report", args=[plan_code, code, report.pk])

    done = _("The report is submitted. The Platform reviews it.")
    return _act_on_draft(request, editor_of(request, plan_code, code, key), act, done)


@form_page
def report_discard(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    editor = editor_of(request, plan_code, code, key)
    if request.method != "POST":
        if editor.draft is None:
            return redirect("report-form", plan_code, code, key)
        return render(request, "report/discard.html", draft_context(editor))

    def act(draft: ProgressReport, revision: int) -> str:
        discard_draft(report=draft, revision=revision, by=request.user, at=request.now)
        return reverse("action", args=[plan_code, code])

    return _act_on_draft(request, editor, act, _("The draft is discarded."))


def _act_on_draft(
    request: PortalRequest, editor: ReportEditor, act: Callable[[ProgressReport, int], str], done: str
) -> HttpResponse:
    """Carry it out once on the report that the form names, gone or not.

    Refused: 409 with the sentence, on the draft as it is now or, when it is there no more, with the links that lead on.
    """
    sent = DraftActForm(request.POST)
    if not sent.is_valid():
        raise BadRequest("not a form of the portal")
    named, revision = sent.cleaned_data["report"], sent.cleaned_data["revision"]
    reports = ProgressReport.objects.of(editor.action, editor.organisation)
    draft = reports.filter(pk=named).first() or ProgressReport(action=editor.action)
    try:
        result = carried_out_once(request, lambda: act(draft, revision))
    except Refused as refusal:
        editor.pending = current_of(editor)
        errors = {"errors": [refusal.sentence]}
        if editor.draft is None:
            return render(request, "report/gone.html", draft_context(editor) | errors, status=409)
        context = checks_context(editor, editor.draft) | errors
        return render(request, "report/checks.html", context, status=409)
    messages.success(request, done)
    return redirect(result)


# One that was handed in


@require_safe
def report(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    """The report as it was handed in; a draft has its form or, for who only reads it, its checks instead."""
    row = report_or_404(request, plan_code, code, pk)
    if row.is_draft:
        writes = request.user.has_perm("reporting.write_report", row)
        return redirect("report-form" if writes else "report-checks", plan_code, code, row.organisation.key)
    return render(request, "report/report.html", report_page(request, row))


@require_POST
def report_take_back(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    """Before it is reviewed; the page of the new draft follows."""
    row = report_or_404(request, plan_code, code, pk)
    if not request.user.has_perm("reporting.submit_report", row):
        raise PermissionDenied

    return acted(
        request,
        "report/report.html",
        lambda: report_page(request, row),
        lambda: take_back(report=row, by=request.user, at=request.now),
        to=reverse("report-form", args=[plan_code, code, row.organisation.key]),
        done=_("The report is taken back. Go on with this draft, and submit it again."),
        again=lambda: as_it_is_now(row, "action"),
    )
