"""The rows of *My actions*: where each action stands, its reports, and what can be done about it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.pages.plans.elsewhere import to_do_elsewhere
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import FileHolder, ProgressReport, Request, Standing
from actionplan.reporting.rules import writes_on
from actionplan.reporting.states import Basis, ReportState
from actionplan.reports.agreement import why_not_unchanged, words_said_on
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparisons_of
from actionplan.reports.contents import Contents
from actionplan.reports.findings import Finding, Level, worth_a_look
from actionplan.reports.pending import why_not_taken

from .read import ASK_NOTHING, ROWS_PER_SHEET_PAGE, TO_DO_NEXT, Sheet, SheetEntry
from .row_words import KINDS, RowKind, RowMark, facts_of, small_words

MOST_BOXES = 30
NOT_YET_ACCEPTED = [ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED]


@dataclass
class SheetRow:
    """An action with the organisation's own reports on it."""

    entry: SheetEntry
    draft: ProgressReport | None = None
    waiting: ProgressReport | None = None
    """Submitted where the next one belongs, and not reviewed yet."""
    returned: ProgressReport | None = None
    """The report to answer, if the newest was returned."""
    last: ProgressReport | None = None
    """The report that counts."""
    may_write: bool = False
    lead: OrganisationPicture | None = None
    """The lead, if the organisation is invited."""
    holders: list[FileHolder] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    contents: Contents | None = None
    """Both of the draft: what the checks found, in which contents."""
    not_taken: str = ""
    """Why the round does not take the draft now."""
    today: datetime.date = datetime.date.min
    is_open: bool = False
    """Whether its form stands on the page, with what the checks found."""
    why_not_unchanged: str = ""
    """Why it is not offered to say that nothing changed."""

    @property
    def action(self) -> ActionPicture:
        return self.entry.action

    @property
    def anchor(self) -> str:
        return f"row-{self.action.code}"

    @property
    def may_open(self) -> bool:
        """A returned report is answered in the whole form: the remark may be about a field missing here."""
        return self.may_write and not self.entry.is_handed_in and self.returned is None

    @property
    def unchanged_since(self) -> str:
        """Since when its words would be unchanged; empty if it may not just be said that nothing changed."""
        if not self.may_open or self.last is None or self.why_not_unchanged:
            return ""
        return formatting.short_day(words_said_on(self.last))

    @property
    def may_revise(self) -> bool:
        """Whether to go on with a returned report in its form."""
        return self.may_write and self.returned is not None and not self.entry.is_handed_in

    @property
    def kind(self) -> RowKind:
        asks_both = self.entry.task == "question" and self.entry.is_to_do and not self.entry.is_ready
        return KINDS["question_and_report" if asks_both else self.entry.task]

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_blocking]

    @property
    def worth_a_look(self) -> list[Finding]:
        return worth_a_look(self.findings)

    @property
    def warnings(self) -> int:
        return sum(finding.level == Level.WARNING for finding in self.findings)

    @property
    def is_ready(self) -> bool:
        """Whether the draft is marked as ready for agreement."""
        return self.draft is not None and self.draft.ready_at is not None

    @property
    def is_checked(self) -> bool:
        """Whether there is a draft that the checks are about: none while another report waits for review."""
        return self.draft is not None and self.waiting is None

    @property
    def passes(self) -> bool:
        """Whether nothing stops the draft from being submitted."""
        return self.is_checked and not (self.blocking or self.not_taken)

    @property
    def is_to_submit(self) -> bool:
        """Whether the button that submits counts it, and it begins ticked."""
        return self.passes and self.may_write and self.is_ready

    @property
    def small(self) -> list[RowMark]:
        return small_words(self)

    @property
    def facts(self) -> list[RowMark]:
        return facts_of(self)


def rows_of(
    sheet: Sheet,
    entries: Iterable[SheetEntry],
    user: User,
    now: datetime.datetime,
    *,
    checked: bool = True,
) -> list[SheetRow]:
    """A row for each entry, if `checked` with what stops its draft: a fixed number of queries."""
    shown, organisation = list(entries), sheet.organisation
    keys = [entry.action.pk for entry in shown]
    reports, holders = _own_reports(sheet, keys), _holders(organisation.pk, keys)
    rows = [_row(sheet, entry, reports[entry.action.pk]) for entry in shown]
    for row in rows:
        key, lead = row.action.pk, row.action.lead or ""
        row.today = sheet.today
        row.may_write = writes_on(user, sheet.plan.pk, key, organisation.pk)
        row.lead = None if row.entry.is_lead else sheet.picture.organisations.get(lead)
        row.holders = holders[key]
        row.why_not_unchanged = why_not_unchanged(
            row.action,
            row.last,
            organisation=organisation.key,
            is_lead=row.entry.is_lead,
            round=sheet.round,
            today=sheet.today,
            has_draft=row.draft is not None,
            has_remark=row.returned is not None or row.entry.is_reopened,
            has_question=row.entry.has_question,
        )
    if checked:
        drafts = {row.draft.pk: row for row in rows if row.draft and row.is_checked}
        comparisons = comparisons_of([row.draft for row in drafts.values() if row.draft], now, sheet.picture)
        for draft, comparison in comparisons.items():
            drafts[draft].findings, drafts[draft].contents = findings(*comparison), comparison[0]
        refusals = _not_taken(sheet, [row.action.pk for row in drafts.values()]) if drafts else {}
        for row in drafts.values():
            row.not_taken = refusals.get(row.action.pk, "")
    return rows


def _not_taken(sheet: Sheet, actions: Iterable[int]) -> dict[int, str]:
    """By action: why the round takes no answer now."""
    if sheet.round is None or sheet.round.is_open:
        return {}
    rows = Request.objects.filter(
        round=sheet.round, organisation=sheet.organisation.pk, action__in=list(actions)
    )
    reasons = {}
    for request in rows.with_state():
        request.round = sheet.round
        reasons[request.action_id] = why_not_taken(request, sheet.today)
    return reasons


def note_shown(rows: Iterable[SheetRow]) -> None:
    """What is asked of the organisation stands in its rows, and in the source of a draft that says nothing changed."""
    for row in rows:
        entry = row.entry
        for question in entry.questions:
            note_words(question.action, question.text)
        if row.returned is not None and not entry.is_handed_in:
            note_words(row.returned.action, row.returned.remark)
        if entry.reopening is not None:
            note_words(entry.reopening.remark.action, entry.reopening.remark.remark)
        if row.draft is not None and row.draft.unchanged_since:
            note_words(row.draft.action, row.draft.source)


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


def next_row_url(request: PortalRequest, sheet: Sheet, *done: str) -> str:
    """Where the work goes on after an act on the rows with these codes: the next row that is to do, opened unless it may be
    said that nothing changed in it; if nothing is left to do, the button that leads to the sheet.

    `sheet` is as it was before the act.
    """
    codes = [entry.action.code for entry in sheet.entries]
    place = max((codes.index(code) + 1 for code in done if code in codes), default=0)
    for entry in [*sheet.entries[place:], *sheet.entries[:place]]:
        code = entry.action.code
        if entry.task not in TO_DO_NEXT or code in done:
            continue
        [row] = rows_of(sheet, [entry], request.user, request.now, checked=False)
        if not row.may_write:
            continue
        if row.may_open and not row.unchanged_since:
            row_url = reverse("sheet-row", args=[sheet.plan.code, sheet.organisation.key, code])
            return f"{row_url}#opened"
        return sheet.row_url(code)
    return f"{sheet.url}#to-submit"


# The page


def sheet_context(
    request: PortalRequest, sheet: Sheet, sheets: Iterable[Sheet], opened: str = ""
) -> dict[str, Any]:
    """The page that the address names, or that has the action with this code."""
    codes = [entry.action.code for entry in sheet.entries]
    number = codes.index(opened) // ROWS_PER_SHEET_PAGE + 1 if opened in codes else request.GET.get("page")
    page, rights = sheet.page(number), rights_today(request.user, sheet.plan)
    submits = sheet.organisation.pk in rights.submits_for
    shown = list(page.object_list)
    keys = {entry.action.pk for entry in shown}
    beyond = [entry for entry in sheet.ready if entry.action.pk not in keys] if submits else []
    counted = rows_of(sheet, [*shown, *beyond], request.user, request.now)
    rows = counted[: len(shown)]
    for row in rows:
        row.is_open = row.action.code == opened
    note_shown(rows)
    round = sheet.round
    asks = [row for row in rows if row.entry.task not in ASK_NOTHING]
    handed_in = [row for row in rows if row.entry.task in ("submitted", "accepted")]
    invited = [row for row in rows if row.entry.task == "invited"]
    return {
        "plan": sheet.plan,
        "sheet": sheet,
        "page_obj": page,
        "here": sheet.url,
        "tasks": [row for row in asks if submits or row.may_write],
        "written_by_others": [] if submits else [row for row in asks if not row.may_write],
        "up_to_date": [row for row in rows if row.entry.task == "up_to_date"],
        "invited": invited,
        "invited_folds": not any(row.is_open for row in invited),
        "handed_in": handed_in,
        "handed_in_note": _also_handed_in(sheet, handed_in),
        "others": sheet.others[:ROWS_PER_SHEET_PAGE],
        "more_others": max(len(sheet.others) - ROWS_PER_SHEET_PAGE, 0),
        "opened": opened,
        "due_day": format_date(round.due, "l j F") if round else "",
        "until": formatting.distance_words(round.due, sheet.today) if round else "",
        "boxes": _boxes(sheet),
        "submits": submits,
        "to_submit": [row for row in counted if row.is_to_submit],
        "begun": [
            row for row in rows if row.draft is not None and row.may_write and not row.entry.is_handed_in
        ],
        "other_sheets": [other for other in sheets if other.organisation != sheet.organisation],
        "elsewhere": to_do_elsewhere(request, sheet.plan),
    }


def _also_handed_in(sheet: Sheet, listed: Collection[SheetRow]) -> str:
    """How many are listed, and how many more stand above, since they have a question; empty where there are none of those."""
    asked = sum(entry.task == "question" for entry in sheet.handed_in)
    if not asked:
        return ""
    return _("%(listed)s, and %(asked)s with a question above") % {"listed": len(listed), "asked": asked}


def _boxes(sheet: Sheet) -> list[str]:
    """A box for each action that the organisation leads, how far it is; none where there are too many to count."""
    boxes = [
        *["submitted"] * len(sheet.handed_in),
        *["ready"] * (len(sheet.to_hand_in) - len(sheet.to_write)),
        *["to_write"] * len(sheet.to_write),
    ]
    return boxes if len(boxes) <= MOST_BOXES else []
