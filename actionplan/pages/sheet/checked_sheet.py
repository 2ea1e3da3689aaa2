"""Check your answers, for a whole sheet: every draft with its findings, and which will be submitted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.accounts.typed import mark_of
from actionplan.pages.report.checked_report import anchored
from actionplan.reporting.models import ProgressReport, Request
from actionplan.reporting.states import RequestState
from actionplan.reports.pending import why_not_taken

from .forms import AgreedForm
from .read import BEGUN, ROWS_PER_SHEET_PAGE, Sheet
from .row_words import status_words
from .sheet_rows import SheetRow, rows_of

LEFT_OUT_PARAMETER = "without"


@dataclass
class CheckedRow:
    """A draft as it would be handed in."""

    row: SheetRow
    status: str
    form_url: str
    findings: list[dict[str, Any]]
    """Warnings and information, each with the address of its field."""
    blocking: list[dict[str, Any]]
    not_taken: str
    """Why the round does not take it now."""
    is_left_out: bool
    """Whether this person leaves it out this time."""
    switch_url: str
    """The address that leaves it out, or includes it again."""

    @property
    def is_to_submit(self) -> bool:
        return not (self.blocking or self.not_taken or self.is_left_out)


def sheet_checks_context(
    request: PortalRequest, sheet: Sheet, agreed: AgreedForm | None = None
) -> dict[str, Any]:
    """Shows drafts, and returned reports that may be answered with a draft."""
    begun = [entry for entry in sheet.entries if entry.state in BEGUN]
    page = Paginator(begun, ROWS_PER_SHEET_PAGE).get_page(request.GET.get("page"))
    left_out = set(request.GET.getlist(LEFT_OUT_PARAMETER))
    rows = rows_of(sheet, page.object_list, request.user, request.now)
    refusals = _not_taken(sheet, [row.action.pk for row in rows])
    checked = [
        _checked(request, sheet, row, row.draft, refusals.get(row.action.pk, ""), left_out)
        for row in rows
        if row.draft is not None and row.waiting is None
    ]
    here = reverse("sheet-checks", args=[sheet.plan.code, sheet.organisation.key])
    return {
        "plan": sheet.plan,
        "sheet": sheet,
        "page_obj": page,
        "here": here,
        "to_submit": [row for row in checked if row.is_to_submit],
        "kept": [row for row in checked if not row.is_to_submit],
        "silent": sheet.in_state(RequestState.NOT_STARTED),
        "submits": sheet.organisation.pk in rights_today(request.user, sheet.plan).submits_for,
        "agreed": agreed or AgreedForm(),
        "submit_url": _address("sheet-submit", request, sheet, left_out),
        "whose": mark_of(request.user, here),
    }


def _not_taken(sheet: Sheet, actions: Iterable[int]) -> dict[int, str]:
    """By action: why the round takes no answer now."""
    if sheet.round is None or sheet.round.is_open:
        return {}
    rows = Request.objects.filter(
        round=sheet.round, organisation=sheet.organisation.pk, action__in=list(actions)
    )
    reasons = {}
    for request in rows.with_state():
        request.round = sheet.round
        reasons[request.action_id] = why_not_taken(request, sheet.today)
    return reasons


def _checked(
    request: PortalRequest,
    sheet: Sheet,
    row: SheetRow,
    draft: ProgressReport,
    not_taken: str,
    left_out: set[str],
) -> CheckedRow:
    code = row.action.code
    form_url = reverse("report-form", args=[sheet.plan.code, code, sheet.organisation.key])
    return CheckedRow(
        row=row,
        status=status_words(draft, continuous=row.action.is_continuous),
        form_url=form_url,
        findings=anchored([finding for finding in row.findings if not finding.is_blocking], form_url),
        blocking=anchored(row.blocking, form_url),
        not_taken=not_taken,
        is_left_out=code in left_out,
        switch_url=_address("sheet-checks", request, sheet, left_out ^ {code}),
    )


def _address(name: str, request: PortalRequest, sheet: Sheet, left_out: set[str]) -> str:
    """The address has what is left out, so that the button says exactly how many it submits."""
    query = {LEFT_OUT_PARAMETER: sorted(left_out), "page": request.GET.getlist("page")}
    address = reverse(name, args=[sheet.plan.code, sheet.organisation.key])
    return f"{address}?{urlencode(query, doseq=True)}" if any(query.values()) else address
