"""The rows on one page of a sheet: where each action stands, its last report, and the forms of the row."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import mark_of
from actionplan.base import formatting
from actionplan.pages.plans.elsewhere import to_do_elsewhere
from actionplan.pages.report.checked_report import anchor_of
from actionplan.pages.report.contents_in_words import ComparedField
from actionplan.pages.report.forms import WARNING
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.picture import ActionPicture
from actionplan.picture.words import unchanged_words
from actionplan.reporting.models import FileHolder, ProgressReport, Question, Standing
from actionplan.reporting.rules import writes_on
from actionplan.reporting.states import Basis, ReportState
from actionplan.reports.agreement import why_not_unchanged, words_said_on
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparisons_of
from actionplan.reports.contents import ROWS_OF_REPORTS, Contents, Start
from actionplan.reports.findings import Finding
from actions.models import Milestone

from .forms import LeadRowForm, PartnerRowForm, RowForm, RowForms
from .read import Sheet, SheetEntry, about_sheet
from .row_words import RowMark, last_words, marks_of, status_words

NOT_YET_ACCEPTED = [ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED]


@dataclass
class SheetRow:
    """An action with the organisation's own reports on it."""

    entry: SheetEntry
    draft: ProgressReport | None = None
    waiting: ProgressReport | None = None
    """Handed in where the next one belongs, and not reviewed yet."""
    returned: ProgressReport | None = None
    """The report to answer, if the newest was returned."""
    last: ProgressReport | None = None
    """The report that counts."""
    may_write: bool = False
    lead: OrganisationPicture | None = None
    """The lead, if the organisation is invited."""
    holders: list[FileHolder] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    """Of the draft, and so are the contents that were checked."""
    contents: Contents | None = None
    forms: RowForms | None = None
    """None if nothing can be typed: it was handed in or returned, or somebody else writes on it."""
    marks: list[RowMark] = field(default_factory=list)
    """What the last column shows."""
    why_not_unchanged: str = ""
    """Why it is not offered to say that nothing changed."""
    sentence: str = ""
    """Why what was typed was not saved."""
    differences: list[ComparedField] = field(default_factory=list)
    """Field by field: what was typed beside what somebody else saved in the meantime."""

    @property
    def action(self) -> ActionPicture:
        return self.entry.action

    @property
    def anchor(self) -> str:
        return f"row-{self.action.code}"

    @property
    def may_type(self) -> bool:
        """A returned report is answered in the whole form: the remark may be about a field missing here."""
        return self.may_write and not self.entry.is_handed_in and self.returned is None

    @property
    def unchanged_since(self) -> str:
        """Since when its words would be unchanged; empty if it may not just be said that nothing changed."""
        if not self.may_type or self.last is None or self.why_not_unchanged:
            return ""
        return formatting.short_day(words_said_on(self.last))

    @property
    def may_answer(self) -> bool:
        """Whether to answer the remark in the form of the report."""
        return self.may_write and self.returned is not None

    @property
    def start(self) -> Start:
        """What the next report starts from."""
        return Start(self.draft, self.returned, self.last)

    @property
    def current(self) -> ProgressReport | None:
        """What waits, else the organisation's draft, else what is to be answered or what counts."""
        return self.waiting or self.draft or self.returned or self.last

    @property
    def last_words(self) -> str:
        return last_words(self)

    @property
    def status_words(self) -> str:
        """In words, if nothing can be typed."""
        return status_words(self.current, continuous=self.action.is_continuous) if self.current else ""

    @property
    def done(self) -> str:
        """What was done, likewise; of words that are not of now, since when they are unchanged."""
        if self.current is None:
            return ""
        since = self.current.unchanged_since
        return f"{unchanged_words(since)} {self.current.done}" if since else self.current.done

    @property
    def apart(self) -> list[tuple[Finding, str]]:
        """Findings about fields that the row lacks, with their place in the whole form."""
        return [(row, anchor_of(row)) for row in (self.forms.apart if self.forms else self.findings)]

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_blocking]

    @property
    def is_ready(self) -> bool:
        """Whether the draft is marked as ready for agreement."""
        return self.draft is not None and self.draft.ready_at is not None


def rows_of(
    sheet: Sheet,
    entries: Iterable[SheetEntry],
    user: User,
    now: datetime.datetime,
    *,
    checked: bool = True,
) -> list[SheetRow]:
    """A row for each entry, with the findings if `checked`: a fixed number of queries."""
    shown, organisation = list(entries), sheet.organisation
    keys = [entry.action.pk for entry in shown]
    reports, holders = _own_reports(sheet, keys), _holders(organisation.pk, keys)
    rows = [_row(sheet, entry, reports[entry.action.pk]) for entry in shown]
    for row in rows:
        key, lead = row.action.pk, row.action.lead or ""
        row.may_write = writes_on(user, sheet.plan.pk, key, organisation.pk)
        row.lead = None if row.entry.is_lead else sheet.picture.organisations.get(lead)
        row.holders = holders[key]
        row.questions = sheet.questions.get((key, organisation.pk), [])
        row.why_not_unchanged = why_not_unchanged(
            row.action,
            row.last,
            organisation=organisation.key,
            is_lead=row.entry.is_lead,
            round=sheet.round,
            today=sheet.today,
            has_draft=row.draft is not None,
            has_remark=row.returned is not None or row.entry.is_reopened,
            has_question=bool(row.questions),
        )
    if checked:
        drafts = {row.draft.pk: row for row in rows if row.draft is not None and row.waiting is None}
        comparisons = comparisons_of([row.draft for row in drafts.values() if row.draft], now, sheet.picture)
        for draft, comparison in comparisons.items():
            drafts[draft].findings, drafts[draft].contents = findings(*comparison), comparison[0]
    return rows


def _own_reports(sheet: Sheet, keys: Collection[int]) -> Mapping[int, list[ProgressReport]]:
    """By action, the newest first: reports in draft, waiting or returned, and the one that counts."""
    holds = Standing.objects.open().on_basis(Basis.REPORTED).filter(report=OuterRef("pk"))
    rows = ProgressReport.objects.filter(organisation=sheet.organisation.pk, action__in=keys)
    rows = (
        rows.annotate(holds=Exists(holds))
        .filter(Q(state__in=NOT_YET_ACCEPTED) | Q(holds=True))
        .with_previous()
    )
    reports: dict[int, list[ProgressReport]] = defaultdict(list)
    people = ["saved_by", "submitted_by", "reviewed_by"]
    for report in rows.select_related("action__plan", "corrects", *people).newest_first():
        reports[report.action_id].append(report)
    return reports


def _row(sheet: Sheet, entry: SheetEntry, reports: list[Any]) -> SheetRow:
    """The organisation's own reports are annotated with whether they count."""
    here = sheet.round.pk if sheet.round else None
    drafts = sorted((row for row in reports if row.is_draft), key=lambda row: row.round_id != here)
    handed_in = [row for row in reports if not row.is_draft]
    waiting = (row for row in handed_in if row.state == ReportState.SUBMITTED and row.round_id == here)
    return SheetRow(
        entry,
        draft=next(iter(drafts), None),
        waiting=next(waiting, None),
        returned=next((row for row in handed_in[:1] if row.state == ReportState.RETURNED), None),
        last=next((row for row in handed_in if row.holds), None),
    )


def _holders(organisation: int, keys: Collection[int]) -> Mapping[int, list[FileHolder]]:
    holders: dict[int, list[FileHolder]] = defaultdict(list)
    rows = FileHolder.objects.filter(organisation=organisation, action__in=keys)
    for holder in rows.select_related("user").order_by("action", "deputy"):
        holders[holder.action_id].append(holder)
    return holders


# The forms in the rows: unbound to show the present state, or bound to what was typed


def show_forms(rows: Iterable[SheetRow], sheet: Sheet, data: Mapping[str, Any] | None = None) -> None:
    """Forms with the present state of each row, or what was typed; only the fields of a report: no query."""
    for row in rows:
        row.forms = _forms(row, sheet, row.start.fields(), data)


def bind_forms(rows: Iterable[SheetRow], sheet: Sheet, data: Mapping[str, Any]) -> None:
    """Forms bound to what was sent, on top of all that each row's report contains: three queries."""
    bound = list(rows)
    reports = [row.start.report for row in bound if row.start.report]
    prefetch_related_objects(reports, *ROWS_OF_REPORTS)
    milestones = Milestone.objects.filter(action__in=[row.action.pk for row in bound])
    keys = {(action, key): pk for action, key, pk in milestones.values_list("action", "key", "pk")}
    for row in bound:
        single = [
            keys[row.action.pk, milestone.key]
            for milestone in row.action.milestones
            if not milestone.recurrence
        ]
        base = row.start.contents(single if row.entry.is_lead else None)
        row.forms = _forms(row, sheet, base, data)


def _forms(row: SheetRow, sheet: Sheet, base: Contents, data: Mapping[str, Any] | None = None) -> RowForms:
    until = row.action.runs_until
    return RowForms(
        row.anchor,
        base,
        data,
        kind=RowForm if row.entry.money_only else LeadRowForm if row.entry.is_lead else PartnerRowForm,
        continuous=row.action.is_continuous,
        end_passed=until is not None and until < sheet.today,
        draft=row.draft,
        findings=row.findings,
    )


# The page


def address_of_page(plan_code: str, key: str, number: str) -> str:
    query = f"?page={number}" if number.isdecimal() and number != "1" else ""
    return reverse("sheet", args=[plan_code, key]) + query


def sheet_context(
    request: PortalRequest,
    sheet: Sheet,
    sheets: Iterable[Sheet],
    number: str | int | None,
    rows: list[SheetRow] | None = None,
) -> dict[str, Any]:
    """The page with this number; `rows` are those of a form that comes back with what was typed."""
    page, user, now = sheet.page(number), request.user, request.now
    if rows is None:
        rows = rows_of(sheet, page.object_list, user, now)
        show_forms([row for row in rows if row.may_type], sheet)
    context = about_sheet(request, sheet, {row.action.code for row in rows})
    for row in rows:
        row.marks = marks_of(row, user, now)
    return context | {
        "page_obj": page,
        "here": sheet.url,
        "led": [row for row in rows if row.entry.is_lead],
        "invited": [row for row in rows if not row.entry.is_lead],
        "until": formatting.distance_words(sheet.round.due, sheet.today) if sheet.round else "",
        "other_sheets": [other for other in sheets if other.organisation != sheet.organisation],
        "may_type": any(row.forms for row in rows),
        "ready": sum(row.is_ready for row in rows),
        "warning": WARNING,
        "whose": mark_of(user, address_of_page(sheet.plan.code, sheet.organisation.key, str(page.number))),
        "elsewhere": to_do_elsewhere(request, sheet.plan),
    }
