"""The checks of a whole sheet, and one submission for all that pass them."""

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

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.rights import rights_today
from actionplan.accounts.typed import carries_on
from actionplan.base.refusals import Refused
from actionplan.pages.getters import plan_or_404
from actionplan.pages.tokens import carried_out_once
from actionplan.reporting.models import ProgressReport
from actionplan.reports.several import SubmittedSeveral, submit_several

from .checks import checks_page
from .forms import AgreedForm
from .own_sheet import Sheet
from .page import sheet_or_refused

DRAFT = re.compile(r"(\d{1,15})-(\d{1,9})")
"""How a form names a draft: its key, and the revision that was shown."""


@require_safe
def sheet_checks(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """Check your answers: every draft with what the checks found; for contact points, the button that submits."""
    sheet, _sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    return render(request, "sheet/checks.html", checks_page(request, sheet))


def _checks_address(request: PortalRequest, plan_code: str, key: str) -> str:
    return reverse("sheet-checks", args=[plan_code, key])


@carries_on(_checks_address)
@require_POST
def sheet_submit(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    sheet, _sheets = sheet_or_refused(request, plan, key)
    if sheet.organisation.pk not in rights_today(request.user, plan).submits_for:
        raise PermissionDenied
    form = AgreedForm(request.POST)
    if not form.is_valid():
        return render(request, "sheet/checks.html", checks_page(request, sheet, form), status=400)
    outcome = SubmittedSeveral()
    try:
        result = carried_out_once(request, lambda: _submitted(request, sheet, form, outcome))
    except Refused as refusal:
        context = checks_page(request, sheet, form) | {"errors": str(refusal).splitlines()}
        return render(request, "sheet/checks.html", context, status=409)
    _tell(request, outcome)
    return redirect(result)


def _submitted(request: PortalRequest, sheet: Sheet, form: AgreedForm, outcome: SubmittedSeveral) -> str:
    """Raises Refused, with a sentence a line, when nothing at all could be handed in."""
    done = submit_several(
        drafts=_named(request, sheet), agreed=form.agreement(), by=request.user, at=request.now
    )
    if not done.submitted:
        raise Refused("\n".join(_left(done)) or _("There is nothing to submit."))
    outcome.submitted, outcome.left = done.submitted, done.left
    return reverse("sheet", args=[sheet.plan.code, sheet.organisation.key])


def _named(request: PortalRequest, sheet: Sheet) -> list[tuple[ProgressReport, int]]:
    """The drafts of this organisation that the form names, with the revision that was shown."""
    named = [found for value in request.POST.getlist("draft") if (found := DRAFT.fullmatch(value))]
    shown = {int(found[1]): int(found[2]) for found in named}
    reports = ProgressReport.objects.filter(pk__in=shown, organisation=sheet.organisation)
    rows = reports.filter(action__plan=sheet.plan).select_related("action").order_by("action__order")
    return [(row, shown[row.pk]) for row in rows]


def _left(done: SubmittedSeveral) -> list[str]:
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
    for sentence in _left(outcome):
        messages.error(request, _("Not submitted: %(why)s") % {"why": sentence})
