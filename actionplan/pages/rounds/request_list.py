"""The requests of a round as a list and as a file: every count of the round's page links to one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.base.errors import bad_request_page
from actionplan.base.files import file_name_of, table_attachment
from actionplan.base.formatting import local_value
from actionplan.base.sheets import table_rows
from actionplan.organisations.models import Affiliation, Organisation, PolicyArea
from actionplan.pages.getters import about_round, page_of, round_or_404, unknown_words
from actionplan.picture.actions import NONE
from actionplan.reporting.models import Request, Round
from actionplan.reporting.request_querysets import DUE_SOON_WITHIN, RequestQuerySet
from actionplan.reporting.rules import sees_words
from actionplan.reporting.states import ANSWERED, UNANSWERED, RequestRole, RequestState
from actionplan.rounds.counting import (
    AnswerGroup,
    answer_groups,
    answers_of_requests,
    group_of,
    sums_of_groups,
)
from actionplan.rounds.life import requests_that_need_a_reason
from actionplan.rounds.round_requests import days_late, state_at_closing

from .round_words import is_late, lateness_words

ASKED_CODE = "asked"


def may_know(user: User, round: Round) -> dict[str, bool]:
    """What `answer_groups` and the sentences tell this person apart; a closing does not know of drafts."""
    return {
        "follows": user.has_perm("reporting.follow_rounds", round),
        "drafts": not round.is_closed and user.has_perm("reporting.manage_rounds", round),
    }


def groups_to_choose(user: User, round: Round) -> list[AnswerGroup]:
    """All that are asked, what is counted as one, the groups, and requests no longer asked."""
    asked, known = (
        AnswerGroup(ASKED_CODE, _("all that are asked"), [*ANSWERED, *UNANSWERED]),
        may_know(user, round),
    )
    return [asked, *sums_of_groups(**known), *groups_of_rows(user, round)]


def groups_of_rows(user: User, round: Round) -> list[AnswerGroup]:
    """The one of each request."""
    return [*answer_groups(**may_know(user, round)), group_of(RequestState.NO_LONGER_ASKED)]


OVERDUE, DUE_SOON, LATE = "overdue", "due-soon", "late"


def day_of_lateness(round: Round, now: datetime.datetime) -> datetime.date:
    """The day for lateness: today, and for a closed round the day of its first closing."""
    return day_of(round.closed_at if round.is_closed and round.closed_at else now)


def requests_of(round: Round, on: datetime.date) -> RequestQuerySet:
    """The round's requests with state and lateness, and what a row shows of each.

    In a closed round they have the state at the closing, whatever was reviewed or amended since.
    """
    rows = round.requests.with_state().with_reports()
    if round.is_closed:
        rows = rows.annotate(answer_state=state_at_closing(round))
    rows = rows.with_lateness(on).select_related("action", "organisation")
    return rows.prefetch_related("action__terms")


class RequestFilter(django_filters.FilterSet):
    """Filters requests with state and lateness."""

    policy_area = django_filters.ChoiceFilter(label=gettext_lazy("Policy area"), method="by_policy_area")
    organisation = django_filters.ChoiceFilter(label=gettext_lazy("Organisation"), method="by_organisation")
    role = django_filters.ChoiceFilter(label=gettext_lazy("Asked as"), choices=RequestRole.choices)
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), method="by_state")
    when = django_filters.ChoiceFilter(
        label=gettext_lazy("Lateness"),
        choices=[
            (OVERDUE, gettext_lazy("late")),
            (DUE_SOON, format_lazy(gettext_lazy("due within {days} days"), days=DUE_SOON_WITHIN.days)),
            (LATE, gettext_lazy("submitted late")),
        ],
        method="by_lateness",
    )
    extended = django_filters.BooleanFilter(
        label=gettext_lazy("With an extension"), widget=forms.CheckboxInput, method="by_extension"
    )
    hanging = django_filters.BooleanFilter(
        label=gettext_lazy("Keeps the round from closing"), widget=forms.CheckboxInput, method="by_hanging"
    )

    class Meta:
        model = Request
        fields: list[str] = []

    def __init__(self, data: Any, *, round: Round, user: User, on: datetime.date) -> None:
        super().__init__(data, requests_of(round, on))
        self.round, self.on, self.groups = round, on, groups_to_choose(user, round)
        for filter in self.filters.values():
            if isinstance(filter, django_filters.ChoiceFilter):
                filter.extra["empty_label"] = _("all")
        self._offer("policy_area", [(row.code, str(row)) for row in PolicyArea.objects.all()])
        asked = Organisation.objects.filter(requests__round=round).distinct()
        self._offer("organisation", [(row.key, row.local_name) for row in asked])
        self.filters["state"].extra["choices"] = [(group.code, group.label) for group in self.groups]
        if not user.has_perm("reporting.follow_rounds", round):
            del self.filters["hanging"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra["choices"] = [*choices, (NONE, _("none"))]

    @cached_property
    def complaint(self) -> str:
        """The unknown parameters and values of the address, as a sentence."""
        wrong = [(str(self.filters[name].label), self.data.get(name, "")) for name in self.form.errors]
        names = [name for name in self.data if name not in {*self.filters, "sort", "page"}]
        return unknown_words([*wrong, *(("", name) for name in names)])

    @property
    def rows(self) -> RequestQuerySet:
        """The requests that meet every filter; none if a parameter is unknown."""
        return self.qs.none() if self.complaint else self.qs

    @property
    def in_force(self) -> dict[str, str]:
        """The filters that the address sets, with its values; without those that cannot be read."""
        self.form.is_valid()
        return {name: self.data.get(name) for name, value in self.form.cleaned_data.items() if value}

    def by_policy_area(self, rows: RequestQuerySet, name: str, value: str) -> RequestQuerySet:
        affiliations = Affiliation.objects.in_force(self.on)
        if value == NONE:
            return rows.filter(
                Q(organisation=None) | ~Q(organisation__in=affiliations.values("organisation"))
            )
        return rows.filter(
            organisation__in=affiliations.filter(policy_area__code=value).values("organisation")
        )

    def by_organisation(self, rows: RequestQuerySet, name: str, value: str) -> RequestQuerySet:
        return rows.filter(organisation=None) if value == NONE else rows.filter(organisation__key=value)

    def by_state(self, rows: RequestQuerySet, name: str, value: str) -> RequestQuerySet:
        states = next(group.states for group in self.groups if group.code == value)
        return rows.filter(answer_state__in=states)

    def by_lateness(self, rows: RequestQuerySet, name: str, value: str) -> RequestQuerySet:
        if value == LATE:
            return rows.submitted_late()
        return rows.overdue(self.on) if value == OVERDUE else rows.due_soon(self.on)

    def by_extension(self, rows: RequestQuerySet, name: str, value: bool) -> RequestQuerySet:
        return rows.filter(extended_to__isnull=False) if value else rows

    def by_hanging(self, rows: RequestQuerySet, name: str, value: bool) -> RequestQuerySet:
        return rows.filter(pk__in=requests_that_need_a_reason(self.round).values("pk")) if value else rows


REQUEST_SORTS: dict[str, Callable[[], Any]] = {
    "action": lambda: F("action__order"),
    "organisation": lambda: local_value("organisation__name"),
    "due": lambda: F("due"),
    "late": lambda: F("late_by"),
}


def sort_of(text: str) -> str:
    """The sort in the address; by due date if it names no column."""
    return text if text.removeprefix("-") in REQUEST_SORTS else "due"


def sorted_by(rows: RequestQuerySet, sort: str) -> RequestQuerySet:
    """Without a value last; equal rows in the plan's order, leads before partners."""
    key = REQUEST_SORTS[sort.removeprefix("-")]()
    ordered = key.desc(nulls_last=True) if sort.startswith("-") else key.asc(nulls_last=True)
    return rows.order_by(ordered, "action__order", "role", "pk")


@dataclass(frozen=True)
class RequestRow:
    """A request in the list, as far as the person may see it."""

    request: Any
    state: AnswerGroup
    lateness: str
    is_late: bool
    handed_in: datetime.date | None
    report_url: str
    extension_url: str
    reason: str
    """Why the round may close without it."""
    is_reopened: bool = False
    on_behalf: bool = False

    @property
    def reopened(self) -> str:
        """That it was reopened in validation, for those who follow rounds."""
        return _("reopened in validation") if self.is_reopened else ""

    @property
    def shown_state(self) -> str:
        """The state as text, with the marks that the screen shows beside it."""
        behalf = _("on behalf of the organisation") if self.on_behalf else ""
        return ", ".join(word for word in (str(self.state.label), behalf, self.reopened) if word)


def request_rows(rows: Iterable[Any], round: Round, user: User) -> list[RequestRow]:
    """One query, for the person's own actions."""
    groups = groups_of_rows(user, round)
    return [_request_row(row, round, user, groups) for row in rows]


def _request_row(row: Any, round: Round, user: User, groups: list[AnswerGroup]) -> RequestRow:
    row.round = round
    follows, address = user.has_perm("reporting.follow_rounds", round), [round.plan.code, round.code, row.pk]
    known = row.answer_state in ANSWERED or follows
    reads = row.last_report and (follows or row.answer_state == RequestState.ACCEPTED)
    submits = row.organisation_id in rights_today(user, round.plan_id).submits_for
    extendable = row.answer_state in UNANSWERED or row.extended_to is not None
    may_extend = row.is_lead and row.organisation_id and extendable and (submits or follows)
    return RequestRow(
        request=row,
        state=next(group for group in groups if row.answer_state in group.states),
        lateness="" if round.is_draft else lateness_words(row),
        is_late=not round.is_draft and is_late(row),
        handed_in=day_of(row.first_handed_in) if row.first_handed_in and known else None,
        report_url=reverse("report", args=[address[0], row.action.code, row.last_report]) if reads else "",
        extension_url=reverse("extension", args=address) if may_extend else "",
        reason=row.excuse if row.excuse and sees_words(user, row.action) else "",
        is_reopened=row.is_reopened and follows,
        on_behalf=bool(row.last_on_behalf and known),
    )


def note_reasons(rows: Iterable[RequestRow]) -> None:
    """A page shows why there is no report; the file does not."""
    for row in rows:
        note_words(row.request.action, row.reason)


REQUEST_COLUMNS = [
    (gettext_lazy("Code"), lambda row: row.request.action.code),
    (gettext_lazy("Action"), lambda row: row.request.action.local_title),
    (
        gettext_lazy("Organisation"),
        lambda row: row.request.organisation.local_name if row.request.organisation else "",
    ),
    (gettext_lazy("Asked as"), lambda row: row.request.get_role_display()),
    (pgettext_lazy("request", "Due"), lambda row: row.request.due if row.request.is_lead else None),
    (gettext_lazy("Extended"), lambda row: formatting.yes_or_no(row.request.extended_to)),
    (gettext_lazy("State"), lambda row: row.shown_state),
    (gettext_lazy("Submitted on"), lambda row: row.handed_in),
    (gettext_lazy("Days late"), lambda row: days_late(row.request) if row.is_late else None),
]
"""Of the file; the screen shows the same."""


REQUESTS_PER_PAGE = 50


def _filtered(request: PortalRequest, round: Round) -> RequestFilter:
    day = day_of_lateness(round, request.now)
    return RequestFilter(request.GET, round=round, user=request.user, on=day)


@require_safe
def request_list(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_or_404(request, plan_code, round_code)
    requests, sort = _filtered(request, round), sort_of(request.GET.get("sort", ""))
    page = page_of(request, sorted_by(requests.rows, sort), REQUESTS_PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    rows = request_rows(page.object_list, round, request.user)
    note_reasons(rows)
    context = {
        **about_round(round),
        "filter": requests,
        "sort": sort,
        "kept": [("sort", sort)],
        "page_obj": page,
        "rows": rows,
        "counted": answers_of_requests(requests.queryset).sentences(**may_know(request.user, round)),
        "query": query.urlencode(),
        "reset": reverse("request-list", args=[plan_code, round_code]),
    }
    return render(request, "rounds/requests.html", context)


@require_safe
def request_list_file(
    request: PortalRequest, plan_code: str, round_code: str, ending: str
) -> HttpResponseBase:
    round = round_or_404(request, plan_code, round_code)
    requests = _filtered(request, round)
    if requests.complaint:
        return bad_request_page(requests.complaint)
    rows = sorted_by(requests.rows, sort_of(request.GET.get("sort", "")))
    name = file_name_of(["requests", plan_code, round_code], requests.in_force, ending)
    columns = [*REQUEST_COLUMNS, (_("Reckoned on"), lambda row: requests.on)]
    about = [(_("Plan"), round.plan.local_title), (_("Round"), round.local_name)]
    table = table_rows(columns, request_rows(rows, round, request.user))
    return table_attachment(table, name, title=round.code, about=about)
