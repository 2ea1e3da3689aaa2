"""What the page of a sheet shows: the round, what is asked and why, the rows, and everything else folded below."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.rights import rights_today
from actionplan.accounts.typed import mark_of
from actionplan.base.brussels import day_of
from actionplan.base.tokens import new_token
from actionplan.pages.getters import organisation_or_404
from actionplan.pages.report.checks import ANCHORS
from actionplan.pages.report.forms.position import WARNING
from actionplan.reporting.states import RequestState
from actionplan.reports.checks import Finding
from objectives.models import Plan

from .bound_forms import add_forms
from .entry import Entry
from .own_sheet import Sheet, sheets_of
from .rows import PER_PAGE, ShownRow, rows_of, tracked
from .words import NAMED, Mark, Reading, distance_words, last_words, marks_of, said_words


@dataclass(frozen=True)
class RowLink:
    """The way to a row: a place on the page or, where it stands on another, the address that saves first and leads there."""

    code: str
    save_url: str = ""


@dataclass(frozen=True)
class Reason:
    """Why rows ask something, with the links to them; `more` of them are not named."""

    label: str
    links: list[RowLink]
    more: int


@dataclass(frozen=True)
class RowInWords:
    """A row with its words, as the templates read it."""

    row: ShownRow
    marks: list[Mark]
    last: str
    said: str
    """Status and confidence of what stands, where nothing can be typed; `done` its words."""
    done: str
    apart: list[tuple[Finding, str]]
    """What the checks say of fields that the row does not have, with their place in the whole form."""


def own_sheets(request: PortalRequest, plan: Plan) -> list[Sheet]:
    """The sheets of the organisations for which this person writes. Raises PermissionDenied for who contributes for none."""
    rights = rights_today(request.user, plan)
    if not rights.is_contributor:
        raise PermissionDenied
    return sheets_of(plan, rights.organisations, request.now)  # type: ignore[attr-defined]


def sheet_or_refused(request: PortalRequest, plan: Plan, key: str) -> tuple[Sheet, list[Sheet]]:
    """The organisation's sheet, and all of this person's. Raises PermissionDenied for another organisation's (it may be seen)."""
    organisation = organisation_or_404(key)
    if organisation.pk not in rights_today(request.user, plan).organisations:
        raise PermissionDenied
    sheets = own_sheets(request, plan)
    found = [sheet for sheet in sheets if sheet.organisation == organisation]
    return (found[0] if found else Sheet(plan, organisation, day_of(request.now))), sheets


def page_of(sheet: Sheet, number: str | int | None) -> Page:
    return Paginator(sheet.entries, PER_PAGE).get_page(number)


def sheet_context(
    request: PortalRequest,
    sheet: Sheet,
    sheets: Collection[Sheet],
    page: Page,
    rows: list[ShownRow] | None = None,
) -> dict[str, Any]:
    """The page; `rows` are those of a form that comes back with what was typed."""
    now: datetime.datetime = request.now  # type: ignore[attr-defined]
    if rows is None:
        rows = rows_of(sheet, page.object_list, request.user, now)
        add_forms(rows, sheet)
    submits = sheet.organisation.pk in rights_today(request.user, sheet.plan).submits_for
    reading = Reading(request.user, now, submits)  # type: ignore[arg-type]
    shown = [_in_words(row, reading) for row in rows]
    others = sheet.others[:PER_PAGE]
    return {
        "plan": sheet.plan,
        "sheet": sheet,
        "page_obj": page,
        "led": [one for one in shown if one.row.entry.is_lead],
        "invited": [one for one in shown if not one.row.entry.is_lead],
        "others": tracked(sheet, [entry.action for entry in others], now) if others else [],
        "more_others": len(sheet.others) - len(others),
        "reasons": reasons_of(sheet, {row.entry.code for row in rows}),
        "due_day": format_date(sheet.round.due, "l j F") if sheet.round else "",
        "until": distance_words(sheet.round.due, sheet.today) if sheet.round else "",
        "since": format_date(sheet.since, "F Y") if sheet.since else "",
        "other_sheets": [one for one in sheets if one.organisation != sheet.organisation],
        "submits": submits,
        "may_type": any(row.form for row in rows),
        "ready": sum(row.is_ready for row in rows),
        "token": new_token(),
        "warning": WARNING,
        "whose": mark_of(request.user),
    }


def _in_words(row: ShownRow, reading: Reading) -> RowInWords:
    stands = row.waiting or row.draft or row.last
    said = said_words(stands, continuous=row.action.is_continuous) if stands else ""
    found = row.form.apart if row.form else row.findings
    apart = [(one, ANCHORS.get(one.field, f"id_{one.field}") if one.field else "") for one in found]
    return RowInWords(
        row, marks_of(row, reading), last_words(row), said, stands.done if stands else "", apart
    )


def reasons_of(sheet: Sheet, shown: Collection[str]) -> list[Reason]:
    """What the sheet asks, the most pressing first; each row under one reason, and with a question under that too.

    `shown` are the codes of the rows on the page.
    """
    late = {entry.action for entry in sheet.asking if entry.is_overdue(sheet.today)}
    returned, draft, silent = (
        sheet.in_state(state)
        for state in [RequestState.RETURNED, RequestState.DRAFT, RequestState.NOT_STARTED]
    )
    groups = [
        (_("returned, to be answered"), returned),
        (pgettext("schedule", "overdue"), [entry for entry in [*draft, *silent] if entry.action in late]),
        (_("with a question to answer"), [entry for entry in sheet.entries if entry.has_question]),
        (_("in draft"), [entry for entry in draft if entry.action not in late]),
        (_silent(sheet), [entry for entry in silent if entry.action not in late]),
    ]
    return [_reason(sheet, label, entries, shown) for label, entries in groups if entries]


def _silent(sheet: Sheet) -> str:
    return _("not begun") if sheet.round else _("nothing said for too long")


def _reason(sheet: Sheet, label: str, entries: list[Entry], shown: Collection[str]) -> Reason:
    links = [_link(sheet, entry, shown) for entry in entries[:NAMED]]
    return Reason(label, links, max(len(entries) - NAMED, 0))


def _link(sheet: Sheet, entry: Entry, shown: Collection[str]) -> RowLink:
    if entry.code in shown:
        return RowLink(entry.code)
    number = sheet.entries.index(entry) // PER_PAGE + 1
    save = reverse("sheet-save-row", args=[sheet.plan.code, sheet.organisation.key, entry.code])
    return RowLink(entry.code, f"{save}?page={number}")
