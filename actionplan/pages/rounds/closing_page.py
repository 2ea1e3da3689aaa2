"""Closing a round: the requests to excuse first, and what closing will do, in words."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.pages.getters import about_round
from actionplan.pages.tokens import typed_to
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reporting.request_querysets import RequestQuerySet
from actionplan.reporting.states import ReportState, RequestState, RoundState
from actionplan.rounds.closing import closing_obstacles
from actionplan.rounds.counting import answers_of_requests
from actionplan.rounds.last_state import is_final, last_closed_round
from actionplan.rounds.life import requests_that_need_a_reason

from .asking_first import ask_about_round
from .forms import ExcuseForm
from .request_list import RequestRow, may_know, note_reasons, request_rows, requests_of
from .validation_page import offices_shown, shown_remarks

REQUESTS_TO_EXCUSE_SHOWN = 50


def requests_to_excuse_context(
    request: PortalRequest, round: Round, form: ExcuseForm | None = None
) -> dict[str, Any]:
    """The requests that keep the round from closing, to be ticked for a reason; the earliest due first."""
    if typed := typed_to(request, "round-excuse", round.plan.code, round.code):
        form = ExcuseForm(typed)
    rows = requests_to_excuse(round, day_of(request.now))
    shown = request_rows(rows.in_order_of_due_date()[:REQUESTS_TO_EXCUSE_SHOWN], round, request.user)
    states = list(rows.order_by().values_list("answer_state", flat=True))
    excuse_form = form or ExcuseForm()
    excuse_form.offer_fitting(states)
    return {
        "hanging": shown,
        "hanging_count": len(states),
        "excuse_form": excuse_form,
        "ticked": form.ticked() if form else set(),
    }


def requests_chosen(form: ExcuseForm, round: Round) -> list[int]:
    """Keys of the requests that the form gives a reason for: of those that need one, the ticked ones or all
    in one state.

    Raises Refused if the chosen reason does not fit the state of one of them.
    """
    rows: Any = requests_that_need_a_reason(round).order_by("action__order")
    if state := form.cleaned_data["which"]:
        rows = rows.filter(answer_state=state)
    else:
        rows = rows.filter(pk__in=form.cleaned_data["requests"])
    form.refuse_unless_reason_fits(rows.values_list("action__code", "answer_state"))
    return list(rows.values_list("pk", flat=True))


def requests_to_excuse(round: Round, on: datetime.date) -> RequestQuerySet:
    return requests_of(round, on).filter(pk__in=requests_that_need_a_reason(round).values("pk"))


def excused(request: PortalRequest, round: Round) -> list[RequestRow]:
    """The requests without which the round may close, each with its reason."""
    rows = requests_of(round, day_of(request.now)).not_accepted().exclude(excuse="")
    shown = request_rows(rows.in_order_of_due_date(), round, request.user)
    note_reasons(shown)
    return shown


def closing_context(request: PortalRequest, round: Round) -> dict[str, Any]:
    """The page that asks before a round is closed."""
    today, requests = day_of(request.now), requests_of(round, day_of(request.now))
    obstacles = closing_obstacles(round, today)
    can_close = not obstacles and (round.is_in_review or round.is_in_validation)
    ask = ask_about_round(
        round,
        "round-close",
        _("Close the round %(round)s?"),
        _("Close the round") if can_close else "",
        back=_("Do not close it yet") if can_close else _("Back to the round"),
        undo=_("The round can be reopened with a reason; the snapshot stays."),
    )
    return {
        **about_round(round),
        "ask": ask,
        "to_review": list(
            requests.of_leads()
            .filter(answer_state=RequestState.SUBMITTED)
            .order_by("action__order")
            .values_list("action__code", flat=True)
        ),
        "obstacles": obstacles,
        "due_in": formatting.distance_words(round.due, today),
        "closes_in": formatting.distance_words(round.closes, today),
        "is_early": today <= round.closes,
        "counted": answers_of_requests(requests).sentences(**may_know(request.user, round)),
        "state_after": state_after_closing(round, today),
        "excused": excused(request, round),
        "within_agency": reviewed_within_the_agency(round),
        "may_manage": True,
        "remarks": shown_remarks(round.minister_answers.to_treat()),
        "offices": [office for office in offices_shown(round, today) if not office.is_done],
    }


def state_after_closing(round: Round, today: datetime.date) -> str:
    """What the pages of the plan will show once the round is closed."""
    plan, rounds = round.plan, list(Round.objects.of_plan(round.plan))
    for row in rounds:
        if row == round:
            row.state = RoundState.CLOSED
    last = last_closed_round(plan, rounds, today)
    words = {"end": formatting.day(plan.end), "about": formatting.day(round.about)}
    if last is None:
        return _("The plan runs until %(end)s: its pages go on showing today.") % words
    if last != round:
        words["round"] = last.local_name
        return _("The plan ended on %(end)s: its pages go on showing the round of %(round)s.") % words
    if is_final(round):
        return _("The plan ended on %(end)s: its pages will show this round as its final state.") % words
    return (
        _(
            "The plan ended on %(end)s, after the day that this round is about: its pages will show this round as "
            "its last closed state, that of %(about)s, and not as its final state."
        )
        % words
    )


def reviewed_within_the_agency(round: Round) -> list[ProgressReport]:
    """Accepted reports that were reviewed within the submitting agency."""
    rows = ProgressReport.objects.filter(round=round, state=ReportState.ACCEPTED, reviewed_within=True)
    rows = rows.prefetch_related("action__terms")
    return list(rows.select_related("action", "organisation", "reviewed_by").order_by("action__order", "pk"))
