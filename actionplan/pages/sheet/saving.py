"""Saves everything typed on a sheet at once: each changed row on its own; what could not be saved comes back.

The form names its rows, so that what was typed finds its action however the sheet has changed since it was
opened.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.pages.report.contents_in_words import fields_in_words
from actionplan.pages.tokens import carried_out_once
from actionplan.reporting.locking import changed_by
from actionplan.reports.contents import Start
from actionplan.reports.workflow import Edit, save_several
from actions.models import Action

from .read import ROWS_PER_SHEET_PAGE, Sheet, sheets_of
from .row_words import problems_of
from .sheet_rows import SheetRow, bind_forms, rows_of, show_forms

ROW_TEXTS = ["done", "stop_reason", "obstacles"]


@dataclass
class SavedSheet:
    """What became of what was sent; `rows` are the present rows, with unsaved input."""

    result: str
    sheet: Sheet
    rows: list[SheetRow] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    not_saved: list[SheetRow] = field(default_factory=list)
    is_conflict: bool = False
    """Whether somebody else wrote in between."""
    gone: list[tuple[str, str]] = field(default_factory=list)
    """Code and words of rows in which the organisation has no part any more."""

    @property
    def is_whole(self) -> bool:
        return not (self.not_saved or self.gone)

    def context(self) -> dict[str, Any]:
        """Unreadable input comes first."""
        rows = sorted(self.not_saved, key=lambda row: bool(row.sentence))
        return {"problems": problems_of(rows), "gone": self.gone, "saved": self.saved}


def save_sheet(request: PortalRequest, sheet: Sheet, address: str) -> SavedSheet:
    """Save what was typed, once; redirects to `address`. Raises PermissionDenied for somebody else's row."""
    rows = _rows_sent(request, sheet, request.POST)
    bind_forms(rows, sheet, request.POST)
    changed = [row for row in rows if row.forms and row.forms.is_changed]
    readable = [row for row in changed if row.forms and row.forms.is_readable()]
    result, refused = _save(request, sheet, [row for row in readable if not row.entry.is_handed_in], address)
    current = next(iter(sheets_of(sheet.plan, [sheet.organisation.pk], request.now)), sheet)
    saved = SavedSheet(result, current, gone=_gone(current, request.POST))
    _compare(request, saved, {row.action.pk for row in changed}, {row.action.pk for row in readable}, refused)
    return saved


def _save(
    request: PortalRequest, sheet: Sheet, rows: list[SheetRow], address: str
) -> tuple[str, dict[int, Refused]]:
    """Save these rows, once; returns the address to redirect to and the refusals by action.

    If all are refused nothing is written, so that the form may be sent again.
    """
    refused: dict[int, Refused] = {}

    def act() -> str:
        refused.update(
            save_several(
                organisation=Organisation.objects.get(pk=sheet.organisation.pk),
                edits=_edits(rows),
                by=request.user,
                at=request.now,
            )
        )
        if len(refused) == len(rows):
            raise Refused(_("Nothing was saved."))
        return address

    if rows:
        with suppress(Refused):
            return carried_out_once(request, act), refused
    return address, refused


def _edits(rows: list[SheetRow]) -> list[Edit]:
    actions = Action.objects.select_related("plan").in_bulk([row.action.pk for row in rows])
    return [
        Edit(actions[row.action.pk], row.forms.contents(), **row.forms.opened_on())
        for row in rows
        if row.forms
    ]


def typed_again(request: PortalRequest, sheet: Sheet, data: QueryDict) -> SavedSheet:
    """The sheet with what was typed in it before the session ended. Nothing is saved."""
    sheet_typed = SavedSheet("", sheet, _rows_sent(request, sheet, data), gone=_gone(sheet, data))
    show_forms([row for row in sheet_typed.rows if row.may_write], sheet, data)
    for row in sheet_typed.rows:
        if row.forms is None:
            continue
        if not row.forms.is_readable():
            sheet_typed.not_saved.append(row)
        elif row.entry.is_handed_in and row.forms.is_changed:
            sheet_typed.not_saved.append(row)
            _explain(row, row.forms.contents(), None)
        elif row.entry.is_handed_in:
            row.forms = None
    return sheet_typed


def _codes_sent(data: QueryDict) -> list[str]:
    return list(dict.fromkeys(data.getlist("row")))[:ROWS_PER_SHEET_PAGE]


def _rows_sent(request: PortalRequest, sheet: Sheet, data: QueryDict) -> list[SheetRow]:
    """The rows that the form names."""
    known = sheet.by_code()
    entries = [known[code] for code in _codes_sent(data) if code in known]
    return rows_of(sheet, entries, request.user, request.now)


def _gone(sheet: Sheet, data: QueryDict) -> list[tuple[str, str]]:
    known = sheet.by_code()
    return [
        (code, "\n".join(filter(None, [data.get(f"row-{code}-{name}", "") for name in ROW_TEXTS])))
        for code in _codes_sent(data)
        if code not in known
    ]


def _compare(
    request: PortalRequest,
    saved: SavedSheet,
    changed: Collection[int],
    readable: Collection[int],
    refused: dict[int, Refused],
) -> None:
    """Find the rows whose drafts now differ from what was typed, whoever came first; rows are matched by
    action.

    Compares with what is stored, so that a form sent twice, but carried out once, gets the same answer.
    """
    saved.rows = _rows_sent(request, saved.sheet, request.POST)
    show_forms([row for row in saved.rows if row.action.pk in changed], saved.sheet, request.POST)
    for row in saved.rows:
        if row.forms is None:
            continue
        is_readable = row.forms.is_readable()  # adds errors to the fields
        if row.action.pk not in readable:
            saved.not_saved.append(row)
        elif is_readable and row.forms.is_stored:
            saved.saved.append(row.action.code)
            row.forms = None
        else:
            saved.not_saved.append(row)
            saved.is_conflict = True
            _explain(row, row.forms.contents(), refused.get(row.action.pk))
    others = [row for row in saved.rows if row.may_type and row not in saved.not_saved]
    show_forms(others, saved.sheet)


def _explain(row: SheetRow, typed: Any, refusal: Refused | None) -> None:
    """Both versions, field by field; a row with a draft is opened on it: saving again is a decision."""
    current = row.waiting or row.draft or (row.last if row.entry.is_handed_in else None)
    row.sentence = str(refusal or changed_by(current))
    compared = fields_in_words(
        typed,
        Start(draft=current).fields(),
        is_lead=row.entry.is_lead,
    )
    row.differences = [difference for difference in compared if difference.differs]
    if row.entry.is_handed_in:
        row.forms = None
    elif row.forms is not None:
        row.forms.open_on(row.draft)
