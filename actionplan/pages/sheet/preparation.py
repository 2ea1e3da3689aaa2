"""The sheet on paper, for the head of department: the printed plan, the last report, the draft, the money.

To prepare reports it has every action; to agree to them, those that are ready, with all that they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.access_log import note_words
from actionplan.organisations.models import Organisation
from actionplan.pages.getters import page_of
from actionplan.pages.report.contents_in_words import (
    ComparedField,
    PlanOfAction,
    fields_in_words,
    measurements_in_words,
    milestones_in_words,
    money_in_words,
    plans_of,
)
from actionplan.picture.evidence_words import EvidenceOfReport, evidence_of, rows_of_evidence
from actionplan.picture.sentences import adopted_phase_words, budget_words
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reporting.report_fields import SUMMARY_FIELDS
from actionplan.reports.contents import ROWS_OF_REPORTS, Contents, contents_of
from objectives.models import Plan

from .read import ROWS_PER_SHEET_PAGE, Sheet, SheetEntry, sheets_of
from .sheet_rows import SheetRow, note_shown, rows_of

READY = "ready"
"""The value of `only` that asks for what is ready for agreement."""


@dataclass
class PreparedAction:
    """One action on paper. `now` is the draft or the report that was submitted; `last` the one before it."""

    row: SheetRow
    now: ProgressReport | None = None
    last: ProgressReport | None = None
    fields_last: list[ComparedField] = field(default_factory=list)
    fields_now: list[ComparedField] = field(default_factory=list)
    money: list[ComparedField] = field(default_factory=list)
    # only of a report that is ready for agreement
    milestones: list[ComparedField] = field(default_factory=list)
    measurements: list[ComparedField] = field(default_factory=list)
    evidence: EvidenceOfReport | None = None

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
    shown = list(page.object_list)
    prepared = _prepared(request, sheet, shown, with_drafts=with_drafts, whole=only_ready)
    return context | {"page_obj": page, "prepared": prepared}


def _prepared(
    request: PortalRequest, sheet: Sheet, entries: list[SheetEntry], *, with_drafts: bool, whole: bool
) -> list[PreparedAction]:
    """`whole`: with every field and milestone, what was measured and the evidence, not only the most telling fields."""
    rows = rows_of(sheet, entries, request.user, request.now, checked=False)
    prepared = [_before_and_now(row, with_drafts=with_drafts) for row in rows]
    _add_previous_reports([action for action in prepared if action.row.entry.is_handed_in])
    reports = [report for action in prepared for report in (action.last, action.now) if report]
    note_shown(rows)
    prefetch_related_objects(reports, *ROWS_OF_REPORTS, *([rows_of_evidence()] if whole else []))
    plans = plans_of([row.action for row in rows])
    rounds = {row.pk: row.local_name for row in Round.objects.of_plan(sheet.plan)} if whole else {}
    for action in prepared:
        _put_in_words(action, plans[action.row.action.pk], rounds, whole=whole)
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
    action: PreparedAction, plan: PlanOfAction, rounds: Mapping[int, str], *, whole: bool
) -> None:
    last = contents_of(action.last) if action.last else None
    now = contents_of(action.now) if action.now else None
    if newest := action.now or action.last:
        note_words(newest.action, any(one and one.has_words for one in (now, last)))
    action.fields_last, action.fields_now = (
        _fields(action, each, rounds, whole=whole) for each in (last, now)
    )
    if now and action.now and whole:
        if action.row.entry.is_lead:
            action.milestones = milestones_in_words(now, last, plan.milestones)
        action.measurements = measurements_in_words(now, last, plan.indicators)
        action.evidence = evidence_of(action.now, plan.action, {True: True, False: True})
    if now or last:
        action.money = money_in_words(now or last or Contents(), last, plan.lines)


def _fields(
    action: PreparedAction, contents: Contents | None, rounds: Mapping[int, str], *, whole: bool
) -> list[ComparedField]:
    if contents is None:
        return []
    names = contents.fields if whole else SUMMARY_FIELDS
    shown = Contents().with_fields(**{name: contents[name] for name in names})
    return fields_in_words(shown, is_lead=action.row.entry.is_lead, rounds=rounds)
