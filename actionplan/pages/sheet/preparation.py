"""The sheet on paper, for the head of department: what each report says that is new, and where one signs.

To prepare reports it has every action, with room to note; to agree to them, those that are ready.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.access_log import note_words
from actionplan.organisations.models import Organisation
from actionplan.pages.getters import page_of
from actionplan.pages.report.contents_in_words import (
    ComparedField,
    PlanOfAction,
    fields_in_words,
    money_in_words,
    plans_of,
)
from actionplan.picture.sentences import adopted_phase_words, budget_words
from actionplan.reporting.models import Answer, ProgressReport
from actionplan.reporting.report_fields import SUMMARY_FIELDS
from actionplan.reports.contents import Contents, contents_of
from objectives.models import Plan

from .read import ROWS_PER_SHEET_PAGE, Sheet, SheetEntry, sheets_of
from .sheet_rows import SheetRow, note_shown, rows_of
from .what_is_new import WhatIsNew, answers_of, read_rows, short_hash, what_is_new

READY = "ready"
"""The value of `only` that asks for what is ready for agreement."""


@dataclass
class PreparedAction:
    """One action on paper. `now` is the draft or the report that was submitted; `last` the one before it."""

    row: SheetRow
    now: ProgressReport | None = None
    last: ProgressReport | None = None
    new: WhatIsNew | None = None
    """Of what is written now."""
    said_last: list[ComparedField] = field(default_factory=list)
    """Where nothing is written yet."""

    @property
    def printed_timing(self) -> list[str]:
        return adopted_phase_words(self.row.action)

    @property
    def printed_budget(self) -> list[str]:
        return budget_words(self.row.action)


def preparation_context(request: PortalRequest, plan: Plan, organisation: Organisation) -> dict[str, Any]:
    """With drafts for the organisation's own people, without them for coordinators. Raises PermissionDenied
    for others.

    With `?only=ready` those that are ready for agreement, all on one page. A fixed number of queries.
    """
    rights = rights_today(request.user, plan)
    with_drafts = organisation.pk in rights.organisations
    if not (with_drafts or rights.is_coordinator):
        raise PermissionDenied
    sheet = next(iter(sheets_of(plan, [organisation.pk], request.now)), None)
    only_ready = with_drafts and request.GET.get("only") == READY
    context = {"plan": plan, "organisation": organisation, "with_drafts": with_drafts, "sheet": sheet}
    context |= {"only_ready": only_ready, "prepared": []}
    if sheet is None:
        return context
    entries = sheet.ready if only_ready else sheet.entries
    per_page = max(len(entries), 1) if only_ready else ROWS_PER_SHEET_PAGE
    page = page_of(request, entries, per_page)
    prepared = _prepared(request, sheet, list(page.object_list), with_drafts=with_drafts)
    said = [(one.row.action.code, one.new) for one in prepared if one.new]
    return context | {
        "page_obj": page,
        "prepared": prepared,
        "codes": [code for code, _new in said],
        "short_hash": short_hash(said),
    }


def _prepared(
    request: PortalRequest, sheet: Sheet, entries: list[SheetEntry], *, with_drafts: bool
) -> list[PreparedAction]:
    rows = rows_of(sheet, entries, request.user, request.now, checked=with_drafts)
    prepared = [_before_and_now(row, with_drafts=with_drafts) for row in rows]
    _add_previous_reports([action for action in prepared if action.row.entry.is_handed_in])
    note_shown(rows)
    read_rows(report for action in prepared for report in (action.last, action.now))
    plans = plans_of(row.action for row in rows)
    answers = answers_of(sheet.organisation.pk, plans)
    for action in prepared:
        key = action.row.action.pk
        _put_in_words(action, plans[key], sheet.organisation.key, answers[key])
    return prepared


def _before_and_now(row: SheetRow, *, with_drafts: bool) -> PreparedAction:
    if row.entry.is_handed_in:
        return PreparedAction(row, row.waiting or row.last)
    return PreparedAction(row, row.draft if with_drafts else None, row.last)


def _add_previous_reports(prepared: list[PreparedAction]) -> None:
    """For actions submitted: the previous reports, whose keys the reports have."""
    reports: Any = [action.now for action in prepared if action.now]
    before = ProgressReport.objects.in_bulk([row.previous_key for row in reports if row.previous_key])
    last = {report.pk: before.get(report.previous_key) for report in reports}
    for action in prepared:
        action.last = last[action.now.pk] if action.now else None


def _put_in_words(
    action: PreparedAction, plan: PlanOfAction, organisation: str, answers: list[Answer]
) -> None:
    if action.now is not None:
        action.new = what_is_new(action.now, action.last, plan, organisation=organisation, answers=answers)
    elif action.last is not None:
        last = contents_of(action.last)
        note_words(action.last.action, last.has_words)
        shown = Contents().with_fields(**{name: last[name] for name in SUMMARY_FIELDS})
        action.said_last = [
            *fields_in_words(shown, is_lead=action.row.entry.is_lead),
            *money_in_words(last, None, plan.lines),
        ]
