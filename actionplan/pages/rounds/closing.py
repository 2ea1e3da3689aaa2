"""Closing a round: what hangs before, and what will happen, in words."""

from __future__ import annotations

import datetime
from typing import Any

from actionplan.accounts.requests import PortalRequest
from actionplan.base.days import day_of
from actionplan.pages.getters import about_round
from actionplan.reporting.models import Extension, ProgressReport, Round
from actionplan.reporting.request_querysets import RequestQuerySet
from actionplan.reporting.states import ExtensionState, ReportState
from actionplan.rounds.counting import answers_of
from actionplan.rounds.life import requests_that_need_a_reason

from .forms import ExcuseForm
from .requests import RequestRow, request_rows, requests_of
from .validation import offices_shown

HANGING_SHOWN = 50


def hanging_context(request: PortalRequest, round: Round, form: ExcuseForm | None = None) -> dict[str, Any]:
    """The requests that keep the round from closing, to be ticked for one reason; the earliest due first."""
    rows = hanging(round, day_of(request.now))
    shown = request_rows(rows.in_order_of_due_date()[:HANGING_SHOWN], round, request.user)
    return {
        "hanging": shown,
        "hanging_count": rows.count(),
        "excuse_form": form or ExcuseForm(),
        "ticked": form.ticked() if form else set(),
    }


def chosen_of(form: ExcuseForm, round: Round, on: datetime.date) -> list[int]:
    """Keys of the requests that the form gives a reason for: those ticked, or all that hang in one state."""
    if state := form.cleaned_data["which"]:
        return list(hanging(round, on).filter(answer_state=state).order_by().values_list("pk", flat=True))
    return form.cleaned_data["requests"]


def hanging(round: Round, on: datetime.date) -> RequestQuerySet:
    return requests_of(round, on).filter(pk__in=requests_that_need_a_reason(round).values("pk"))


def excused(request: PortalRequest, round: Round) -> list[RequestRow]:
    """The requests without which the round may close, each with its reason."""
    rows = requests_of(round, day_of(request.now)).not_accepted().exclude(excuse="")
    return request_rows(rows.in_order_of_due_date(), round, request.user)


def closing_context(request: PortalRequest, round: Round) -> dict[str, Any]:
    """The page that asks before a round is closed."""
    today = day_of(request.now)
    answers = answers_of([round])[round.pk]
    waiting = Extension.objects.filter(request__round=round, state=ExtensionState.ASKED).count()
    hang = requests_that_need_a_reason(round).count()
    return {
        **about_round(round),
        "hanging_count": hang,
        "extension_count": waiting,
        "can_close": not hang and not waiting and (round.is_in_review or round.is_in_validation),
        "counted": answers.sentences(follows=True),
        "excused": excused(request, round),
        "within_agency": reviewed_within_the_agency(round),
        "offices": [office for office in offices_shown(round, today) if not office.is_done],
    }


def reviewed_within_the_agency(round: Round) -> list[ProgressReport]:
    """Accepted reports that somebody of the submitting agency reviewed."""
    rows = ProgressReport.objects.filter(round=round, state=ReportState.ACCEPTED, reviewed_within=True)
    rows = rows.prefetch_related("action__terms")
    return list(rows.select_related("action", "organisation", "reviewed_by").order_by("action__order", "pk"))
