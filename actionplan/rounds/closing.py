"""Closing a round once every request is accepted or excused; reopening it, with a reason."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.reporting.models import Closing, Round
from actionplan.reporting.round_hashes import asked_in
from actionplan.reporting.states import ExtensionState, RoundState
from actionplan.reporting.trail import of_organisation
from actions.models import Action
from objectives.models import Plan

from .life import (
    locked_round,
    record_round,
    refuse_another_under_way,
    refuse_unless_coordinator,
    requests_not_accepted,
    requests_that_need_a_reason,
)
from .taking_snapshots import take_snapshot


@operation()
def excuse_requests(
    *, round: Round, requests: list[int], reason: str, by: User, at: datetime.datetime
) -> int:
    """Give one reason why the round may close without these requests; returns how many.

    The reason is a text about each action and is not in the trail. Raises Refused if all of them are
    accepted.
    """
    refuse_unless_coordinator(by, round)
    row = locked_round(round, RoundState.OPEN, RoundState.REVIEW, RoundState.VALIDATION)
    if not reason.strip():
        raise Refused(_("Say why the round may close without them."))
    chosen = requests_not_accepted(row).filter(pk__in=requests)
    rows = list(chosen.select_related("organisation", "action"))
    if not rows:
        raise Refused(_("No request of this group waits for a reason."))
    for request in rows:
        request.excuse, request.excused_by, request.excused_at = reason.strip(), by, at
        request.save(update_fields=["excuse", "excused_by", "excused_at"])
        names = of_organisation(request.organisation)
        asked = asked_in(row.pk, request.action_id)
        record_round(Verb.REQUEST_EXCUSED, row, by, at, asked=asked, action=request.action_id, **names)
    return len(rows)


@operation()
def close_round(*, round: Round, by: User, at: datetime.datetime) -> Closing:
    """Close a round and freeze its snapshot.

    Raises Refused before the day that it reports about, while a request is neither accepted nor excused, and
    while an extension awaits an answer.
    """
    refuse_unless_coordinator(by, round)
    list(
        Action.objects.select_for_update(no_key=True)
        .filter(plan=round.plan_id)
        .order_by("pk")
        .values_list("pk")
    )
    row = locked_round(round, RoundState.REVIEW, RoundState.VALIDATION)
    if obstacles := closing_obstacles(row, day_of(at)):
        raise Refused(obstacles[0].sentence)
    row.state, row.closed_at = RoundState.CLOSED, row.closed_at or at
    row.save(update_fields=["state", "closed_at"])
    closing = Closing.objects.create(round=row, number=row.closings.count() + 1, closed_by=by, closed_at=at)
    snapshot = take_snapshot(closing=closing, by=by, at=at)
    record_round(Verb.ROUND_CLOSED, row, by, at, hash=snapshot.sha256)
    return closing


@dataclass(frozen=True)
class ClosingObstacle:
    """A reason why a round cannot close yet."""

    sentence: str
    place: str = ""
    """The id of the heading on the page of the round where it is shown; may be empty."""


def closing_obstacles(round: Round, on: datetime.date) -> list[ClosingObstacle]:
    """The reasons why a round cannot close on the day, apart from its state, in two queries."""
    obstacles = []
    if on < round.about:
        day = {"day": formatting.day(round.about)}
        sentence = _("The round reports about %(day)s: it cannot close before that day.") % day
        obstacles.append(ClosingObstacle(sentence))
    if hanging := requests_that_need_a_reason(round).count():
        sentence = ngettext(
            "%(count)s request to a lead or partner needs an accepted report, or a reason.",
            "%(count)s requests to leads and partners need an accepted report, or a reason.",
            hanging,
        )
        obstacles.append(ClosingObstacle(sentence % {"count": formatting.number(hanging)}, "hanging"))
    if waiting := round.requests.filter(extensions__state=ExtensionState.ASKED).count():
        sentence = ngettext(
            "%(count)s extension waits for an answer.", "%(count)s extensions wait for an answer.", waiting
        )
        obstacles.append(ClosingObstacle(sentence % {"count": formatting.number(waiting)}, "extensions"))
    return obstacles


@operation()
def reopen_round(*, round: Round, reason: str, by: User, at: datetime.datetime) -> Round:
    """Take a closed round back into review. Its snapshot is kept; the next closing makes a new one."""
    refuse_unless_coordinator(by, round)
    Plan.objects.select_for_update(no_key=True).get(pk=round.plan_id)
    row = locked_round(round, RoundState.CLOSED)
    refuse_another_under_way(row)
    if not reason.strip():
        raise Refused(_("Say why the round is reopened."))
    closing = row.closings.select_for_update(no_key=True).get(reopened_at__isnull=True)
    closing.reopened_by, closing.reopened_at, closing.reopen_reason = by, at, reason.strip()
    closing.save(update_fields=["reopened_by", "reopened_at", "reopen_reason"])
    row.state = RoundState.REVIEW
    row.save(update_fields=["state"])
    record_round(Verb.ROUND_REOPENED, row, by, at, reason=reason.strip())
    return row
