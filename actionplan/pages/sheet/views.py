"""My actions: the sheets of a contributor's organisations; checking, submitting and printing them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.pages.getters import organisation_or_404, plan_or_404
from actionplan.pages.plans.elsewhere import to_do_elsewhere
from actionplan.pages.tokens import carried_out_once
from actionplan.reports.agreement import mark_ready
from actionplan.reports.workflow import Agreement, SubmittedSeveral, submit_several

from .checked_sheet import sheet_checks_context
from .forms import AgreedForm
from .preparation import preparation_context
from .read import Sheet, own_sheets, sheet_or_refused
from .ready import drafts_sent
from .sheet_rows import sheet_context


@require_safe
def my_actions(request: PortalRequest, plan_code: str) -> HttpResponse:
    """The sheet of the organisation with most to do, with links to the others."""
    plan = plan_or_404(request, plan_code)
    sheets = own_sheets(request, plan)
    if not sheets:
        context = {"plan": plan, "sheet": None, "elsewhere": to_do_elsewhere(request, plan)}
        return render(request, "sheet/sheet.html", context)
    most = max(sheets, key=lambda sheet: len(sheet.asking))
    return render(request, "sheet/sheet.html", sheet_context(request, most, sheets))


@require_safe
def sheet(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    own_sheet, sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    return render(request, "sheet/sheet.html", sheet_context(request, own_sheet, sheets))


@require_safe
def preparation(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    context = preparation_context(request, plan, organisation_or_404(key))
    return render(request, "sheet/preparation.html", context)


# The checks of a whole sheet, and one submission for all drafts that pass them


@require_safe
def sheet_checks(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """Check your answers: every draft with its findings; for contact points, the button that submits."""
    own_sheet, _sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    return render(request, "sheet/checks.html", sheet_checks_context(request, own_sheet))


@require_POST
def sheet_submit(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    own_sheet = _sheet_to_submit(request, plan_code, key)
    drafts = [draft for draft, _shown in drafts_sent(request, own_sheet)]
    form = AgreedForm(request.POST, today=day_of(request.now), drafts=drafts)
    if not form.is_valid():
        changed = [draft.pk for draft in form.changed]
        context = sheet_checks_context(request, own_sheet, form, changed)
        return render(request, "sheet/checks.html", context, status=400)
    return _submit(request, own_sheet, form.agreement())


@require_POST
def sheet_submit_unagreed(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """Submits what is ticked without saying who agreed."""
    return _submit(request, _sheet_to_submit(request, plan_code, key), None)


def _sheet_to_submit(request: PortalRequest, plan_code: str, key: str) -> Sheet:
    """Raises PermissionDenied for anybody but the organisation's contact points."""
    plan = plan_or_404(request, plan_code)
    own_sheet, _sheets = sheet_or_refused(request, plan, key)
    if own_sheet.organisation.pk not in rights_today(request.user, plan).submits_for:
        raise PermissionDenied
    return own_sheet


def _submit(request: PortalRequest, sheet: Sheet, agreed: Agreement | None) -> HttpResponse:
    outcome = SubmittedSeveral()
    try:
        result = carried_out_once(request, lambda: _submitted(request, sheet, agreed, outcome))
    except Refused as refusal:
        context = sheet_checks_context(request, sheet) | {"errors": str(refusal).splitlines()}
        return render(request, "sheet/checks.html", context, status=409)
    _tell(request, outcome)
    return redirect(result)


def _submitted(
    request: PortalRequest, sheet: Sheet, agreed: Agreement | None, outcome: SubmittedSeveral
) -> str:
    """What is ticked is ready, and submitted. Raises Refused, with a sentence per line, if nothing at all could be."""
    drafts = drafts_sent(request, sheet)
    unmarked = [(draft, shown) for draft, shown in drafts if draft.ready_at is None]
    left = mark_ready(drafts=unmarked, by=request.user, at=request.now)
    refused = {draft.pk for draft, _why in left}
    drafts = [(draft, shown) for draft, shown in drafts if draft.pk not in refused]
    done = submit_several(drafts=drafts, agreed=agreed, by=request.user, at=request.now)
    done.left = [*left, *done.left]
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
