"""A round in words: its state, days until it is due, how many answered, and the lateness of a request."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.reporting.models import Round
from actionplan.reporting.request_querysets import DUE_SOON_WITHIN
from actionplan.reporting.states import ANSWERED, RoundState
from actionplan.reports.pending import takes_an_answer
from actionplan.rounds.counting import answers_of_requests
from actionplan.rounds.round_requests import days_late, submitted_late_words
from objectives.models import Plan


def state_words(round: Round) -> str:
    if round.is_draft:
        return pgettext("round", "in preparation")
    return str(RoundState(round.state).label)


@dataclass(frozen=True)
class RoundLine:
    """The round under way in one line, for other pages."""

    round: Round
    sentence: str
    url: str


def line_of_round_under_way(plan: Plan, now: datetime.datetime) -> RoundLine | None:
    """`Round December 2022: 31 of 50 requested reports are submitted; due in 5 days.`; None between rounds."""
    round = Round.objects.under_way().filter(plan=plan).first()
    if round is None:
        return None
    answers = answers_of_requests(round.requests.of_leads().with_answer_state()).leads
    when = formatting.until_words(round.due, day_of(now)) if round.is_open else state_words(round)
    words = {"round": round.local_name, "submitted": answers.submitted_of_asked, "when": when}
    sentence = _("Round %(round)s: %(submitted)s submitted, %(when)s.") % words
    return RoundLine(round, sentence, reverse("round", args=[plan.code, round.code]))


# The lateness of a request; partners are invited and never late


def is_late(request: Any) -> bool:
    return bool(days_late(request))


def lateness_words(request: Any) -> str:
    """`due in 5 days` if that is soon and the round takes it, `3 days late`, `submitted 3 days late`; or empty."""
    if request.late_by is None:
        return ""
    if request.answer_state in ANSWERED:
        return submitted_late_words(days_late(request))
    on = request.due + request.late_by
    if not is_late(request) and request.round.is_in_review and not takes_an_answer(request, on):
        return _("can no longer be submitted")
    return formatting.until_words(request.due, on) if -request.late_by <= DUE_SOON_WITHIN else ""
