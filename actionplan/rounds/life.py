"""The life of a round: prepared, opened, taken into review and optionally validation; `closing` ends it.

Its state is changed by a coordinator, never by the clock; its dates decide lateness and reminders. Locks are
always taken in the same order: the plan (preparing and opening), its actions (closing only), then the round.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import asdict, dataclass
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
from actionplan.reporting.locking import locked_round
from actionplan.reporting.models import ProgressReport, Request, Round
from actionplan.reporting.request_querysets import RequestQuerySet
from actionplan.reporting.round_hashes import ROUND, asked_in_all, hash_of_round
from actionplan.reporting.states import NEXT_ROUND_STATES, ReportState, RequestRole, RoundState
from actionplan.reporting.who_is_asked import (
    AskedActions,
    asked_actions,
    requests_for,
    update_lead_requests,
    update_partner_requests,
)
from actions.models import Action
from objectives.models import Plan
from objectives.workflow import locked_plan

from .asking import asked_by_default


@dataclass(frozen=True)
class RoundFacts:
    """What a coordinator enters. Days are inclusive: `due` is the last day to submit."""

    code: str
    name: str
    about: datetime.date
    opens: datetime.date
    due: datetime.date
    closes: datetime.date
    name_nl: str = ""
    instruction: str = ""
    instruction_nl: str = ""


class CodeTaken(Refused):
    """Another round of the plan has this code."""


def refuse_unless_coordinator(by: User, of: Plan | Round) -> None:
    if not by.has_perm("reporting.manage_rounds", of):
        raise PermissionDenied


def record_round(
    verb: Verb,
    round: Round,
    by: User,
    at: datetime.datetime,
    *,
    asked: dict[str, Any] | None = None,
    **facts: Any,
) -> None:
    """Record an act on the round, after it. `asked` has the hashes of what it asks, where the act changed that."""
    contents = {ROUND: hash_of_round(round.pk), **(asked or {})}
    record(
        verb, by=by, at=at, subject=round, plan=round.plan_id, round=round.code, contents=contents, **facts
    )


@operation()
def prepare_round(
    *, plan: Plan, facts: RoundFacts, asked: AskedActions | None = None, by: User, at: datetime.datetime
) -> Round:
    """Add a round in preparation; without `asked` it asks about the default actions (`asked_by_default`).

    Raises CodeTaken if the plan has a round with this code, ChangedMeanwhile if the plan was discarded.
    """
    refuse_unless_coordinator(by, plan)
    locked_plan(plan)
    round = Round(plan=plan, **asdict(facts))
    _refuse_code_of_another(round)
    round.full_clean()
    round.save()
    about = asked_by_default(plan, at) if asked is None else asked
    Request.objects.bulk_create(requests_for(round, about, day_of(at)))
    record_round(Verb.ROUND_PREPARED, round, by, at, asked=asked_in_all(round.pk), after=asdict(facts))
    return round


def _refuse_code_of_another(round: Round) -> None:
    if Round.objects.filter(plan=round.plan_id, code=round.code).exclude(pk=round.pk or 0).exists():
        raise CodeTaken(_("There is a round %(code)s already.") % {"code": round.code})


@operation()
def change_round(
    *, round: Round, facts: RoundFacts, opened_on: int, by: User, at: datetime.datetime
) -> Round:
    """Change names, days and instruction until the round is closed; its code and the day it is about only in
    preparation.

    Raises ChangedMeanwhile if it was changed since it was read.
    """
    refuse_unless_coordinator(by, round)
    row = locked_round(round, *[state for state in RoundState if state != RoundState.CLOSED])
    if row.revision != opened_on:
        raise ChangedMeanwhile(_("Somebody changed this round in the meantime."))
    new, before = asdict(facts), {}
    if not row.is_draft and (facts.code, facts.about) != (row.code, row.about):
        raise Refused(_("The code and the day reported about stay as they are once the round was opened."))
    for name, value in new.items():
        before[name] = getattr(row, name)
        setattr(row, name, value)
    _refuse_code_of_another(row)
    row.full_clean()
    if before != new:
        row.revision += 1
        row.save()
        record_round(Verb.ROUND_CHANGED, row, by, at, before=before, after=new)
    return row


@operation()
def open_round(*, round: Round, by: User, at: datetime.datetime) -> Round:
    """Open a round: it asks the current leads, and takes over drafts that were begun between rounds.

    Raises Refused if the plan is in preparation, if another of its rounds is under way, or if nothing is
    asked.
    """
    refuse_unless_coordinator(by, round)
    plan = Plan.objects.select_for_update(no_key=True).get(pk=round.plan_id)
    if plan.is_in_preparation:
        raise Refused(
            _("The plan is in preparation: nobody who is asked would see it. Put it in force first.")
        )
    row = locked_round(round, RoundState.DRAFT)
    refuse_another_under_way(row)
    asked = asked_actions(row)
    in_force = set(Action.objects.filter(pk__in=asked).in_force(day_of(at)).values_list("pk", flat=True))
    if not in_force:
        raise Refused(_("Say first which actions are asked."))
    row.requests.all().delete()
    about = {action: money_only for action, money_only in asked.items() if action in in_force}
    Request.objects.bulk_create(requests_for(row, about, day_of(at)))
    row.state, row.opened_at = RoundState.OPEN, at
    row.save(update_fields=["state", "opened_at"])
    _adopt_drafts(row)
    record_round(Verb.ROUND_OPENED, row, by, at, asked=asked_in_all(row.pk))
    return row


def refuse_another_under_way(round: Round) -> None:
    other = Round.objects.under_way().filter(plan=round.plan_id).exclude(pk=round.pk).first()
    if other is not None:
        raise Refused(_("The round %(round)s is still under way. Close it first.") % {"round": other})


def _adopt_drafts(round: Round) -> None:
    """Drafts from between rounds, or from a closed round, join this round if it asks for them."""
    asked = set(round.requests.values_list("action", "organisation"))
    drafts = ProgressReport.objects.drafts().filter(action__plan=round.plan_id).order_by("pk")
    newest = {
        (action, organisation): pk
        for pk, action, organisation in drafts.values_list("pk", "action", "organisation")
        if (action, organisation) in asked
    }
    ProgressReport.objects.drafts().filter(pk__in=newest.values()).update(round=round)


def _move(
    round: Round,
    to: RoundState,
    verb: Verb,
    by: User,
    at: datetime.datetime,
    *,
    known: Collection[RoundState] = (),
) -> Round:
    """Move the round to a state from one that may lead to it, or from one of `known`."""
    refuse_unless_coordinator(by, round)
    before = known or [state for state in RoundState if to in NEXT_ROUND_STATES[state]]
    row = locked_round(round, *before)
    row.state = to
    row.save(update_fields=["state"])
    record_round(verb, row, by, at)
    return row


@operation()
def take_into_review(*, round: Round, by: User, at: datetime.datetime) -> Round:
    """From open, or back from validation. Returned reports can be resubmitted without an extension."""
    known = [RoundState.OPEN, RoundState.VALIDATION]  # from closed there is `closing.reopen_round`
    return _move(round, RoundState.REVIEW, Verb.ROUND_IN_REVIEW, by, at, known=known)


@operation()
def open_again(*, round: Round, by: User, at: datetime.datetime) -> Round:
    """Back from review: every report asked for can be submitted again."""
    return _move(round, RoundState.OPEN, Verb.ROUND_OPENED, by, at, known=[RoundState.REVIEW])


@operation()
def take_into_validation(*, round: Round, by: User, at: datetime.datetime) -> Round:
    """The optional step between review and closing, in which ministers' offices answer."""
    return _move(round, RoundState.VALIDATION, Verb.ROUND_IN_VALIDATION, by, at)


@operation()
def bring_up_to_date(*, round: Round, by: User | None, at: datetime.datetime) -> int:
    """Move unanswered requests to current leads and invite current partners; returns how many changed."""
    if by is not None:
        refuse_unless_coordinator(by, round)
    row = locked_round(round, RoundState.OPEN, RoundState.REVIEW)
    moved = update_lead_requests(row, day_of(at)) + update_partner_requests(row, day_of(at))
    if moved:
        record(
            Verb.ROUND_CHANGED,
            by=by,
            at=at,
            subject=row,
            plan=row.plan_id,
            after={"requests that follow the plan": moved},
            contents=asked_in_all(row.pk),
        )
    return moved


# Requests that keep a round from closing


UNSETTLED = [ReportState.SUBMITTED, ReportState.RETURNED]


def requests_not_accepted(round: Round) -> RequestQuerySet:
    """Leads' requests that are not accepted, and partners' that were submitted or returned."""
    rows = round.requests.with_state().not_accepted()
    return rows.filter(Q(role=RequestRole.LEAD) | Q(last_state__in=UNSETTLED))


def requests_that_need_a_reason(round: Round) -> RequestQuerySet:
    """Those of `requests_not_accepted` without a reason why the round may close without them."""
    return requests_not_accepted(round).filter(excuse="")
