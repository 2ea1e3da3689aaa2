"""Which actions a round asks about, and of whom: the lead, with the other organisations of the action invited."""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.brussels import day_of
from actionplan.base.money import ZERO
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actions.models import Action, Lead, Promotion
from objectives.models import Plan

from .models import Expenditure, Request, Round, TrackedAction
from .moments import Moment
from .states import DONE, Basis, RequestRole, RequestState, Status

Asked = Mapping[int, bool]
"""By action: whether it is asked about for its money only."""


def asked_by_default(plan: Plan, at: datetime.datetime) -> dict[int, bool]:
    """All actions that are not completed or stopped as reported, and completed ones with open commitments, for money."""
    moment = Moment.now(at, plan, Basis.REPORTED)
    rows: Any = TrackedAction.objects.filter(plan=plan).in_force(moment.plan_day).with_word(moment)
    known = dict(rows.values_list("pk", "status"))
    open_commitments = _with_open_commitments(plan, moment)
    asked = {action: False for action, status in known.items() if status not in DONE}
    for action, status in known.items():
        if status == Status.COMPLETED and action in open_commitments:
            asked[action] = True
    return asked


def _with_open_commitments(plan: Plan, moment: Moment) -> set[int]:
    """Actions on which more was committed than paid, over all organisations, lines and years."""
    rows = Expenditure.objects.standing(moment).of_plan(plan).order_by().values(action=F("report__action"))
    sums = rows.annotate(committed_sum=Sum("committed"), paid_sum=Sum("paid"))
    return {row["action"] for row in sums if (row["committed_sum"] or ZERO) > (row["paid_sum"] or ZERO)}


def requests_for(round: Round, asked: Asked, on: datetime.date) -> list[Request]:
    """The requests that the round makes about these actions, by who leads and takes part in them on the day."""
    leads = dict(Lead.objects.in_force(on).filter(action__in=asked).values_list("action", "organisation"))
    partners: dict[int, list[int]] = defaultdict(list)
    promotions = Promotion.objects.in_force(on).filter(action__in=asked).order_by("action", "order")
    for action, organisation in promotions.values_list("action", "organisation"):
        if organisation != leads.get(action):
            partners[action].append(organisation)
    requests = []
    for action, money_only in asked.items():
        about = {"round": round, "action_id": action, "money_only": money_only}
        requests.append(Request(**about, organisation_id=leads.get(action), role=RequestRole.LEAD))
        requests += [
            Request(**about, organisation_id=organisation, role=RequestRole.PARTNER)
            for organisation in dict.fromkeys(partners[action])
        ]
    return requests


def asked_of(round: Round) -> dict[int, bool]:
    """What the round asks about now."""
    return dict(round.requests.of_leads().values_list("action", "money_only"))


def mark_of(asked: Asked) -> str:
    """What a form carries to say which choice it was opened on."""
    return hashlib.sha256(repr(sorted(asked.items())).encode()).hexdigest()


@operation()
def ask_about(
    *, round: Round, asked: Asked, opened_on: str = "", by: User, at: datetime.datetime
) -> dict[int, bool]:
    """Let a round in preparation, or an open one, ask about exactly these actions of its plan; answers with them.

    `opened_on` is the `mark_of` what the form showed; empty: there was no form. Raises ChangedMeanwhile when somebody
    chose other actions since, Refused when an action that is left out was answered already, or has a draft.
    """
    if not by.has_perm("reporting.keep_rounds", round):
        raise PermissionDenied
    round = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if not (round.is_draft or round.is_open):
        raise Refused(_("Which actions are asked can be changed until the round is in review."))
    known = Action.objects.filter(plan=round.plan_id, pk__in=asked).in_force(day_of(at))
    wanted = {action: asked[action] for action in known.values_list("pk", flat=True)}
    before = asked_of(round)
    if opened_on not in ("", mark_of(before)):
        raise ChangedMeanwhile(_("Somebody chose other actions in the meantime."))
    _leave_out(round, set(before) - set(wanted))
    for money_only in (True, False):
        changed = [key for key, value in wanted.items() if value == money_only and before.get(key) != value]
        round.requests.filter(action__in=changed).update(money_only=money_only)
    added = {action: money_only for action, money_only in wanted.items() if action not in before}
    Request.objects.bulk_create(requests_for(round, added, day_of(at)))
    if before != wanted:
        facts: dict[str, Any] = {"before": _counted(before), "after": _counted(wanted)}
        record(Verb.ROUND_CHANGED, by=by, at=at, subject=round, plan=round.plan_id, **facts)
    return wanted


def not_to_leave_out(round: Round) -> set[int]:
    """Keys of the actions that were answered, or have a draft or an extension: these stay asked."""
    rows = round.requests.with_state()
    stays = rows.filter(Q(was_handed_in=True) | Q(has_draft=True) | Q(extensions__isnull=False))
    return set(stays.order_by().values_list("action", flat=True))


def _leave_out(round: Round, actions: set[int]) -> None:
    if actions & not_to_leave_out(round):
        raise Refused(
            _("An action that was answered, or has a draft or an extension, cannot be left out any more.")
        )
    round.requests.filter(action__in=actions).delete()


def _counted(asked: Asked) -> dict[str, int]:
    return {"actions": len(asked), "for money only": sum(asked.values())}


def follow_the_leads(round: Round, on: datetime.date, actions: list[int] | None = None) -> int:
    """Ask the leads of the day, where the answer of a former lead has not been handed in or was returned.

    The caller holds the round. Answers with how many requests moved. A former lead that still takes part in the
    action is invited as a partner from now on.
    """
    rows = round.requests.of_leads().with_state().unanswered().select_related("action")
    if actions is not None:
        rows = rows.filter(action__in=actions)
    unanswered = list(rows)
    wanted = {
        (one.action_id, one.role): one
        for one in requests_for(round, {row.action_id: row.money_only for row in unanswered}, on)
        if one.is_lead
    }
    moved = [
        row for row in unanswered if wanted[row.action_id, row.role].organisation_id != row.organisation_id
    ]
    for row in moved:
        _move(row, wanted[row.action_id, row.role].organisation_id, on)
    return len(moved)


def _move(request: Request, lead: int | None, on: datetime.date) -> None:
    former = request.organisation_id
    Request.objects.filter(round=request.round_id, action=request.action_id, organisation=lead).delete()
    Request.objects.filter(pk=request.pk).update(organisation=lead)
    takes_part = Promotion.objects.in_force(on).filter(action=request.action_id, organisation=former).exists()
    if takes_part:
        Request.objects.create(
            round_id=request.round_id,
            action_id=request.action_id,
            organisation_id=former,
            role=RequestRole.PARTNER,
            money_only=request.money_only,
        )


def differs_from_the_leads(round: Round, on: datetime.date) -> bool:
    """Whether an unanswered request is asked of another organisation than the lead of the day."""
    leads = Lead.objects.in_force(on).filter(action=OuterRef("action"))
    asked = leads.filter(organisation=OuterRef("organisation"))
    moved = ~Exists(asked) & (Exists(leads) | Q(organisation__isnull=False))
    return round.requests.of_leads().with_state().unanswered().filter(moved).exists()


def follow_the_partners(round: Round, on: datetime.date) -> int:
    """Invite organisations that take part in an asked action by now, and no longer those that do not.

    The caller holds the round. What was begun or handed in stays. Answers with how many invitations changed.
    """
    wanted = {
        (one.action_id, one.organisation_id): one
        for one in requests_for(round, asked_of(round), on)
        if not one.is_lead
    }
    known = set(round.requests.values_list("action", "organisation"))
    new = [one for pair, one in wanted.items() if pair not in known]
    invited = round.requests.filter(role=RequestRole.PARTNER).with_state()
    gone = [
        one.pk
        for one in invited.filter(answer_state=RequestState.NOT_STARTED, was_handed_in=False)  # type: ignore[misc]
        if (one.action_id, one.organisation_id) not in wanted
    ]
    round.requests.filter(pk__in=gone).delete()
    Request.objects.bulk_create(new)
    return len(new) + len(gone)


def partners_are_not_invited(round: Round, on: datetime.date) -> bool:
    """Whether an organisation takes part in an asked action by now without being asked or invited."""
    asked = round.requests.filter(action=OuterRef("action"))
    is_led = Exists(
        Lead.objects.in_force(on).filter(action=OuterRef("action"), organisation=OuterRef("organisation"))
    )
    missing = Exists(asked) & ~Exists(asked.filter(organisation=OuterRef("organisation"))) & ~is_led
    return Promotion.objects.in_force(on).filter(missing).exists()
