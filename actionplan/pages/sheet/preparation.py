"""The sheet on paper, for the head of department: what the plan prints, what was said last, what the draft says, the money."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db.models import prefetch_related_objects

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.rights import rights_today
from actionplan.organisations.models import Organisation
from actionplan.pages.report.action_facts import LineOfBudget, line_of_budget
from actionplan.pages.report.words import Said, fields_in_words, money_in_words
from actionplan.reporting.models import ProgressReport
from actionplan.reports.position import Position, position_of
from actionplan.reports.spreads import with_spreads
from budgets.planned_rows import lines_of, terms_in_force
from objectives.models import Plan

from .own_sheet import Sheet, sheets_of
from .page import page_of
from .rows import ShownRow, rows_of

SAID = [
    "status",
    "confidence",
    "actual_end",
    "forecast_end",
    "done",
    "next_steps",
    "obstacles",
    "stop_reason",
]
"""What of a report stands on the paper."""


@dataclass
class PreparedAction:
    """One action on the paper. `now` is the draft or, once it was handed in, the report; `last` the one before it."""

    row: ShownRow
    now: ProgressReport | None = None
    last: ProgressReport | None = None
    said_last: list[Said] = field(default_factory=list)
    said_now: list[Said] = field(default_factory=list)
    money: list[Said] = field(default_factory=list)


def sees_drafts_of(request: PortalRequest, plan: Plan, organisation: Organisation) -> bool:
    """Whether the paper shows drafts: to the organisation's own people. Raises PermissionDenied for who may not have it."""
    rights = rights_today(request.user, plan)
    if organisation.pk in rights.organisations:
        return True
    if not rights.is_coordinator:
        raise PermissionDenied
    return False


def preparation(request: PortalRequest, plan: Plan, organisation: Organisation) -> dict[str, Any]:
    """The context of the page: a fixed number of queries."""
    with_drafts = sees_drafts_of(request, plan, organisation)
    now: datetime.datetime = request.now  # type: ignore[attr-defined]
    sheet = next(iter(sheets_of(plan, [organisation.pk], now)), None)
    context = {"plan": plan, "organisation": organisation, "with_drafts": with_drafts, "sheet": sheet}
    if sheet is None:
        return context | {"prepared": []}
    page = page_of(sheet, request.GET.get("page"))
    return context | {"page_obj": page, "prepared": _prepared(request, sheet, page, with_drafts=with_drafts)}


def _prepared(request: PortalRequest, sheet: Sheet, page: Page, *, with_drafts: bool) -> list[PreparedAction]:
    user, now = request.user, request.now  # type: ignore[attr-defined]
    rows = rows_of(sheet, page.object_list, user, now, checked=False)  # type: ignore[arg-type]
    prepared = [_before_and_now(row, with_drafts=with_drafts) for row in rows]
    _add_those_before(prepared)
    reports = [report for one in prepared for report in (one.last, one.now) if report]
    prefetch_related_objects(reports, "expenditures", "milestones")
    budget = _budget(sheet, [row.entry.action for row in rows])
    for one in prepared:
        _say(one, budget[one.row.entry.action])
    return prepared


def _before_and_now(row: ShownRow, *, with_drafts: bool) -> PreparedAction:
    if row.entry.is_handed_in:
        return PreparedAction(row, row.waiting or row.last)
    return PreparedAction(row, row.draft if with_drafts else None, row.last)


def _add_those_before(prepared: list[PreparedAction]) -> None:
    """For what was handed in: the reports that held before."""
    keys = {one.now.pk: one.now.previous_key for one in prepared if one.now and one.row.entry.is_handed_in}
    reports = ProgressReport.objects.in_bulk([key for key in keys.values() if key])
    for one in prepared:
        if one.now is not None and keys.get(one.now.pk):
            one.last = reports.get(keys[one.now.pk])


def _budget(sheet: Sheet, actions: Iterable[int]) -> dict[int, list[LineOfBudget]]:
    """By action: its budget lines with what is planned in each year."""
    keys = list(actions)
    terms = list(terms_in_force(sheet.plan, sheet.today, keys))
    with_amount = [row for row in terms if row.amount is not None]
    lines = lines_of(with_amount, plan=sheet.plan, on=sheet.today, actions=keys)
    planned = {line.line: line for line in with_spreads(lines, sheet.today)}
    found: dict[int, list[LineOfBudget]] = defaultdict(list)
    for row in terms:
        found[row.line.action_id].append(line_of_budget(row, planned.get(row.line_id)))
    return found


def _say(one: PreparedAction, budget: list[LineOfBudget]) -> None:
    last = position_of(one.last) if one.last else None
    now = position_of(one.now) if one.now else None
    one.said_last, one.said_now = _words(one, last), _words(one, now)
    if now or last:
        one.money = money_in_words(now or last or Position(), last, budget)


def _words(one: PreparedAction, position: Position | None) -> list[Said]:
    if position is None:
        return []
    kept = {name: position[name] for name in SAID}
    shown = Position({**Position().fields, **kept})
    continuous = one.row.action.is_continuous
    return fields_in_words(shown, is_lead=one.row.entry.is_lead, continuous=continuous)
