"""My actions: the sheets of a contributor's organisations; saving, checking, submitting and printing them."""

from __future__ import annotations

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.accounts.typed import typed_for
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.pages.getters import organisation_or_404, plan_or_404
from actionplan.pages.plans.elsewhere import to_do_elsewhere
from actionplan.pages.tokens import carried_out_once
from actionplan.reports.workflow import SubmittedSeveral, submit_several

from .checked_sheet import sheet_checks_context
from .forms import AgreedForm
from .preparation import preparation_context
from .read import Sheet, own_sheets, sheet_or_refused
from .ready import drafts_sent
from .row_words import saved_words
from .saving import save_sheet, typed_again
from .sheet_rows import address_of_page, sheet_context

FIELD_ID = re.compile(r"[a-z0-9_-]+")
"""An id in the form of the whole report, to which a row redirects."""


@require_safe
def my_actions(request: PortalRequest, plan_code: str) -> HttpResponse:
    """The sheet of the organisation with most to do, with links to the others."""
    plan = plan_or_404(request, plan_code)
    sheets = own_sheets(request, plan)
    if not sheets:
        context = {"plan": plan, "sheet": None, "elsewhere": to_do_elsewhere(request, plan)}
        return render(request, "sheet/sheet.html", context)
    most = max(sheets, key=lambda sheet: len(sheet.asking))
    return render(request, "sheet/sheet.html", sheet_context(request, most, sheets, request.GET.get("page")))


@require_safe
def sheet(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    own_sheet, sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    typed = typed_for(request)
    if typed is not None:  # before the session ended, and not saved yet
        restored = typed_again(request, own_sheet, typed)
        context = (
            sheet_context(request, own_sheet, sheets, typed.get("page"), restored.rows) | restored.context()
        )
        return render(request, "sheet/sheet.html", context | {"typed_again": True})
    return render(
        request, "sheet/sheet.html", sheet_context(request, own_sheet, sheets, request.GET.get("page"))
    )


@require_safe
def preparation(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    context = preparation_context(request, plan, organisation_or_404(key))
    return render(request, "sheet/preparation.html", context)


# Saving


@require_POST
def sheet_save(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    return _save(request, plan_code, key, _address(request, plan_code, key))


@require_POST
def sheet_save_row(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    """Save everything typed, and go to this row, perhaps on another page."""
    return _save(request, plan_code, key, f"{_address(request, plan_code, key)}#row-{code}")


@require_POST
def sheet_save_and_open(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    """Save everything typed, and go to the whole form of this row's action, at a place in it."""
    place = request.GET.get("at", "")
    address = reverse("report-form", args=[plan_code, code, key])
    return _save(request, plan_code, key, f"{address}#{place}" if FIELD_ID.fullmatch(place) else address)


@require_POST
def sheet_save_and_check(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    return _save(request, plan_code, key, reverse("sheet-checks", args=[plan_code, key]))


@require_POST
def sheet_save_and_say_unchanged(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    """Save everything typed, and ask how one knows that nothing changed in this action."""
    return _save(request, plan_code, key, reverse("sheet-unchanged", args=[plan_code, key, code]))


def _address(request: PortalRequest, plan_code: str, key: str) -> str:
    """The page of the sheet that the button names, else the one that the form was on."""
    return address_of_page(plan_code, key, request.GET.get("page") or request.POST.get("page", ""))


def _save(request: PortalRequest, plan_code: str, key: str, address: str) -> HttpResponse:
    """Save what was typed; what was not saved comes back with the reason, beside what is saved now."""
    own_sheet, sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    saved = save_sheet(request, own_sheet, address)
    if not saved.is_whole:
        context = sheet_context(request, saved.sheet, sheets, request.POST.get("page"), saved.rows)
        status = 409 if saved.is_conflict or saved.gone else 400
        return render(request, "sheet/sheet.html", context | saved.context(), status=status)
    if saved.saved:
        messages.success(request, saved_words(saved.saved, request.now))
    return redirect(saved.result)


# The checks of a whole sheet, and one submission for all drafts that pass them


@require_safe
def sheet_checks(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """Check your answers: every draft with its findings; for contact points, the button that submits."""
    own_sheet, _sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    return render(request, "sheet/checks.html", sheet_checks_context(request, own_sheet))


@require_POST
def sheet_submit(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    own_sheet, _sheets = sheet_or_refused(request, plan, key)
    if own_sheet.organisation.pk not in rights_today(request.user, plan).submits_for:
        raise PermissionDenied
    form = AgreedForm(request.POST, today=day_of(request.now))
    if not form.is_valid():
        context = sheet_checks_context(request, own_sheet, form)
        return render(request, "sheet/checks.html", context, status=400)
    outcome = SubmittedSeveral()
    try:
        result = carried_out_once(request, lambda: _submitted(request, own_sheet, form, outcome))
    except Refused as refusal:
        context = sheet_checks_context(request, own_sheet, form) | {"errors": str(refusal).splitlines()}
        return render(request, "sheet/checks.html", context, status=409)
    _tell(request, outcome)
    return redirect(result)


def _submitted(request: PortalRequest, sheet: Sheet, form: AgreedForm, outcome: SubmittedSeveral) -> str:
    """Raises Refused, with a sentence per line, if nothing at all could be handed in."""
    drafts = drafts_sent(request, sheet)
    done = submit_several(drafts=drafts, agreed=form.agreement(), by=request.user, at=request.now)
    if not done.submitted:
        raise Refused("\n".join(_not_submitted(done)) or _("There is nothing to submit."))
    outcome.submitted, outcome.left = done.submitted, done.left
    return sheet.url


def _not_submitted(done: SubmittedSeveral) -> list[str]:
    return [f"{draft.action.code}: {sentence}" for draft, sentence in done.left]


def _tell(request: PortalRequest, outcome: SubmittedSeveral) -> None:
    count = len(outcome.submitted)
    if count:
        sentence = ngettext(
            "%(count)s report is submitted. The Platform reviews it.",
            "%(count)s reports are submitted. The Platform reviews them.",
            count,
        )
        messages.success(request, sentence % {"count": count})
    for sentence in _not_submitted(outcome):
        messages.error(request, _("Not submitted: %(why)s") % {"why": sentence})
