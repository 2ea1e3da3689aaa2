"""The final or last closed state of a plan that has ended, and how many reports it includes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.reporting.models import Round
from objectives.models import Plan

from .counting import Answers


def last_closed_round(plan: Plan, rounds: Sequence[Round], today: datetime.date) -> Round | None:
    """The last closed round of a plan whose last day has passed; None while a round is under way."""
    if plan.end >= today or any(round.is_under_way for round in rounds):
        return None
    return next((round for round in reversed(rounds) if round.is_closed), None)


def accepted_in_words(leads: Answers) -> str:
    """How many of the lead reports that a round asked for were accepted; empty if all were."""
    return "" if leads.accepted == leads.asked else leads.accepted_in_words


def state_in_words(round: Round, leads: Answers) -> str:
    """The state of an ended plan by its last closed round: final if that is about its last day."""
    if is_final(round):
        return _with(leads, _("Final state, round of %(round)s") % {"round": round.local_name})
    return _with(leads, _("Last closed state: %(day)s") % {"day": formatting.day(round.about)})


def is_final(round: Round) -> bool:
    return round.about >= round.plan.end


def _with(leads: Answers, state: str) -> str:
    accepted = accepted_in_words(leads)
    return f"{state} · {accepted}" if accepted else state
