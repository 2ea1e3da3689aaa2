"""Saving what was typed in the form of a report, whole or opened in its row of *My actions*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.pages.tokens import acted
from actionplan.reporting.models import ProgressReport
from actionplan.reports.workflow import save_draft

from .checked_report import conflict_context, is_already_saved
from .editor import ReportEditor
from .form_page import AnswersInForm, forget_answers, send_answers
from .forms import ReportForm


def save_form(
    request: PortalRequest,
    editor: ReportEditor,
    form: ReportForm,
    template: str,
    context: Callable[[], dict[str, Any]],
    *,
    to: str,
    answers: AnswersInForm | None = None,
    make_ready: Callable[[ProgressReport], str] | None = None,
) -> HttpResponse:
    """Save the draft and go `to` an address; what cannot be read, or a conflict with somebody else's save, comes back
    as typed.

    `make_ready` marks the draft as ready for agreement, or leaves it where something was found; it returns where to go.
    """
    given = answers or AnswersInForm()

    def act() -> str:
        if given.lost:
            raise Refused(_("A question was settled in the meantime."))
        draft = _saved(request, editor, form, given)
        send_answers(editor, given)
        return make_ready(draft) if make_ready and draft else to

    def done() -> str:
        forget_answers(editor, given)
        messages.success(request, _said_of(request, editor) if make_ready else _saved_words(request))
        return _("Your answer is sent to the Platform.") if any(given.typed()) else ""

    return acted(
        request,
        template,
        context,
        act,
        to=str,
        form=form,
        done=done,
        again=editor.read_again,
        conflict=lambda refusal: conflict_context(editor, form, refusal),
    )


def _saved(
    request: PortalRequest, editor: ReportEditor, form: ReportForm, answers: AnswersInForm
) -> ProgressReport | None:
    """The draft as it is now; what somebody else saved, if it says the same."""
    try:
        return save_draft(
            action=editor.action,
            organisation=editor.organisation,
            contents=form.contents(),
            **form.opened_on(),
            by=request.user,
            at=request.now,
            on_behalf=editor.on_behalf,
        )
    except ChangedMeanwhile:
        if answers.typed_texts or not is_already_saved(editor, form):
            raise
        return editor.draft


def _saved_words(request: PortalRequest) -> str:
    return _("The draft was saved at %(time)s.") % {"time": time_format(timezone.localtime(request.now))}


def _said_of(request: PortalRequest, editor: ReportEditor) -> str:
    editor.read_again()
    words = {"code": editor.action.code}
    if editor.draft is not None and editor.draft.ready_at:
        return _("%(code)s is ready for agreement.") % words
    return _("%(code)s is saved as a draft. See below what the checks found.") % words
