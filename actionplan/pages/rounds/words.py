"""A round in words: its state, how long until it is due, how many have answered, whose office is asked."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.rights import rights_today
from actionplan.base import formatting
from actionplan.base.brussels import day_of
from actionplan.organisations.models import Minister
from actionplan.reporting.models import Request, Round
from actionplan.reporting.states import UNANSWERED, RoundState
from actionplan.rounds.validation import actions_of_minister
from objectives.models import Plan


def state_words(round: Round) -> str:
    if round.is_draft:
        return pgettext("round", "in preparation")
    return str(RoundState(round.state).label)


def due_words(due: datetime.date, on: datetime.date) -> str:
    """How far off a due date (inclusive) is on the day: `due in 5 days`, `due today`, `due 3 days ago`."""
    days = (due - on).days
    if days > 0:
        return ngettext("due in %(days)s day", "due in %(days)s days", days) % {
            "days": formatting.number(days)
        }
    if days == 0:
        return _("due today")
    return ngettext("due %(days)s day ago", "due %(days)s days ago", -days) % {
        "days": formatting.number(-days)
    }


@dataclass(frozen=True)
class Progress:
    """How many leads of a round have answered, of how many asked. What was returned waits for an answer again."""

    asked: int = 0
    answered: int = 0

    @property
    def words(self) -> str:
        return _("%(answered)s of %(asked)s answered") % {"answered": self.answered, "asked": self.asked}


def progress_of(rounds: list[Round]) -> dict[int, Progress]:
    """By key of the round; one query, however many rounds and requests."""
    leads = Request.objects.filter(round__in=rounds).of_leads().with_state()
    rows = leads.order_by().values_list("round", "answer_state").annotate(count=Count("pk"))  # type: ignore[misc]
    found = {round.pk: Progress() for round in rounds}
    for round, state, count in rows:
        known, new = found[round], 0 if state in UNANSWERED else count
        found[round] = Progress(known.asked + count, known.answered + new)
    return found


@dataclass(frozen=True)
class RoundLine:
    """The round under way in one line, for pages about something else."""

    round: Round
    sentence: str
    url: str


def line_of_round_under_way(plan: Plan, now: datetime.datetime) -> RoundLine | None:
    """`Round December 2022: 31 of 50 answered, due in 5 days`; None between rounds. One query."""
    facts = ["code", "name", "name_nl", "due", "state"]
    leads = Request.objects.under_way().of_leads().filter(round__plan=plan).with_state().order_by()
    rows = list(
        leads.values(*(f"round__{name}" for name in facts), "answer_state").annotate(count=Count("pk"))
    )
    if not rows:
        return None
    round = Round(plan=plan, **{name: rows[0][f"round__{name}"] for name in facts})
    progress = Progress(
        asked=sum(row["count"] for row in rows),
        answered=sum(row["count"] for row in rows if row["answer_state"] not in UNANSWERED),
    )
    when = due_words(round.due, day_of(now)) if round.is_open else state_words(round)
    words = {"round": round.local_name, "answered": progress.words, "when": when}
    sentence = _("Round %(round)s: %(answered)s, %(when)s.") % words
    return RoundLine(round, sentence, reverse("round", args=[plan.code, round.code]))


@dataclass(frozen=True)
class OfficeAsked:
    """A round in validation, and the key of the minister for whom somebody answers."""

    round: Round
    office: str

    def waits(self, on: datetime.date) -> bool:
        """Whether an action of the minister has no answer yet."""
        minister = Minister.objects.get(key=self.office)
        asked = set(actions_of_minister(self.round, minister, on))
        answered = self.round.minister_answers.filter(minister=minister)
        return bool(asked - set(answered.values_list("action", flat=True)))


def validation_of_office(request: PortalRequest, plan: Plan) -> OfficeAsked | None:
    """What a reader of a minister's office is asked now: of the plan's round in validation.

    No query for anybody else, nor where the page has read the rounds itself.
    """
    offices = rights_today(request.user, plan).offices
    if not offices:
        return None
    round = next((one for one in rounds_of(request, plan) if one.is_in_validation), None)
    return OfficeAsked(round, min(offices)) if round else None


def rounds_of(request: PortalRequest, plan: Plan) -> list[Round]:
    """The plan's rounds in the order of the days they are about: one query per request, for the page and its frame."""
    kept: Any = getattr(request, "rounds", {})
    if plan.pk not in kept:
        rows = list(Round.objects.of_plan(plan))
        for round in rows:
            round.plan = plan
        kept = {**kept, plan.pk: rows}
        request.rounds = kept  # type: ignore[attr-defined]
    return list(kept[plan.pk])
