"""How much waits for a person in a plan, by the page where they do it: the counts of the navigation."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.days import day_of
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import (
    Extension,
    MilestoneProposal,
    MinisterAnswer,
    ProgressReport,
    Question,
    Recommendation,
)
from actionplan.reporting.states import ExtensionState, RecommendationState, RoundState
from actionplan.reporting.who_is_asked import with_takes_part, with_who_is_to_do
from actionplan.reports.pending import requests_to_hand_in
from actionplan.rounds.validation import requests_to_validate
from actions.models import Amendment, MinisterInvolvement
from objectives.models import Plan

NONE = Value(0)
STILL_TO_DO = [RecommendationState.OPEN, RecommendationState.UNDER_WAY]
MOVED = "moved"
"""In the place of a page: a question to somebody who takes no part in the action any more."""


@dataclass(frozen=True)
class Waits:
    """Something that waits for a person: in words, with how much of it there is, and where it is done."""

    words: str
    url: str


def waiting_counts(request: PortalRequest, plan: Plan, *, in_validation: bool = False) -> Counter[str]:
    """By the name of the page of one's own work: one query, and none for who has no such work; at most six more where somebody
    who was asked something takes no part in the action any more.

    On *My actions* an action counts once for each organisation, with its report and its questions. `in_validation`: a round
    of the plan is, so that ministers' offices have to answer.
    """
    user, on = request.user, day_of(request.now)
    queries = list(_waiting(user, plan, request.now, in_validation))
    counts, pairs, moved = Counter[str](), set(), []
    for page, action, organisation, question in queries[0].union(*queries[1:], all=True) if queries else []:
        if page == MOVED:
            moved.append(question)
        elif page == "my-actions":
            pairs.add((action, organisation))
        else:
            counts[page] += 1
    rights = rights_today(user, plan)
    for row, body in with_who_is_to_do(Question.objects.filter(pk__in=moved), on):
        if isinstance(body, Organisation) and body.pk in rights.organisations:
            pairs.add((row.action_id, body.pk))
        elif isinstance(body, Minister) and body.key == min(rights.offices, default=""):
            counts["minister"] += 1
    return counts + Counter({"my-actions": len(pairs)})


def _waiting(user: User, plan: Plan, at: datetime.datetime, in_validation: bool) -> Iterator[QuerySet]:
    on = day_of(at)
    rights, office = rights_today(user, plan), min(rights_today(user, plan).offices, default="")
    if rights.is_contributor:
        to_hand_in = requests_to_hand_in(plan, on).filter(organisation__in=rights.organisations)
        yield _counted("my-actions", to_hand_in, F("action"), F("organisation"))
    if rights.is_contributor or office:
        of_them = Q(organisation__in=rights.organisations) | Q(minister__key=office)
        questions = with_takes_part(Question.objects.of_plan(plan).waiting(), on)
        page = Case(
            When(takes_part=False, then=Value(MOVED)),
            When(minister__isnull=False, then=Value("minister")),
            default=Value("my-actions"),
        )
        questions = questions.filter(Q(takes_part=False) | of_them)
        yield _counted(page, questions, F("action"), Coalesce("organisation", 0), F("pk"))
    if rights.is_coordinator:
        yield _counted("my-work", reports_to_judge(plan, user))
        yield _counted("my-work", extensions_to_answer(plan))
        yield _counted("my-work", MilestoneProposal.objects.of_plan(plan).waiting())
        yield _counted("my-work", Question.objects.of_plan(plan).answered())
        yield _counted("my-work", remarks_to_treat(plan))
        yield _counted("my-work", amendments_in_preparation(plan))
        yield _counted("my-work", recommendations_due(plan, at))
    if office and in_validation:
        yield _counted("validation", _to_validate(plan, office, on))


def _counted(
    page: str | Case, rows: QuerySet, action: Any = NONE, organisation: Any = NONE, question: Any = NONE
) -> QuerySet:
    """The page, and the keys of the action, of the organisation and of the question where they matter."""
    columns = {"of_action": action, "of_organisation": organisation, "of_question": question}
    shown = Value(page, CharField()) if isinstance(page, str) else page
    return rows.order_by().annotate(page=shown, **columns).values_list("page", *columns)


def reports_to_judge(plan: Plan, user: User) -> QuerySet:
    """Reports of the plan that wait for this coordinator: not those that they submitted. Oldest first."""
    rows = ProgressReport.objects.filter(action__plan=plan).waiting_for_review()
    return rows.exclude(submitted_by=user)


def extensions_to_answer(plan: Plan) -> QuerySet:
    """The earliest first, with what a row of a list shows."""
    rows = Extension.objects.filter(request__round__plan=plan, state=ExtensionState.ASKED)
    rows = rows.select_related("request__action", "request__organisation", "request__round")
    return rows.prefetch_related("request__action__terms").order_by("asked_at", "pk")


def remarks_to_treat(plan: Plan) -> Any:
    """Remarks of ministers' offices of which the Platform did not say yet what it did with them."""
    return MinisterAnswer.objects.to_treat().filter(round__plan=plan)


def amendments_in_preparation(plan: Plan) -> QuerySet:
    return Amendment.objects.filter(plan=plan).prepared()


def recommendations_due(plan: Plan, at: datetime.datetime) -> QuerySet:
    """Those past their day of which nobody said that they were carried out, or why not; the longest first."""
    rows = Recommendation.objects.of_plan(plan).at(at).filter(state__in=STILL_TO_DO, due__lt=day_of(at))
    return rows.select_related("followed_up_by").order_by("due", "number")


def _to_validate(plan: Plan, minister: str, on: datetime.date) -> QuerySet:
    """Accepted requests of a round in validation on which the minister's office has not answered."""
    involved = MinisterInvolvement.objects.in_force(on).filter(minister__key=minister)
    rows = requests_to_validate().filter(round__plan=plan, round__state=RoundState.VALIDATION)
    answered = MinisterAnswer.objects.current().filter(minister__key=minister, round__plan=plan)
    same_round = answered.filter(round__state=RoundState.VALIDATION)
    return rows.filter(action__in=involved.values("action")).exclude(action__in=same_round.values("action"))
