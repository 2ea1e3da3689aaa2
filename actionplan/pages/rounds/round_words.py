"""A round in words: its state, days until it is due, how many answered, and the lateness of a request."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.reporting.models import Request, Round
from actionplan.reporting.request_querysets import DUE_SOON_WITHIN
from actionplan.reporting.states import ANSWERED, RoundState
from actionplan.reports.pending import takes_an_answer
from actionplan.rounds.counting import answers_in
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
    """`Round December 2022: 31 of 50 answered, due in 5 days`; None between rounds. One query."""
    fields = ["code", "name", "name_nl", "due", "state"]
    leads = Request.objects.under_way().of_leads().filter(round__plan=plan).with_state().order_by()
    rows = list(
        leads.values(*(f"round__{name}" for name in fields), "answer_state").annotate(count=Count("pk"))
    )
    if not rows:
        return None
    round = Round(plan=plan, **{name: rows[0][f"round__{name}"] for name in fields})
    answers = answers_in((row["answer_state"], row["count"]) for row in rows)
    counts = {"answered": answers.answered, "asked": answers.asked}
    answered = _("%(answered)s of %(asked)s answered") % counts
    when = formatting.until_words(round.due, day_of(now)) if round.is_open else state_words(round)
    words = {"round": round.local_name, "answered": answered, "when": when}
    sentence = _("Round %(round)s: %(answered)s, %(when)s.") % words
    return RoundLine(round, sentence, reverse("round", args=[plan.code, round.code]))


# The lateness of a request; partners are invited and never late


def days_late(request: Any) -> int | None:
    """Whole days after the due date of a request with lateness, negative before it; None for partners."""
    late_by: datetime.timedelta | None = request.late_by
    return None if late_by is None else late_by.days


def is_late(request: Any) -> bool:
    return (days_late(request) or 0) > 0


def lateness_words(request: Any) -> str:
    """`due in 5 days` if that is soon and the round takes it, `3 days late`, `handed in 3 days late`; or empty."""
    days = days_late(request)
    if days is None:
        return ""
    if request.answer_state in ANSWERED:
        return _handed_in(days)
    on = request.due + request.late_by
    if days <= 0 and request.round.is_in_review and not takes_an_answer(request, on):
        return _("can no longer be handed in")
    return formatting.until_words(request.due, on) if -days <= DUE_SOON_WITHIN.days else ""


def _handed_in(days: int) -> str:
    if days <= 0:
        return ""
    return ngettext("handed in %(days)s day late", "handed in %(days)s days late", days) % {
        "days": formatting.number(days)
    }
