"""Before a sheet is submitted: drafts marked as ready for agreement, and reports that say nothing changed."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import keep_beside
from actionplan.base.access_log import note_words
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.pages.getters import plan_or_404
from actionplan.pages.report.contents_in_words import fields_in_words
from actionplan.pages.tokens import acted, carried_out_once, form_page, sent_to
from actionplan.reporting.models import ProgressReport
from actionplan.reports.agreement import mark_ready, say_unchanged, take_ready_mark_off, words_said_on
from actionplan.reports.contents import Start
from actions.models import Action

from .checked_sheet import sheet_checks_context
from .forms import AgreedForm, UnchangedForm
from .read import Sheet, sheet_or_refused
from .sheet_rows import SheetRow, next_row_url, rows_of

DRAFT_REVISION = re.compile(r"(\d{1,15})-(\d{1,9})")
"""How a form names a draft: its key, and the revision that was shown."""


def drafts_sent(request: PortalRequest, sheet: Sheet) -> list[tuple[ProgressReport, int]]:
    """This organisation's drafts that the form names, with the revision that was shown."""
    named = [match for value in request.POST.getlist("draft") if (match := DRAFT_REVISION.fullmatch(value))]
    shown = {int(match[1]): int(match[2]) for match in named}
    reports = ProgressReport.objects.filter(pk__in=shown, organisation=sheet.organisation.pk)
    rows = reports.filter(action__plan=sheet.plan).select_related("action").order_by("action__order")
    return [(row, shown[row.pk]) for row in rows]


@require_POST
def sheet_ready(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """Mark drafts as ready for agreement; one that cannot be is named with the reason."""
    own_sheet, _sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    checks_url = reverse("sheet-checks", args=[plan_code, key])
    left: list[str] = []
    drafts = drafts_sent(request, own_sheet)

    def act() -> str:
        refused = mark_ready(drafts=drafts, by=request.user, at=request.now)
        left.extend(f"{draft.action.code}: {sentence}" for draft, sentence in refused)
        if len(refused) == len(drafts):
            raise Refused("\n".join(left) or _("Tick at least one draft."))
        if "back" in request.POST:  # from the checks of one report
            return next_row_url(request, own_sheet, *(draft.action.code for draft, _shown in drafts))
        return f"{checks_url}#draft-{drafts[0][0].action.code}"

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = sheet_checks_context(request, own_sheet) | {"errors": str(refusal).splitlines()}
        return render(request, "sheet/checks.html", context, status=409)
    _keep_agreement(request, plan_code, key)
    count = len(drafts) - len(left)
    sentence = ngettext(
        "%(count)s draft is ready for agreement.", "%(count)s drafts are ready for agreement.", count
    )
    messages.success(request, sentence % {"count": count})
    for reason in left:
        messages.error(request, _("Not marked: %(why)s") % {"why": reason})
    return redirect(result)


@require_POST
def sheet_not_ready(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    own_sheet, _sheets = sheet_or_refused(request, plan_or_404(request, plan_code), key)
    row = _row(request, own_sheet, code)
    checks_url = reverse("sheet-checks", args=[plan_code, key])

    def act() -> str:
        if row.draft is None:
            raise Refused(_("There is no draft any more."))
        take_ready_mark_off(draft=row.draft, by=request.user, at=request.now)
        return f"{checks_url}#draft-{code}"

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = sheet_checks_context(request, own_sheet) | {"errors": [str(refusal)]}
        return render(request, "sheet/checks.html", context, status=409)
    if row.draft is not None:
        others = [name for name in request.POST.getlist("draft") if not name.startswith(f"{row.draft.pk}-")]
        _keep_agreement(request, plan_code, key, draft=others)
    return redirect(result)


def _keep_agreement(request: PortalRequest, plan_code: str, key: str, **ticked: list[str]) -> None:
    """What was typed about it, where its form was sent by another button."""
    if "agreed_by" in request.POST:
        agreed = {name: request.POST.getlist(name) for name in AgreedForm.base_fields}
        keep_beside(request, reverse("sheet-submit", args=[plan_code, key]), agreed | ticked)


def _row(request: PortalRequest, sheet: Sheet, code: str) -> SheetRow:
    """The action on the sheet. Raises PermissionDenied if the person does not write on it."""
    entry = sheet.by_code().get(code)
    if entry is None:
        raise Http404
    [row] = rows_of(sheet, [entry], request.user, request.now, checked=False)
    if not row.may_write:
        raise PermissionDenied
    return row


@form_page
def sheet_unchanged(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    """Ask how one knows that nothing changed, and make the report that says so."""
    plan = plan_or_404(request, plan_code)
    own_sheet, _sheets = sheet_or_refused(request, plan, key)
    row = _row(request, own_sheet, code)
    last = row.last
    known = {"source": last.source, "opened_on": last.pk} if last else {}
    form = UnchangedForm(sent_to(request), initial=known)

    def context() -> dict[str, Any]:
        is_offered = row.unchanged_since or request.method == "POST"
        why_not = "" if is_offered else row.why_not_unchanged or _("it is submitted already")
        said = Start(last=last).fields()
        if last is not None:
            note_words(last.action)
        return {
            "plan": plan,
            "action": row.action,
            "organisation": own_sheet.organisation,
            "sheet_url": own_sheet.url,
            "why_not": why_not,
            "since": words_said_on(last) if last else None,
            "fields": fields_in_words(said, is_lead=row.entry.is_lead),
            "form": form,
            "breadcrumbs": [(_("My actions"), own_sheet.url)],
        }

    return acted(
        request,
        "sheet/unchanged.html",
        context,
        lambda: say_unchanged(
            action=Action.objects.select_related("plan").get(pk=row.action.pk),
            organisation=Organisation.objects.get(pk=own_sheet.organisation.pk),
            source=form.cleaned_data["source"],
            opened_on=form.cleaned_data["opened_on"],
            by=request.user,
            at=request.now,
        ),
        to=lambda _report: next_row_url(request, own_sheet, code),
        form=form,
        done=_("%(code)s: a report that says so is ready for agreement.") % {"code": code},
    )
