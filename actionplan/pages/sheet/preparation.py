"""The sheet on paper, for the head of department: the printed plan, the last report, the draft, the money."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.organisations.models import Organisation
from actionplan.pages.report.contents_in_words import (
    ComparedField,
    PlanOfAction,
    fields_in_words,
    money_in_words,
    plans_of,
)
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.report_fields import SUMMARY_FIELDS
from actionplan.reports.contents import ROWS_OF_REPORTS, Contents, contents_of
from objectives.models import Plan

from .read import Sheet, SheetEntry, sheets_of
from .sheet_rows import SheetRow, rows_of


@dataclass
class PreparedAction:
    """One action on paper. `now` is the draft or the report that was handed in; `last` the one before it."""

    row: SheetRow
    now: ProgressReport | None = None
    last: ProgressReport | None = None
    fields_last: list[ComparedField] = field(default_factory=list)
    fields_now: list[ComparedField] = field(default_factory=list)
    money: list[ComparedField] = field(default_factory=list)


def preparation_context(request: PortalRequest, plan: Plan, organisation: Organisation) -> dict[str, Any]:
    """With drafts for the organisation's own people, without them for coordinators. Raises PermissionDenied
    for others.

    A fixed number of queries.
    """
    rights = rights_today(request.user, plan)
    with_drafts = organisation.pk in rights.organisations
    if not (with_drafts or rights.is_coordinator):
        raise PermissionDenied
    sheet = next(iter(sheets_of(plan, [organisation.pk], request.now)), None)
    context = {"plan": plan, "organisation": organisation, "with_drafts": with_drafts, "sheet": sheet}
    if sheet is None:
        return context | {"prepared": []}
    page = sheet.page(request.GET.get("page"))
    prepared = _prepared(request, sheet, list(page.object_list), with_drafts=with_drafts)
    return context | {"page_obj": page, "prepared": prepared}


def _prepared(
    request: PortalRequest, sheet: Sheet, entries: list[SheetEntry], *, with_drafts: bool
) -> list[PreparedAction]:
    rows = rows_of(sheet, entries, request.user, request.now, checked=False)
    prepared = [_before_and_now(row, with_drafts=with_drafts) for row in rows]
    _add_previous_reports([action for action in prepared if action.row.entry.is_handed_in])
    reports = [report for action in prepared for report in (action.last, action.now) if report]
    prefetch_related_objects(reports, *ROWS_OF_REPORTS)
    plans = plans_of([row.action for row in rows])
    for action in prepared:
        _put_in_words(action, plans[action.row.action.pk])
    return prepared


def _before_and_now(row: SheetRow, *, with_drafts: bool) -> PreparedAction:
    if row.entry.is_handed_in:
        return PreparedAction(row, row.waiting or row.last)
    return PreparedAction(row, row.draft if with_drafts else None, row.last)


def _add_previous_reports(prepared: list[PreparedAction]) -> None:
    """For actions handed in: the previous reports, whose keys the reports have."""
    reports: Any = [action.now for action in prepared if action.now]
    before = ProgressReport.objects.in_bulk([row.previous_key for row in reports if row.previous_key])
    last = {report.pk: before.get(report.previous_key) for report in reports}
    for action in prepared:
        action.last = last[action.now.pk] if action.now else None


def _put_in_words(action: PreparedAction, plan: PlanOfAction) -> None:
    last = contents_of(action.last) if action.last else None
    now = contents_of(action.now) if action.now else None
    action.fields_last, action.fields_now = _fields(action, last), _fields(action, now)
    if now or last:
        action.money = money_in_words(now or last or Contents(), last, plan.lines)


def _fields(action: PreparedAction, contents: Contents | None) -> list[ComparedField]:
    if contents is None:
        return []
    shown = Contents({**Contents().fields, **{name: contents[name] for name in SUMMARY_FIELDS}})
    continuous = action.row.action.is_continuous
    return fields_in_words(shown, is_lead=action.row.entry.is_lead, continuous=continuous)
