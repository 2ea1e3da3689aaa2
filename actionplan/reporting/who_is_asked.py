"""Whom a round asks: the lead of each action, with the action's other organisations invited as partners; and who
is to answer now what the Platform asked.

Until it closes, a round follows changes in the plan: unanswered requests move to the current leads and
partners. A question of the Platform is never changed: who is to answer it follows from the plan.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q

from actionplan.base import clock
from actionplan.base.days import day_of
from actionplan.organisations.models import Minister, Organisation
from actions.models import Lead, MinisterInvolvement, Promotion

from .models import Question, Request, Round
from .querysets import QuestionQuerySet
from .states import RequestRole

AskedActions = Mapping[int, bool]
"""By action key: whether only its money is asked about."""


def requests_for(round: Round, asked: AskedActions, on: datetime.date) -> list[Request]:
    """The round's requests about these actions, to their leads and partners on the day."""
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


def asked_actions(round: Round) -> dict[int, bool]:
    """The actions that the round asks about now."""
    return dict(round.requests.of_leads().values_list("action", "money_only"))


def update_lead_requests(round: Round, on: datetime.date, actions: list[int] | None = None) -> int:
    """Move unanswered requests from former leads to the leads on the day.

    The caller has locked the round. Returns how many requests moved. A former lead that is still involved in
    the action is invited as a partner from now on.
    """
    rows = round.requests.of_leads().with_state().unanswered().select_related("action")
    if actions is not None:
        rows = rows.filter(action__in=actions)
    unanswered = list(rows)
    wanted = {
        (request.action_id, request.role): request
        for request in requests_for(round, {row.action_id: row.money_only for row in unanswered}, on)
        if request.is_lead
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


def leads_have_changed(round: Round, on: datetime.date) -> bool:
    """Whether an unanswered request is addressed to another organisation than the lead on the day."""
    leads = Lead.objects.in_force(on).filter(action=OuterRef("action"))
    same_organisation = leads.filter(organisation=OuterRef("organisation"))
    moved = ~Exists(same_organisation) & (Exists(leads) | Q(organisation__isnull=False))
    return round.requests.of_leads().with_state().unanswered().filter(moved).exists()


def update_partner_requests(round: Round, on: datetime.date) -> int:
    """Invite the current partners of the actions asked about, and withdraw the invitations of former ones.

    The caller has locked the round. Requests with a draft or a submitted report stay. Returns how many
    invitations changed.
    """
    wanted = {
        (request.action_id, request.organisation_id): request
        for request in requests_for(round, asked_actions(round), on)
        if not request.is_lead
    }
    known = set(round.requests.values_list("action", "organisation"))
    new = [request for pair, request in wanted.items() if pair not in known]
    invited = round.requests.filter(role=RequestRole.PARTNER).with_state()
    gone = [
        request.pk
        for request in invited.filter(has_draft=False, was_handed_in=False)  # type: ignore[misc]
        if (request.action_id, request.organisation_id) not in wanted
    ]
    round.requests.filter(pk__in=gone).delete()
    Request.objects.bulk_create(new)
    return len(new) + len(gone)


Key = TypeVar("Key", int, str)


def who_is_to_do(asked: Key, taking_part: Sequence[Key], successors: Mapping[Key, Key | None]) -> Key:
    """The body that is to answer now what was asked of `asked`: that body while it takes part in the action, else the
    nearest of its successors that does, else the first that takes part: the lead, or the coordinating minister.

    Where nobody takes part it stays with whom it was asked of.
    """
    left = dict(successors)
    body: Key | None = asked
    while body is not None and body not in taking_part:
        body = left.pop(body, None)
    return next(iter(taking_part), asked) if body is None else body


def with_who_is_to_do(
    rows: Collection[Question], on: datetime.date
) -> Iterator[tuple[Question, Organisation | Minister]]:
    """Questions, each with the body that is to answer it on the day. At most five queries."""
    if not rows:
        return
    actions = {row.action_id for row in rows}
    leads = Lead.objects.in_force(on).filter(action__in=actions)
    promotions = Promotion.objects.in_force(on).filter(action__in=actions).order_by("order")
    involvements = MinisterInvolvement.objects.in_force(on).filter(action__in=actions)
    promoting = [*leads.values_list("action", "organisation")]
    promoting += promotions.values_list("action", "organisation")
    coordinating_first = involvements.order_by("role", "order").values_list("action", "minister")
    organisations, ministers = Organisation.objects.in_bulk(), Minister.objects.in_bulk()
    for row in rows:
        known: Mapping[int, Any] = organisations if row.organisation_id else ministers
        parts = promoting if row.organisation_id else coordinating_first
        taking_part = [body for action, body in parts if action == row.action_id]
        successors = {pk: body.succeeded_by_id for pk, body in known.items()}
        asked = row.organisation_id or row.minister_id or 0
        yield row, known[who_is_to_do(asked, taking_part, successors)]


def with_takes_part(questions: QuestionQuerySet, on: datetime.date) -> QuestionQuerySet:
    """Annotate `takes_part`: whether who was asked has a part in the action on the day, and so is to answer it. Else somebody
    else is, by `with_who_is_to_do`.
    """
    of_organisation = {"action": OuterRef("action"), "organisation": OuterRef("organisation")}
    of_minister = {"action": OuterRef("action"), "minister": OuterRef("minister")}
    return questions.annotate(
        takes_part=Exists(Lead.objects.in_force(on).filter(**of_organisation))
        | Exists(Promotion.objects.in_force(on).filter(**of_organisation))
        | Exists(MinisterInvolvement.objects.in_force(on).filter(**of_minister))
    )


def asked_now(question: Question) -> Organisation | Minister:
    """Who is to answer the question today. At most five queries, once for each object."""
    if question.answers_now is None:
        read_who_is_asked([question], day_of(clock.now()))
    return question.answers_now  # type: ignore[return-value]  # just read


def read_who_is_asked(questions: Collection[Question], on: datetime.date) -> None:
    """Of all of them at once."""
    for question, body in with_who_is_to_do(questions, on):
        question.answers_now = body
