"""The sheets of organisations: what the round under way asks of each or, between rounds, all that it leads and joins."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.days import day_of
from actionplan.pages.getters import organisation_or_404
from actionplan.picture import cache
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.reporting.models import Extension, ProgressReport, Question, Request, Round
from actionplan.reporting.states import (
    DONE,
    Basis,
    ExtensionState,
    Freshness,
    ReportState,
    RequestRole,
    RequestState,
)
from objectives.models import Plan

TO_DO = [RequestState.NOT_STARTED, RequestState.DRAFT, RequestState.RETURNED]
BEGUN = [RequestState.DRAFT, RequestState.RETURNED]
HANDED_IN = [RequestState.SUBMITTED, RequestState.ACCEPTED]
PER_PAGE = 50
NAMED = 12
"""How many codes a sentence names at most."""

Pair = tuple[int, int]
"""An action and an organisation, by key."""
Questions = Mapping[Pair, list[Question]]


@dataclass(frozen=True)
class SheetEntry:
    """An action on a sheet. `due` is inclusive, and None where nothing is due: between rounds, and for partners."""

    action: ActionPicture
    is_lead: bool
    state: str = ""
    """A RequestState. Between rounds, not started is what nothing was said of for too long, and empty the rest."""
    due: datetime.date | None = None
    extended: bool = False
    extension_asked: bool = False
    money_only: bool = False
    has_question: bool = False

    @property
    def asks(self) -> bool:
        """Whether the organisation still has to do something; of what it is invited to, only what it began."""
        return self.has_question or self.is_to_do

    @property
    def is_to_do(self) -> bool:
        return self.state in (TO_DO if self.is_lead else BEGUN)

    @property
    def is_handed_in(self) -> bool:
        return self.state in HANDED_IN

    def is_overdue(self, today: datetime.date) -> bool:
        return self.due is not None and self.due < today and self.is_to_do


@dataclass
class Sheet:
    """What one organisation is asked, or keeps up: what it leads by due date, behind it what it is invited to."""

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
    """The other actions of the organisation, of which nothing is asked, in the plan's order."""
    questions: Questions = field(default_factory=dict)
    """Those that wait for organisations of this person."""

    @property
    def led(self) -> list[SheetEntry]:
        return [entry for entry in self.entries if entry.is_lead]

    @property
    def asking(self) -> list[SheetEntry]:
        return [entry for entry in self.entries if entry.asks]

    @property
    def to_hand_in(self) -> list[SheetEntry]:
        """What the organisation leads and has not handed in, or has to answer."""
        return [entry for entry in self.led if entry.is_to_do]

    def in_state(self, *states: RequestState) -> list[SheetEntry]:
        return [entry for entry in self.asking if entry.state in states and entry.is_to_do]

    def page(self, number: str | int | None) -> Page:
        return Paginator(self.entries, PER_PAGE).get_page(number)

    def by_code(self) -> dict[str, SheetEntry]:
        return {entry.action.code: entry for entry in [*self.others, *self.entries]}

    @property
    def url(self) -> str:
        return reverse("sheet", args=[self.plan.code, self.organisation.key])


def own_sheets(request: PortalRequest, plan: Plan) -> list[Sheet]:
    """The sheets of the organisations for which this person writes. Raises PermissionDenied for who contributes for none."""
    rights = rights_today(request.user, plan)
    if not rights.is_contributor:
        raise PermissionDenied
    return sheets_of(plan, rights.organisations, request.now)


def sheet_or_refused(request: PortalRequest, plan: Plan, key: str) -> tuple[Sheet, list[Sheet]]:
    """The organisation's sheet, and all of this person's. Raises PermissionDenied for another organisation's (it may be seen)."""
    organisation = organisation_or_404(key)
    if organisation.pk not in rights_today(request.user, plan).organisations:
        raise PermissionDenied
    sheets = own_sheets(request, plan)
    found = next((sheet for sheet in sheets if sheet.organisation.key == key), None)
    if found is None:  # it has no part in the plan
        picture = cache.picture_at(plan, Moment.now(request.now, Basis.REPORTED))
        found = Sheet(plan, picture, picture.organisations[key], day_of(request.now))
    return found, sheets


def sheets_of(plan: Plan, organisations: Collection[int], now: datetime.datetime) -> list[Sheet]:
    """A sheet for each of these organisations that has a part in the plan today: a fixed number of queries."""
    picture = cache.picture_at(plan, Moment.now(now, Basis.REPORTED))
    rounds = list(Round.objects.of_plan(plan))
    under_way = next((row for row in rounds if row.is_under_way), None)
    since = max((row.about for row in rounds if row.is_closed), default=None)
    requests = _requests(under_way, organisations) if under_way else {}
    pending = {} if under_way else _pending(plan, organisations)
    questions = _questions(plan, organisations)
    sheets = []
    for organisation in picture.organisations.values():
        actions = picture.actions.with_organisation(organisation.key)
        if organisation.pk not in organisations or not actions:
            continue
        sheet = Sheet(plan, picture, organisation, day_of(now), under_way, since, questions=questions)
        for action in actions:
            pair = (action.pk, organisation.pk)
            entry = SheetEntry(action, action.lead == organisation.key, has_question=pair in questions)
            on_it = _asked(entry, requests.get(pair)) if under_way else _kept_up(entry, pending.get(pair))
            if on_it:
                sheet.entries.append(on_it)
            else:
                sheet.others.append(entry)
        sheet.entries.sort(key=_place)
        sheets.append(sheet)
    return sheets


def _place(entry: SheetEntry) -> tuple[bool, bool, datetime.date]:
    """What is led, and behind it invitations: what was returned, then by due date, and then in the plan's order, in which it comes."""
    return not entry.is_lead, entry.state != RequestState.RETURNED, entry.due or datetime.date.max


def _asked(entry: SheetEntry, request: dict[str, Any] | None) -> SheetEntry | None:
    """As the round asks for it; None where it does not."""
    if request is None:
        return None
    return replace(
        entry,
        state=request["answer_state"],
        due=request["due"] if request["role"] == RequestRole.LEAD else None,
        extended=request["extended_to"] is not None,
        extension_asked=request["extension_asked"],
        money_only=request["money_only"],
    )


def _kept_up(entry: SheetEntry, pending: str | None) -> SheetEntry | None:
    """Between rounds: None for what the organisation leads and completed or stopped, if nothing of it hangs."""
    is_done = entry.is_lead and entry.action.status in DONE
    if is_done and not pending and not entry.has_question:
        return None
    is_silent = entry.is_lead and entry.action.freshness != Freshness.FRESH
    return replace(entry, state=pending or (RequestState.NOT_STARTED if is_silent else ""))


def _requests(round: Round, organisations: Collection[int]) -> dict[Pair, dict[str, Any]]:
    """What the round asks of the organisations, with the state of each answer."""
    waiting = Extension.objects.filter(request=OuterRef("pk"), state=ExtensionState.ASKED)
    rows = Request.objects.filter(round=round).of_organisations(organisations).with_state()
    names = ["action", "organisation", "role", "money_only", "extended_to", "due", "answer_state"]
    rows = rows.annotate(extension_asked=Exists(waiting)).order_by().values(*names, "extension_asked")
    return {(row["action"], row["organisation"]): row for row in rows}


def _pending(plan: Plan, organisations: Collection[int]) -> dict[Pair, str]:
    """Where the organisations' reports hang: submitted between rounds, else returned and not answered, else in draft."""
    rows = ProgressReport.objects.filter(action__plan=plan, organisation__in=organisations)
    later = rows.filter(
        action=OuterRef("action"),
        organisation=OuterRef("organisation"),
        submitted_at__gt=OuterRef("submitted_at"),
    )
    hangs = rows.filter(
        Q(state=ReportState.DRAFT)
        | Q(state=ReportState.SUBMITTED, round__isnull=True)
        | (Q(state=ReportState.RETURNED) & ~Exists(later))
    )
    weights: list[str] = [RequestState.DRAFT, RequestState.RETURNED, RequestState.SUBMITTED]
    found: dict[Pair, str] = {}
    for action, organisation, state in hangs.order_by().values_list("action", "organisation", "state"):
        known = found.get((action, organisation), RequestState.DRAFT)
        found[action, organisation] = max(known, state, key=weights.index)
    return found


def _questions(plan: Plan, organisations: Collection[int]) -> Questions:
    """Those that wait for the organisations, the earliest term first."""
    found: dict[Pair, list[Question]] = defaultdict(list)
    rows = Question.objects.of_plan(plan).of_organisations(organisations).waiting()
    for question in rows.by_term():
        found[question.action_id, question.organisation_id].append(question)
    return dict(found)


# What is asked, and why


@dataclass(frozen=True)
class RowLink:
    """The way to a row: a place on the page or, where it stands on another, the address that saves first and leads there."""

    code: str
    save_url: str = ""


@dataclass(frozen=True)
class AskingReason:
    """Why rows ask something, with the links to them; `more` of them are not named."""

    label: str
    links: list[RowLink]
    more: int


def reasons_of(sheet: Sheet, shown: Collection[str]) -> list[AskingReason]:
    """What the sheet asks, the most pressing first; each row under one reason, and with a question under that too.

    `shown` are the codes of the rows on the page.
    """
    late = {entry.action.pk for entry in sheet.asking if entry.is_overdue(sheet.today)}
    returned, draft, silent = (
        sheet.in_state(state)
        for state in [RequestState.RETURNED, RequestState.DRAFT, RequestState.NOT_STARTED]
    )
    groups = [
        (_("returned, to be answered"), returned),
        (_("report overdue"), [one for one in [*draft, *silent] if one.action.pk in late]),
        (_("with a question to answer"), [one for one in sheet.entries if one.has_question]),
        (_("in draft"), [one for one in draft if one.action.pk not in late]),
        (
            _("not begun") if sheet.round else _("nothing said for too long"),
            [one for one in silent if one.action.pk not in late],
        ),
    ]
    places = {entry.action.pk: place for place, entry in enumerate(sheet.entries)}

    def link(entry: SheetEntry) -> RowLink:
        code, number = entry.action.code, places[entry.action.pk] // PER_PAGE + 1
        if code in shown:
            return RowLink(code)
        save = reverse("sheet-save-row", args=[sheet.plan.code, sheet.organisation.key, code])
        return RowLink(code, f"{save}?page={number}")

    return [
        AskingReason(label, [link(entry) for entry in entries[:NAMED]], max(len(entries) - NAMED, 0))
        for label, entries in groups
        if entries
    ]


def about_sheet(request: PortalRequest, sheet: Sheet, shown: Collection[str]) -> dict[str, Any]:
    """What the page of a sheet says above and below its rows, of which `shown` are the codes."""
    round = sheet.round
    return {
        "plan": sheet.plan,
        "sheet": sheet,
        "others": sheet.others[:PER_PAGE],
        "more_others": max(len(sheet.others) - PER_PAGE, 0),
        "reasons": reasons_of(sheet, shown),
        "due_day": format_date(round.due, "l j F") if round else "",
        "since": format_date(sheet.since, "F Y") if sheet.since else "",
        "submits": sheet.organisation.pk in rights_today(request.user, sheet.plan).submits_for,
    }
