"""What becomes of reporting when an amendment is put in force: requests that fall away or move, questions that close."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from actionplan.accounts.models import User
from actionplan.base.brussels import day_of
from actionplan.reporting.models import Answer, Extension, Question
from actionplan.reporting.requests import follow_the_leads, follow_the_partners
from actionplan.reporting.states import ExtensionState
from actionplan.reports.pending import locked_round_under_way
from actions.models import Amendment

from .effects import requests_that_fall_away


@dataclass(frozen=True)
class Followed:
    """How many requests fell away, moved with leads and partners, and how many questions closed."""

    requests: int
    moved: int
    questions: int


def follow(
    amendment: Amendment,
    amended: Collection[int],
    gone: Collection[int],
    why: str,
    by: User,
    at: datetime.datetime,
) -> Followed:
    """The caller holds these actions. `why` is the reason for what falls away, and the answer to what was asked.

    Drafts stay where they are, to be read; what waits for review may still be reviewed.
    """
    round = locked_round_under_way(amendment.plan_id)
    requests = [one.pk for one in requests_that_fall_away(gone)]
    moved = 0
    if round is not None:
        waiting = Extension.objects.filter(request__in=requests, state=ExtensionState.ASKED)
        waiting.update(state=ExtensionState.DECLINED, answer=why, answered_by=by, answered_at=at)
        round.requests.filter(pk__in=requests).update(excuse=why, excused_by=by, excused_at=at)
        moved = follow_the_leads(round, day_of(at), [*amended]) + follow_the_partners(round, day_of(at))
    return Followed(len(requests), moved, _close_questions(gone, why, by, at))


def _close_questions(gone: Collection[int], why: str, by: User, at: datetime.datetime) -> int:
    questions = list(Question.objects.open().filter(action__in=gone).select_for_update(no_key=True))
    Answer.objects.bulk_create(Answer(question=one, text=why, by=by, at=at) for one in questions)
    for one in questions:
        one.closed_by, one.closed_at = by, at
    Question.objects.bulk_update(questions, ["closed_by", "closed_at"])
    return len(questions)
