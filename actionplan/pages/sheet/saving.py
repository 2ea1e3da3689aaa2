"""Everything typed on a sheet saved at once: each changed row on its own, and what could not be saved comes back.

The form names its rows, so that what was typed finds its action whatever the sheet has become since it was opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.pages.report.words import fields_in_words
from actionplan.pages.tokens import carried_out_once
from actionplan.reports.several import Edit, save_several
from actionplan.reports.starting import Start

from .bound_forms import add_forms, bind_again, bind_forms
from .own_sheet import Sheet, sheets_of
from .rows import PER_PAGE, ShownRow, rows_of

TEXTS = ["done", "stop_reason", "obstacles", "note"]


@dataclass
class SavedSheet:
    """What became of what was sent; `rows` are all of it as it is now, with what was typed where it was not saved."""

    result: str
    sheet: Sheet
    rows: list[ShownRow] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    unreadable: list[ShownRow] = field(default_factory=list)
    refused: list[ShownRow] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    """Code and words of rows of which the organisation has no part any more."""

    @property
    def is_whole(self) -> bool:
        return not (self.unreadable or self.refused or self.gone)


def save_sheet(request: PortalRequest, sheet: Sheet, address: str) -> SavedSheet:
    """Save what was typed, once; `address` is where it leads. Raises PermissionDenied for a row of somebody else."""
    rows = _rows(request, sheet, request.POST)
    bind_forms(rows, sheet, request.POST)
    changed = [row for row in rows if row.form and row.form.is_changed]
    readable = [row for row in changed if row.form and row.form.is_readable()]
    result, refused = _save(request, sheet, [row for row in readable if not row.entry.is_handed_in], address)
    saved = SavedSheet(result, _read_again(request, sheet), gone=_gone(sheet, request.POST))
    _compare(request, saved, changed, readable, refused)
    return saved


def _save(
    request: PortalRequest, sheet: Sheet, rows: list[ShownRow], address: str
) -> tuple[str, dict[int, Refused]]:
    """Save these rows, once; answers with the address of the result and the refusals by action.

    When all are refused nothing is written, so that the form may be sent again.
    """
    refused: dict[int, Refused] = {}

    def act() -> str:
        edits = [_edit(row) for row in rows]
        by, at = request.user, request.now  # type: ignore[attr-defined]
        found = save_several(organisation=sheet.organisation, edits=edits, by=by, at=at)  # type: ignore[arg-type]
        refused.update(found)
        if len(refused) == len(rows):
            raise Refused(_("Nothing was saved."))
        return address

    if rows:
        with suppress(Refused):
            return carried_out_once(request, act), refused
    return address, refused


def typed_again(request: PortalRequest, sheet: Sheet, data: QueryDict) -> SavedSheet:
    """The sheet with what was typed in it before the session ended. Nothing is saved."""
    found = SavedSheet("", sheet, _rows(request, sheet, data), gone=_gone(sheet, data))
    bind_again([row for row in found.rows if row.may_write], sheet, data)
    for row in found.rows:
        if row.form is None:
            continue
        if not row.form.is_readable():
            found.unreadable.append(row)
        elif row.entry.is_handed_in and row.form.is_changed:
            found.refused.append(row)
            _explain(row, None)
        elif row.entry.is_handed_in:
            row.form = None
    return found


def _rows(request: PortalRequest, sheet: Sheet, data: QueryDict) -> list[ShownRow]:
    """The rows that the form names."""
    known = {entry.code: entry for entry in [*sheet.others, *sheet.entries]}
    entries = [known[code] for code in _named(data) if code in known]
    return rows_of(sheet, entries, request.user, request.now)  # type: ignore[arg-type,attr-defined]


def _named(data: QueryDict) -> list[str]:
    return list(dict.fromkeys(data.getlist("row")))[:PER_PAGE]


def _edit(row: ShownRow) -> Edit:
    if row.form is None:
        raise ValueError("a row that was sent has a form")
    report, revision = row.form.opened_on
    return Edit(row.action, row.form.position(), report, revision)


def _read_again(request: PortalRequest, sheet: Sheet) -> Sheet:
    found = sheets_of(sheet.plan, [sheet.organisation.pk], request.now)  # type: ignore[attr-defined]
    return found[0] if found else sheet


def _gone(sheet: Sheet, data: QueryDict) -> list[tuple[str, str]]:
    known = {entry.code for entry in [*sheet.others, *sheet.entries]}
    texts = [(code, [data.get(f"row-{code}-{name}", "") for name in TEXTS]) for code in _named(data)]
    return [(code, "\n".join(filter(None, words))) for code, words in texts if code not in known]


def _compare(
    request: PortalRequest,
    saved: SavedSheet,
    changed: Collection[ShownRow],
    readable: Iterable[ShownRow],
    refused: dict[int, Refused],
) -> None:
    """Find the rows whose drafts do not say now what was typed, whoever came first.

    Asked of what is stored, so that a form that is sent twice, carried out once, is answered alike.
    """
    typed = {row.entry.action for row in changed}
    readings = {row.entry.action for row in readable}
    saved.rows = _rows(request, saved.sheet, request.POST)
    bind_again([row for row in saved.rows if row.entry.action in typed], saved.sheet, request.POST)
    for row in saved.rows:
        if row.form is None:
            continue
        is_readable = row.form.is_readable()  # finds what cannot be read, to be said at its field
        if row.entry.action not in readings:
            saved.unreadable.append(row)
        elif is_readable and row.form.is_stored:
            saved.saved.append(row.entry.code)
            row.form = None
        else:
            saved.refused.append(row)
            _explain(row, refused.get(row.entry.action))
    kept = [*saved.unreadable, *saved.refused]
    add_forms([row for row in saved.rows if row not in kept], saved.sheet)


def _explain(row: ShownRow, refusal: Refused | None) -> None:
    """Both versions, field by field; where there is a draft, the row stands on it now, so that saving again is a decision."""
    if row.form is None:
        return
    current = row.waiting or row.draft or (row.last if row.entry.is_handed_in else None)
    theirs = Start(draft=current).fields()
    row.sentence = str(refusal or _("Somebody handed in or changed this report in the meantime."))
    said = fields_in_words(
        row.form.position(), theirs, is_lead=row.entry.is_lead, continuous=row.action.is_continuous
    )
    row.differences = [one for one in said if one.differs]
    if row.entry.is_handed_in:
        row.form = None
    else:
        row.form.open_on(row.draft.pk if row.draft else None, row.draft.revision if row.draft else 0)
