"""Check your answers, for a whole sheet: every draft with its findings; what is ticked will be submitted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.access_log import note_words
from actionplan.pages.getters import page_of
from actionplan.pages.report.checked_report import anchored
from actionplan.pages.report.contents_in_words import status_words
from actionplan.pages.tokens import typed_to
from actionplan.reporting.models import Evidence, ProgressReport
from actionplan.reports.contents import Contents

from .forms import AgreedForm
from .read import BEGUN, ROWS_PER_SHEET_PAGE, Sheet
from .row_words import carried_words
from .sheet_rows import SheetRow, rows_of


@dataclass
class CheckedRow:
    """A draft as it would be submitted."""

    row: SheetRow
    status: str
    carries: str
    """What else is in it, in words."""
    form_url: str
    findings: list[dict[str, Any]]
    """Each with the address of its field."""
    is_ticked: bool

    @property
    def name(self) -> str:
        """How a form names the draft, with the revision that is shown."""
        draft = self.row.draft
        return f"{draft.pk}-{draft.revision}" if draft else ""


def sheet_checks_context(
    request: PortalRequest, sheet: Sheet, agreed: AgreedForm | None = None
) -> dict[str, Any]:
    """Shows drafts, and returned reports that may be answered with a draft; those that are ready all at once, so that
    one press submits them, and the others in pages.
    """
    ready = sheet.ready
    keys = {entry.action.pk for entry in ready}
    begun = [entry for entry in sheet.entries if entry.state in BEGUN and entry.action.pk not in keys]
    page = page_of(request, begun, ROWS_PER_SHEET_PAGE)
    rows = rows_of(sheet, [*ready, *page.object_list], request.user, request.now)
    drafts = [(row, row.draft) for row in rows if row.draft and row.is_checked]
    evidence = Counter(
        Evidence.objects.filter(report__in=[draft for _row, draft in drafts]).values_list("report", flat=True)
    )
    checked = [_checked(sheet, row, draft, evidence[draft.pk]) for row, draft in drafts]
    names = [sheet.plan.code, sheet.organisation.key]
    here, sent = reverse("sheet-checks", args=names), _sent(request, names)
    if sent and "draft" in sent:
        for one in checked:
            one.is_ticked = one.name in sent.getlist("draft")
    said_by_drafts = [one.row.draft for one in checked if one.row.passes and one.row.draft]
    return {
        "plan": sheet.plan,
        "sheet": sheet,
        "page_obj": page,
        "here": here,
        "passing": [one for one in checked if one.row.passes],
        "ticked": sum(one.is_ticked for one in checked),
        "has_ready": any(one.row.is_ready for one in checked),
        "may_mark": any(one.row.passes and one.row.may_write and not one.row.is_ready for one in checked),
        "held_back": [one for one in checked if not one.row.passes],
        "not_begun": sheet.not_begun,
        "submits": sheet.organisation.pk in rights_today(request.user, sheet.plan).submits_for,
        "agreed": agreed or AgreedForm(sent, today=sheet.today, drafts=said_by_drafts),
    }


def _sent(request: PortalRequest, names: Sequence[Any]) -> QueryDict | None:
    """What was ticked and typed: in the form that is answered, before the session ended, or beside another form."""
    if request.method == "POST" and "agreed_by" in request.POST:
        return request.POST
    return typed_to(request, "sheet-submit", *names) or typed_to(request, "sheet-ready", *names)


def _checked(sheet: Sheet, row: SheetRow, draft: ProgressReport, evidence: int) -> CheckedRow:
    note_words(draft.action, draft.done)
    code = row.action.code
    form_url = reverse("report-form", args=[sheet.plan.code, code, sheet.organisation.key])
    return CheckedRow(
        row=row,
        status=status_words(draft),
        carries=carried_words(draft, row.contents or Contents(), evidence),
        form_url=form_url,
        findings=anchored(row.findings, form_url),
        is_ticked=row.is_to_submit,
    )
