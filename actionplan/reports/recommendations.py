"""Keeping recommendations: what is recommended, what the Government answers, and what becomes of it."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, fields

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Recommendation, RecommendationSubject
from actionplan.reporting.states import RecommendationState
from actions.models import Action
from objectives.models import Objective, Plan
from objectives.workflow import locked_plan


@dataclass(frozen=True, kw_only=True)
class RecommendationFacts:
    """A recommendation as a form has it; each text in English, and in Dutch with `_nl`."""

    source: str
    document: str
    published_on: datetime.date
    text: str = ""
    text_nl: str = ""
    answer: str = ""
    answer_nl: str = ""
    objectives: frozenset[Objective] = frozenset()
    actions: frozenset[Action] = frozenset()
    followed_up_by: Organisation | None = None
    due: datetime.date | None = None
    """The last day to carry it out, inclusive."""
    state: str = RecommendationState.OPEN
    why: str = ""
    why_nl: str = ""


FACT_NAMES = [field.name for field in fields(RecommendationFacts)]
SUBJECTS = ["objectives", "actions"]


def facts_of(version: Recommendation) -> RecommendationFacts:
    return RecommendationFacts(
        **{name: getattr(version, name) for name in FACT_NAMES if name not in SUBJECTS},
        objectives=frozenset(version.objectives),
        actions=frozenset(version.actions),
    )


@operation()
def write_recommendation(
    *,
    plan: Plan,
    facts: RecommendationFacts,
    number: int = 0,
    opened_on: int = 0,
    by: User,
    at: datetime.datetime,
) -> Recommendation:
    """Write the next version of a recommendation, or with number 0 the first of a new one. Returns the
    version; without a change the present one.

    `opened_on` is the version that the form showed. Raises ChangedMeanwhile if there is a later one or the
    plan was discarded; Refused for a plan in preparation, without a text, or not followed without why.
    """
    if not by.has_perm("reporting.keep_recommendations", plan):
        raise PermissionDenied
    locked_plan(plan)
    _refuse(plan, facts)
    rows = Recommendation.objects.of_plan(plan).order_by("number", "version")
    newest, before = rows.filter(number=number).last(), rows.last()
    if newest is not None and newest.version != opened_on:
        raise ChangedMeanwhile(
            _("%(person)s changed this recommendation in the meantime.") % {"person": newest.written_by}
        )
    if newest is not None and facts_of(newest) == facts:
        return newest
    version = Recommendation.objects.create(
        plan=plan,
        number=newest.number if newest else before.number + 1 if before else 1,
        version=newest.version + 1 if newest else 1,
        **{name: getattr(facts, name) for name in FACT_NAMES if name not in SUBJECTS},
        written_by=by,
        written_at=at,
    )
    RecommendationSubject.objects.bulk_create(_subjects(version, facts))
    # last: from its event on the database takes no further objective or action for this version
    record(
        Verb.RECOMMENDATION_WRITTEN,
        by=by,
        at=at,
        subject=version,
        plan=plan.pk,
        version=version.version,
        state=version.state,
    )
    return version


def _subjects(version: Recommendation, facts: RecommendationFacts) -> list[RecommendationSubject]:
    objectives = sorted(facts.objectives, key=lambda row: row.number)
    actions = sorted(facts.actions, key=lambda row: row.order)
    return [
        *(RecommendationSubject(recommendation=version, objective=row) for row in objectives),
        *(RecommendationSubject(recommendation=version, action=row) for row in actions),
    ]


def _refuse(plan: Plan, facts: RecommendationFacts) -> None:
    if plan.is_in_preparation:
        raise Refused(_("The plan is in preparation: put it in force first."))
    if not (facts.text or facts.text_nl):
        raise Refused(_("Say what is recommended, in one of the two languages."))
    if facts.state == RecommendationState.NOT_FOLLOWED and not (facts.why or facts.why_nl):
        raise Refused(_("Say why it is not followed."))
    _refuse_those_of_another(plan, [*facts.objectives, *facts.actions])


def _refuse_those_of_another(plan: Plan, subjects: Collection[Objective | Action]) -> None:
    if any(subject.plan_id != plan.pk for subject in subjects):
        raise ValueError("an objective or action of another plan")
