"""The rounds of a plan as rows, and what the next one could be."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.dateformat import format as format_date

from actionplan.accounts.models import User
from actionplan.base.language import speaking
from actionplan.reporting.models import Round
from objectives.models import Plan

from .words import Progress, progress_of, state_words

HALF_A_YEAR = 6


@dataclass(frozen=True)
class RoundRow:
    round: Round
    state: str
    progress: Progress


def round_rows(plan: Plan, user: User) -> list[RoundRow]:
    """The plan's rounds, the newest first; those in preparation for coordinators alone. Two queries."""
    rounds = Round.objects.of_plan(plan)
    if not user.has_perm("reporting.keep_rounds", plan):
        rounds = rounds.shown_to_everybody()
    newest_first = list(rounds.order_by("-about", "-pk"))
    progress = progress_of(newest_first)
    return [RoundRow(round, state_words(round), progress[round.pk]) for round in newest_first]


def proposed_facts(plan: Plan, today: datetime.date) -> dict[str, Any]:
    """What a new round's form starts from: the last round, half a year later, or the end of this half year."""
    rounds = list(Round.objects.of_plan(plan))
    if not rounds:
        return _first_round(today)
    last = rounds[-1]
    days = {name: half_a_year_later(getattr(last, name)) for name in ["about", "opens", "due", "closes"]}
    words = {"instruction": last.instruction, "instruction_nl": last.instruction_nl}
    return days | words | _names(days["about"])


def _first_round(today: datetime.date) -> dict[str, Any]:
    """It opens on the day after the half year, is due after three weeks and closes after two months."""
    half = HALF_A_YEAR if today.month <= HALF_A_YEAR else 12
    about = _in_month(today.year, half, 31)
    opens = about + datetime.timedelta(days=1)
    days = {"about": about, "opens": opens, "due": opens + datetime.timedelta(weeks=3)}
    return days | {"closes": opens + datetime.timedelta(weeks=8)} | _names(about)


def half_a_year_later(day: datetime.date) -> datetime.date:
    """The same day six months later; the last day of a month stays the last."""
    months = day.year * 12 + day.month - 1 + HALF_A_YEAR
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return _in_month(months // 12, months % 12 + 1, 31 if is_last else day.day)


def _in_month(year: int, month: int, day: int) -> datetime.date:
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _names(about: datetime.date) -> dict[str, str]:
    """The code and both names of a round about the day."""
    names = {"code": about.strftime("%Y-%m")}
    for name, language in [("name", "en"), ("name_nl", "nl")]:
        with speaking(language):
            names[name] = format_date(about, "F Y")
    return names
