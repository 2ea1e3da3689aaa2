"""How much waits for a person in a plan, by the page where they do it: the counts of the navigation."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.days import day_of
from actionplan.reporting.models import (
    Extension,
    MilestoneProposal,
    MinisterAnswer,
    ProgressReport,
    Question,
)
from actionplan.reporting.states import ExtensionState, RoundState
from actionplan.reports.pending import requests_to_hand_in
from actionplan.rounds.validation import requests_to_validate
from actions.models import MinisterInvolvement
from objectives.models import Plan


@dataclass(frozen=True)
class Waits:
    """Something that waits for a person: in words, with how much of it there is, and where it is done."""

    words: str
    url: str


def waiting_counts(request: PortalRequest, plan: Plan, *, in_validation: bool = False) -> Counter[str]:
    """By the name of the page of one's own work: one query, and none for who has no such work.

    `in_validation`: a round of the plan is, so that ministers' offices have to answer.
    """
    user, on = request.user, day_of(request.now)
    rows = [
        found.order_by().annotate(page=Value(page, CharField())).values_list("page", flat=True)
        for page, found in _waiting(user, plan, on, in_validation)
    ]
    return Counter(rows[0].union(*rows[1:], all=True)) if rows else Counter()


def _waiting(
    user: User, plan: Plan, on: datetime.date, in_validation: bool
) -> Iterator[tuple[str, QuerySet]]:
    rights = rights_today(user, plan)
    if rights.is_contributor:
        to_hand_in = requests_to_hand_in(plan, on).filter(organisation__in=rights.organisations)
        yield "my-actions", to_hand_in
        yield "my-actions", _questions_beside(to_hand_in, plan, rights.organisations)
    if rights.is_coordinator:
        yield "my-work", reports_to_judge(plan, user)
        yield "my-work", extensions_to_answer(plan)
        yield "my-work", MilestoneProposal.objects.of_plan(plan).waiting()
    if rights.offices and in_validation:
        yield "validation", _to_validate(plan, min(rights.offices), on)


def reports_to_judge(plan: Plan, user: User) -> QuerySet:
    """Reports of the plan that wait for this coordinator: not those that they submitted. Oldest first."""
    rows = ProgressReport.objects.filter(action__plan=plan).waiting_for_review()
    return rows.exclude(submitted_by=user)


def extensions_to_answer(plan: Plan) -> QuerySet:
    """The earliest first, with what a row of a list shows."""
    rows = Extension.objects.filter(request__round__plan=plan, state=ExtensionState.ASKED)
    rows = rows.select_related("request__action", "request__organisation", "request__round")
    return rows.prefetch_related("request__action__terms").order_by("asked_at", "pk")


def _questions_beside(to_hand_in: QuerySet, plan: Plan, organisations: Collection[int]) -> QuerySet:
    """One for each action and organisation with questions that wait, unless its report is to be submitted too."""
    questions = Question.objects.of_plan(plan).filter(organisation__in=organisations).waiting()
    same = {"action": OuterRef("action"), "organisation": OuterRef("organisation")}
    earlier = questions.filter(**same, pk__lt=OuterRef("pk"))
    return questions.exclude(Exists(earlier)).exclude(Exists(to_hand_in.filter(**same)))


def _to_validate(plan: Plan, minister: str, on: datetime.date) -> QuerySet:
    """Accepted requests of a round in validation on which the minister's office has not answered."""
    involved = MinisterInvolvement.objects.in_force(on).filter(minister__key=minister)
    rows = requests_to_validate().filter(round__plan=plan, round__state=RoundState.VALIDATION)
    answered = MinisterAnswer.objects.current().filter(minister__key=minister, round__plan=plan)
    same_round = answered.filter(round__state=RoundState.VALIDATION)
    return rows.filter(action__in=involved.values("action")).exclude(action__in=same_round.values("action"))
