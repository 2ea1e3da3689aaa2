"""Whom a round asks: the lead of each action, with the other organisations of the action invited as partners.

A round keeps up with the plan until it closes: requests that were not answered follow the leads and partners of the day.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q

from actions.models import Lead, Promotion

from .models import Request, Round
from .states import RequestRole

AskedActions = Mapping[int, bool]
"""By action: whether it is asked about for its money only."""


def requests_for(round: Round, asked: AskedActions, on: datetime.date) -> list[Request]:
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
        for one in invited.filter(has_draft=False, was_handed_in=False)  # type: ignore[misc]
        if (one.action_id, one.organisation_id) not in wanted
    ]
    round.requests.filter(pk__in=gone).delete()
    Request.objects.bulk_create(new)
    return len(new) + len(gone)
