"""Choosing the actions that a round asks about, and with them the organisations."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.money import has_open_commitments
from actionplan.reporting.models import Request, Round
from actionplan.reporting.round_hashes import asked_in_all
from actionplan.reporting.states import DONE, Basis, Status
from actionplan.reporting.who_is_asked import AskedActions, asked_actions, requests_for
from actions.models import Action
from objectives.models import Plan


def asked_by_default(plan: Plan, at: datetime.datetime) -> dict[int, bool]:
    """Actions not completed or stopped, and completed ones with open commitments, about money only."""
    picture = live.read(plan, Moment.now(at, Basis.REPORTED))
    asked = {action.pk: False for action in picture.actions if action.status not in DONE}
    for action in picture.actions:
        if action.status == Status.COMPLETED and has_open_commitments(action):
            asked[action.pk] = True
    return asked


def version_of_choice(asked: AskedActions) -> str:
    """A hash of the choice, which a form carries to say what it was opened on."""
    return hashlib.sha256(repr(sorted(asked.items())).encode()).hexdigest()


@operation()
def ask_about(
    *, round: Round, asked: AskedActions, opened_on: str = "", by: User, at: datetime.datetime
) -> dict[int, bool]:
    """Let a round in preparation, or an open one, ask about exactly these actions of its plan; returns them.

    `opened_on` is the `version_of_choice` that the form showed; empty if there was no form. Raises
    ChangedMeanwhile if somebody chose other actions since, Refused if an action left out has been answered or
    has a draft or an extension.
    """
    if not by.has_perm("reporting.manage_rounds", round):
        raise PermissionDenied
    round = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if not (round.is_draft or round.is_open):
        raise Refused(_("Which actions are asked can be changed until the round is in review."))
    known = Action.objects.filter(plan=round.plan_id, pk__in=asked).in_force(day_of(at))
    wanted = {action: asked[action] for action in known.values_list("pk", flat=True)}
    before = asked_actions(round)
    if opened_on not in ("", version_of_choice(before)):
        raise ChangedMeanwhile(_("Somebody chose other actions in the meantime."))
    _leave_out(round, set(before) - set(wanted))
    for money_only in (True, False):
        changed = [key for key, value in wanted.items() if value == money_only and before.get(key) != value]
        round.requests.filter(action__in=changed).update(money_only=money_only)
    added = {action: money_only for action, money_only in wanted.items() if action not in before}
    Request.objects.bulk_create(requests_for(round, added, day_of(at)))
    if before != wanted:
        facts: dict[str, Any] = {"before": _counted(before), "after": _counted(wanted)}
        record(
            Verb.ROUND_CHANGED,
            by=by,
            at=at,
            subject=round,
            plan=round.plan_id,
            contents=asked_in_all(round.pk),
            **facts,
        )
    return wanted


def actions_to_keep(round: Round) -> set[int]:
    """The keys of actions that cannot be left out: answered, or with a draft or an extension."""
    rows = round.requests.with_state()
    stays = rows.filter(Q(was_handed_in=True) | Q(has_draft=True) | Q(extensions__isnull=False))
    return set(stays.order_by().values_list("action", flat=True))


def _leave_out(round: Round, actions: set[int]) -> None:
    if actions & actions_to_keep(round):
        raise Refused(
            _("An action that was answered, or has a draft or an extension, cannot be left out any more.")
        )
    round.requests.filter(action__in=actions).delete()


def _counted(asked: AskedActions) -> dict[str, int]:
    return {"actions": len(asked), "for money only": sum(asked.values())}
