"""The sheets of organisations: what a round asks of each or, between rounds, all that it takes part in."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.days import day_of
from actionplan.pages.getters import organisation_or_404
from actionplan.picture import cache
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.reporting.models import Extension, ProgressReport, Question, Reopening, Request, Round
from actionplan.reporting.states import (
    ANSWERED,
    DONE,
    Basis,
    ExtensionState,
    Freshness,
    ReportState,
    RequestRole,
    RequestState,
)
from actionplan.reports.questions import waiting_for_organisations
from objectives.models import Plan

TASKS = [
    "returned",
    "question",
    "draft",
    "ready",
    "to_do",
    "up_to_date",
    "invited",
    "submitted",
    "accepted",
]
"""What is to be done about an action, in the order of *My actions*."""
ASK_NOTHING = TASKS[-4:]
TO_DO_NEXT = [task for task in TASKS if task not in ["ready", *ASK_NOTHING]]
TO_DO = [RequestState.NOT_STARTED, RequestState.DRAFT, RequestState.RETURNED]
BEGUN = [RequestState.DRAFT, RequestState.RETURNED]
ROWS_PER_SHEET_PAGE = 50

Pair = tuple[int, int]
"""An action and an organisation, by key."""


@dataclass(frozen=True)
class SheetEntry:
    """An action on a sheet. `due` is inclusive; None between rounds, and for partners."""

    action: ActionPicture
    is_lead: bool
    state: str = ""
    """A RequestState. Between rounds, not started is a report that is too old, and empty one that is not."""
    due: datetime.date | None = None
    extended: bool = False
    extension_asked: bool = False
    money_only: bool = False
    questions: tuple[Question, ...] = ()
    """What the organisation has to answer, by the last day."""
    has_question: bool = False
    """Whether one of them is due in the round."""
    reopening: Reopening | None = None
    """Why it can be submitted again in validation."""
    has_draft: bool = False
    is_marked: bool = False
    """Whether a draft is marked as ready for agreement."""

    @property
    def is_reopened(self) -> bool:
        return self.reopening is not None

    @property
    def asks(self) -> bool:
        """Whether the organisation must still do something; if it is only invited, whether it has begun."""
        return bool(self.questions) or self.is_to_do

    @property
    def is_to_do(self) -> bool:
        return self.state in (TO_DO if self.is_lead else BEGUN)

    @property
    def is_handed_in(self) -> bool:
        return self.state in ANSWERED

    def is_overdue(self, today: datetime.date) -> bool:
        return self.due is not None and self.due < today and self.is_to_do and not self.is_reopened

    @property
    def is_ready(self) -> bool:
        return self.is_marked and not self.is_handed_in

    @property
    def task(self) -> str:
        """What is to be done about it, one of TASKS."""
        if self.is_handed_in and not self.has_question:
            return str(self.state)
        if self.state == RequestState.RETURNED and not self.is_ready:
            return "returned"
        if self.has_question:
            return "question"
        if self.is_ready:
            return "ready"
        if self.state == RequestState.DRAFT:
            return "draft"
        if not self.is_lead:
            return "invited"
        return "to_do" if self.state == RequestState.NOT_STARTED else "up_to_date"


@dataclass
class Sheet:
    """What one organisation is asked, by what is to be done, then by due date."""

    plan: Plan
    picture: Picture
    organisation: OrganisationPicture
    today: datetime.date
    round: Round | None = None
    """The round under way."""
    since: datetime.date | None = None
    """The day that the last closed round was about."""
    entries: list[SheetEntry] = field(default_factory=list)
    others: list[SheetEntry] = field(default_factory=list)
    """The organisation's other actions, which nobody asks about, in the plan's order."""

    @property
    def led(self) -> list[SheetEntry]:
        return [entry for entry in self.entries if entry.is_lead]

    @property
    def asking(self) -> list[SheetEntry]:
        return [entry for entry in self.entries if entry.asks]

    @property
    def to_hand_in(self) -> list[SheetEntry]:
        """What the organisation leads and has not submitted, or must answer."""
        return [entry for entry in self.led if entry.is_to_do]

    @property
    def ready(self) -> list[SheetEntry]:
        """With a draft that is marked as ready for agreement."""
        return [entry for entry in self.entries if entry.is_ready]

    @property
    def handed_in(self) -> list[SheetEntry]:
        return [entry for entry in self.led if entry.is_handed_in]

    @property
    def to_write(self) -> list[SheetEntry]:
        """What it leads and has neither submitted nor marked as ready."""
        return [entry for entry in self.to_hand_in if not entry.is_ready]

    @property
    def not_begun(self) -> list[SheetEntry]:
        """What it leads, has to submit, for the first time or again, and has no draft of."""
        return [entry for entry in self.to_hand_in if not entry.has_draft]

    @property
    def to_answer(self) -> list[SheetEntry]:
        """With a question alone: there is no report to submit."""
        shown = [*self.entries, *self.others]
        return [entry for entry in shown if entry.questions and not (entry.is_lead and entry.is_to_do)]

    def page(self, number: str | int | None) -> Page:
        return Paginator(self.entries, ROWS_PER_SHEET_PAGE).get_page(number)

    def by_code(self) -> dict[str, SheetEntry]:
        return {entry.action.code: entry for entry in [*self.others, *self.entries]}

    @property
    def url(self) -> str:
        return reverse("sheet", args=[self.plan.code, self.organisation.key])

    def row_url(self, code: str) -> str:
        """Of the row of an action that is asked about, on its page of the list."""
        codes = [entry.action.code for entry in self.entries]
        page = codes.index(code) // ROWS_PER_SHEET_PAGE + 1
        return f"{self.url}{f'?page={page}' if page > 1 else ''}#row-{code}"


def own_sheets(request: PortalRequest, plan: Plan) -> list[Sheet]:
    """The sheets of the person's organisations. Raises PermissionDenied for anybody but contributors."""
    rights = rights_today(request.user, plan)
    if not rights.is_contributor:
        raise PermissionDenied
    return sheets_of(plan, rights.organisations, request.now)


def sheet_or_refused(request: PortalRequest, plan: Plan, key: str) -> tuple[Sheet, list[Sheet]]:
    """The organisation's sheet, and all of this person's. Raises PermissionDenied for another's sheet."""
    organisation = organisation_or_404(key)
    if organisation.pk not in rights_today(request.user, plan).organisations:
        raise PermissionDenied
    sheets = own_sheets(request, plan)
    sheet = next((sheet for sheet in sheets if sheet.organisation.key == key), None)
    if sheet is None:  # it has no part in the plan
        picture = cache.picture_at(plan, Moment.now(request.now, Basis.REPORTED))
        sheet = Sheet(plan, picture, picture.organisations[key], day_of(request.now))
    return sheet, sheets


def sheets_of(plan: Plan, organisations: Collection[int], now: datetime.datetime) -> list[Sheet]:
    """A sheet for each of these organisations with a part in the plan today: a fixed number of queries."""
    picture = cache.picture_at(plan, Moment.now(now, Basis.REPORTED))
    rounds = list(Round.objects.of_plan(plan))
    under_way = next((row for row in rounds if row.is_under_way), None)
    since = max((row.about for row in rounds if row.is_closed), default=None)
    requests = _requests(under_way, organisations) if under_way else {}
    pending = {} if under_way else _pending(plan, organisations)
    questions = waiting_for_organisations(Question.objects.of_plan(plan), picture)
    drafts = _drafts(plan, organisations)
    sheets = []
    for organisation in picture.organisations.values():
        if organisation.pk not in organisations:
            continue
        actions = picture.actions.with_organisation(organisation.key)
        if not actions:
            continue
        sheet = Sheet(plan, picture, organisation, day_of(now), under_way, since)
        for action in actions:
            pair = (action.pk, organisation.pk)
            asked = tuple(questions.get(pair, ()))
            entry = SheetEntry(
                action,
                action.lead == organisation.key,
                questions=asked,
                has_question=any(question.is_due_in(under_way) for question in asked),
                has_draft=pair in drafts,
                is_marked=drafts.get(pair, False),
            )
            asked_entry = (
                _entry_in_round(entry, requests.get(pair))
                if under_way
                else _entry_between_rounds(entry, pending.get(pair))
            )
            if asked_entry:
                sheet.entries.append(asked_entry)
            else:
                sheet.others.append(entry)
        sheet.entries.sort(key=_sort_key)
        sheets.append(sheet)
    return sheets


def _sort_key(entry: SheetEntry) -> tuple[int, datetime.date]:
    """By what is to be done, then by due date, then in the plan's order."""
    return TASKS.index(entry.task), entry.due or datetime.date.max


def _entry_in_round(entry: SheetEntry, request: dict[str, Any] | None) -> SheetEntry | None:
    """The entry as the round asks for it; None if it does not."""
    if request is None:
        return None
    state = request["answer_state"]
    if request["is_reopened"] and state == RequestState.ACCEPTED:
        state = RequestState.DRAFT if request["has_draft"] else RequestState.NOT_STARTED
    return replace(
        entry,
        state=state,
        reopening=request["reopening"],
        due=request["due"] if request["role"] == RequestRole.LEAD else None,
        extended=request["extended_to"] is not None,
        extension_asked=request["extension_asked"],
        money_only=request["money_only"],
    )


def _entry_between_rounds(entry: SheetEntry, pending: str | None) -> SheetEntry | None:
    """Between rounds; None for led actions that are completed or stopped, unless something is pending."""
    is_done = entry.is_lead and entry.action.status in DONE
    if is_done and not pending and not entry.questions:
        return None
    is_due = entry.is_lead and entry.action.freshness in (Freshness.NEVER, Freshness.STALE)
    return replace(entry, state=pending or (RequestState.NOT_STARTED if is_due else ""))


def _requests(round: Round, organisations: Collection[int]) -> dict[Pair, dict[str, Any]]:
    """What the round asks of the organisations, with the state of each answer, and why it was reopened."""
    waiting = Extension.objects.filter(request=OuterRef("pk"), state=ExtensionState.ASKED)
    rows = Request.objects.filter(round=round).of_organisations(organisations).with_state()
    names = [
        "pk",
        "action",
        "organisation",
        "role",
        "money_only",
        "extended_to",
        "due",
        "answer_state",
        "has_draft",
        "is_reopened",
    ]
    rows = rows.annotate(extension_asked=Exists(waiting)).order_by().values(*names, "extension_asked")
    requests = {(row["action"], row["organisation"]): row for row in rows}
    reopened = Reopening.objects.filter(request__in=[row["pk"] for row in rows if row["is_reopened"]])
    last = {
        row.request_id: row
        for row in reopened.select_related("remark__minister", "remark__action").order_by("at")
    }
    for row in requests.values():
        row["reopening"] = last.get(row["pk"])
    return requests


def _pending(plan: Plan, organisations: Collection[int]) -> dict[Pair, str]:
    """Pending reports: submitted between rounds, else returned and unanswered, else in draft."""
    rows = ProgressReport.objects.filter(action__plan=plan, organisation__in=organisations)
    later = rows.filter(
        action=OuterRef("action"),
        organisation=OuterRef("organisation"),
        submitted_at__gt=OuterRef("submitted_at"),
    )
    pending = rows.filter(
        Q(state=ReportState.DRAFT)
        | Q(state=ReportState.SUBMITTED, round__isnull=True)
        | (Q(state=ReportState.RETURNED) & ~Exists(later))
    )
    weights: list[str] = [RequestState.DRAFT, RequestState.RETURNED, RequestState.SUBMITTED]
    states: dict[Pair, str] = {}
    for action, organisation, state in pending.order_by().values_list("action", "organisation", "state"):
        known = states.get((action, organisation), RequestState.DRAFT)
        states[action, organisation] = max(known, state, key=weights.index)
    return states


def _drafts(plan: Plan, organisations: Collection[int]) -> dict[Pair, bool]:
    """Those with a draft, and whether one is marked as ready for agreement."""
    drafts = ProgressReport.objects.drafts().filter(action__plan=plan, organisation__in=organisations)
    found: dict[Pair, bool] = {}
    for action, organisation, ready_at in drafts.order_by().values_list("action", "organisation", "ready_at"):
        found[action, organisation] = found.get((action, organisation), False) or ready_at is not None
    return found
