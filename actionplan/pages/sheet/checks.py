"""Check your answers, for a whole sheet: every draft with what the checks found, and which of them will be submitted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.rights import rights_today
from actionplan.base.tokens import new_token
from actionplan.pages.report.checks import anchored
from actionplan.reporting.models import Request
from actionplan.reporting.states import RequestState
from actionplan.reports.answering import why_not_taken

from .entry import Entry
from .forms import AgreedForm
from .own_sheet import Sheet
from .rows import PER_PAGE, ShownRow, rows_of
from .words import said_words

LEFT_OUT = "without"


@dataclass
class CheckedRow:
    """A draft as it would be handed in."""

    row: ShownRow
    said: str
    form_url: str
    findings: list[dict[str, Any]] = field(default_factory=list)
    """Worth a look, or good to know, each with the address of its field."""
    blocking: list[dict[str, Any]] = field(default_factory=list)
    not_taken: str = ""
    """Why the round takes no answer to this now."""
    is_left_out: bool = False
    """Whether this person leaves it out this time."""
    switch_url: str = ""
    """Where it is left out, or taken in again."""

    @property
    def is_to_submit(self) -> bool:
        return not (self.blocking or self.not_taken or self.is_left_out)


def drafts_of(sheet: Sheet) -> list[Entry]:
    """The entries of which a draft may be there: in draft, or returned with an answer begun."""
    return [entry for entry in sheet.entries if entry.state in (RequestState.DRAFT, RequestState.RETURNED)]


def checked_rows(request: PortalRequest, sheet: Sheet, page: Page) -> list[CheckedRow]:
    rows = rows_of(sheet, page.object_list, request.user, request.now)  # type: ignore[arg-type,attr-defined]
    left_out = set(request.GET.getlist(LEFT_OUT))
    refusals = _not_taken(sheet, [row.entry.action for row in rows])
    return [
        _checked(request, sheet, row, refusals, left_out)
        for row in rows
        if row.draft is not None and row.waiting is None
    ]


def _not_taken(sheet: Sheet, actions: Iterable[int]) -> dict[int, str]:
    """By action: why the round takes no answer to it now."""
    if sheet.round is None or sheet.round.is_open:
        return {}
    rows = Request.objects.filter(
        round=sheet.round, organisation=sheet.organisation, action__in=list(actions)
    ).with_state()
    found = {}
    for request in rows:
        request.round = sheet.round
        found[request.action_id] = why_not_taken(request, sheet.today)
    return found


def _checked(
    request: PortalRequest, sheet: Sheet, row: ShownRow, refusals: dict[int, str], left_out: set[str]
) -> CheckedRow:
    form_url = reverse("report-form", args=[sheet.plan.code, row.entry.code, sheet.organisation.key])
    blocking, others = row.blocking, [one for one in row.findings if not one.is_blocking]
    draft = row.draft
    checked = CheckedRow(
        row=row,
        said=said_words(draft, continuous=row.action.is_continuous) if draft else "",
        form_url=form_url,
        findings=anchored(others, form_url),
        blocking=anchored(blocking, form_url),
        not_taken=refusals.get(row.entry.action, ""),
        is_left_out=row.entry.code in left_out,
    )
    checked.switch_url = _address("sheet-checks", request, sheet, left_out ^ {row.entry.code})
    return checked


def _address(name: str, request: PortalRequest, sheet: Sheet, left_out: set[str]) -> str:
    """The address holds what is left out, so that the button says exactly how many it submits."""
    query = {LEFT_OUT: sorted(left_out), "page": request.GET.getlist("page")}
    address = reverse(name, args=[sheet.plan.code, sheet.organisation.key])
    return f"{address}?{urlencode(query, doseq=True)}" if any(query.values()) else address


def checks_page(request: PortalRequest, sheet: Sheet, agreed: AgreedForm | None = None) -> dict[str, Any]:
    page = Paginator(drafts_of(sheet), PER_PAGE).get_page(request.GET.get("page"))
    rows = checked_rows(request, sheet, page)
    submits = sheet.organisation.pk in rights_today(request.user, sheet.plan).submits_for
    return {
        "plan": sheet.plan,
        "sheet": sheet,
        "page_obj": page,
        "to_submit": [row for row in rows if row.is_to_submit],
        "kept": [row for row in rows if not row.is_to_submit],
        "silent": sheet.in_state(RequestState.NOT_STARTED),
        "submits": submits,
        "agreed": agreed or AgreedForm(),
        "token": new_token(),
        "submit_url": _address("sheet-submit", request, sheet, set(request.GET.getlist(LEFT_OUT))),
        "sheet_url": reverse("sheet", args=[sheet.plan.code, sheet.organisation.key]),
    }
