"""The rows that one page of a sheet shows: where each action stands, what was said last, and the row's form."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.pages.report.words import Said
from actionplan.reporting.models import FileHolder, ProgressReport, Question, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.rules import writes_on
from actionplan.reporting.states import Basis
from actionplan.reports.checks import Finding, findings
from actionplan.reports.comparing import comparisons_of
from actionplan.reports.starting import Start

from .entry import Entry
from .forms import SheetRow
from .own_sheet import Sheet
from .reports import OwnReports

PER_PAGE = 50


@dataclass
class ShownRow:
    """`start` holds the organisation's own reports, `waiting` one that was handed in and not reviewed."""

    entry: Entry
    action: Any
    start: Start
    waiting: ProgressReport | None
    may_write: bool
    lead: Organisation | None = None
    """Who leads an action to which the organisation is invited."""
    holders: list[FileHolder] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    """Of the draft."""
    form: SheetRow | None = None
    """None where nothing can be typed: it was handed in, or somebody else writes on it."""
    sentence: str = ""
    """Why what was typed was not saved."""
    differences: list[Said] = field(default_factory=list)
    """Field by field: what was typed beside what somebody else saved in the meantime."""

    @property
    def anchor(self) -> str:
        return f"row-{self.entry.code}"

    @property
    def draft(self) -> ProgressReport | None:
        return self.start.draft

    @property
    def last(self) -> ProgressReport | None:
        return self.start.last

    @property
    def returned(self) -> ProgressReport | None:
        return self.start.answering

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_blocking]

    @property
    def is_ready(self) -> bool:
        """Whether the checks let the draft through as it is."""
        return self.draft is not None and not self.blocking

    @property
    def is_of_holder(self) -> bool:
        """Whether the draft was saved last by who holds the file, or deputises."""
        return self.draft is not None and any(
            holder.user_id == self.draft.saved_by_id for holder in self.holders
        )

    @property
    def is_unchanged(self) -> bool:
        """Whether the draft says, in a sentence to the Platform, that nothing changed."""
        same = any(finding.code == "unchanged" for finding in self.findings)
        return self.draft is not None and same and bool(self.draft.note_to_platform)


def rows_of(
    sheet: Sheet, entries: Iterable[Entry], user: User, now: datetime.datetime, *, checked: bool = True
) -> list[ShownRow]:
    """A row for each entry, with what the checks find if `checked`: a fixed number of queries, whatever their number."""
    asked = list(entries)
    keys = [entry.action for entry in asked]
    actions = {row.pk: row for row in tracked(sheet, keys, now)}
    reports = OwnReports(sheet, keys)
    holders = _holders(sheet.organisation, keys)
    rows = [
        ShownRow(
            entry=entry,
            action=actions[entry.action],
            start=reports.start(entry.action),
            waiting=reports.waiting(entry.action),
            may_write=writes_on(user, sheet.plan.pk, entry.action, sheet.organisation.pk),
            lead=None if entry.is_lead else sheet.bodies.get(actions[entry.action].lead_organisation),
            holders=holders[entry.action],
            questions=sheet.questions.get(entry.action, []),
        )
        for entry in asked
    ]
    if checked:
        _check(rows, now)
    return rows


def tracked(sheet: Sheet, keys: Iterable[int], now: datetime.datetime) -> list[Any]:
    """These actions with where they stand, as reported, in the plan's order: one query."""
    moment = Moment.now(now, sheet.plan, Basis.REPORTED)
    found = TrackedAction.objects.filter(plan=sheet.plan, pk__in=list(keys)).at(moment).counting_once(moment)
    rows = list(found.in_plan_order())
    for row in rows:
        row.plan = sheet.plan
    return rows


def _holders(organisation: Organisation, keys: list[int]) -> dict[int, list[FileHolder]]:
    found: dict[int, list[FileHolder]] = defaultdict(list)
    rows = FileHolder.objects.filter(organisation=organisation, action__in=keys)
    for holder in rows.select_related("user").order_by("action", "deputy"):
        found[holder.action_id].append(holder)
    return found


def _check(rows: list[ShownRow], now: datetime.datetime) -> None:
    """The findings of every draft among the rows."""
    checked = {row.draft.pk: row for row in rows if row.draft is not None and row.waiting is None}
    for row in checked.values():
        if row.draft is not None:
            row.draft.action = row.action
    known = comparisons_of([row.draft for row in checked.values() if row.draft is not None], now)
    for draft, (position, around) in known.items():
        checked[draft].findings = findings(position, around)
