"""Milestones as promised and as told by their actions' words, of today or of a day: those that a page or a file tells.

A closed round gives what the same reads gave at its closing (`milestone_frozen`).
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from actionplan.base.columns import made_of
from actionplan.base.money import cents_of
from actionplan.base.prepared import prepared_plain
from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.places import Places
from actionplan.reporting.milestone_states import NOTHING_TOLD, Promised, Told
from actionplan.reporting.models import ReportedMilestone
from actionplan.reporting.moments import Moment
from actions.models import MilestoneTerms
from actions.states import MilestoneOrigin
from objectives.models import Plan

from .milestone_promises import BRIEF, TERMS, Brief, Briefs, PromiseFact, Whole, promised
from .scope import LivePart, Scope


def live_briefs(plan: Plan, moment: Moment, scope: Scope, places: Places) -> dict[int, Brief]:
    """The actions in the scope that have a milestone, in the plan's order."""
    part = scope.live_part(places)
    return _briefs(_live_briefs(plan, moment, *part.keys, shape=part.shape), places)


def _briefs(rows: list[tuple[Any, ...]], places: Places) -> dict[int, Brief]:
    if not rows:
        return {}
    in_order = sorted(rows, key=itemgetter(2))  # which is faster than in the database
    numbers = places.in_addresses("objective")
    keys, codes, orders, objectives, *facts = zip(*in_order, strict=True)
    briefs = made_of(Brief, keys, codes, orders, map(numbers.__getitem__, objectives), *facts)
    return dict(zip(keys, briefs, strict=True))


@prepared_plain
def _live_briefs(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    promised = MilestoneTerms.objects.in_force(moment.plan_day).filter(milestone__action=OuterRef("pk"))
    rows = LivePart.narrowed(shape, tracked_actions(plan, moment), keys, moment)
    return _as_briefs(rows.filter(Exists(promised)))


def _as_briefs(rows: QuerySet) -> QuerySet:
    return rows.order_by().values_list("pk", "code", "order", "objective", *BRIEF)


FEW = 500
"""So many milestones are asked for by key; where there are more, those of the whole plan are read."""


def live_promises(
    plan: Plan, moment: Moment, scope: Scope, places: Places, milestones: Collection[int]
) -> dict[int, PromiseFact]:
    """These milestones of the scope by their keys, those that are still there: three queries."""
    if len(milestones) > FEW:
        wanted = set(milestones)
        terms = [row for row in _live_terms(plan, moment) if row[MILESTONE] in wanted]
        briefs = live_briefs(plan, moment, scope, places)
        told = _live_told(_live_rows_told(plan, moment))
    else:
        terms = _live_terms_of(moment, milestones)
        briefs = _briefs(_live_briefs_of(plan, moment, {row[ACTION] for row in terms}), places)
        words = [brief.word for brief in briefs.values() if brief.word is not None]
        told = _live_told(_live_rows_told_of(words, milestones))
    whole = Whole(plan.start, plan.end, moment.reckoned_on)
    return {
        row[MILESTONE]: PromiseFact(briefs[row[ACTION]], _live_promised(row, told, briefs, whole))
        for row in terms
        if row[ACTION] in briefs
    }


def _live_promised(
    row: tuple[Any, ...], told: Mapping[int, Sequence[Told]], briefs: Briefs, whole: Whole
) -> Promised:
    action, milestone, key, place, origin, since, *terms, fewest, most = row
    agreed = since if origin == MilestoneOrigin.PROPOSED else None
    facts = (key, place, origin, *terms, number(fewest), number(most))
    return promised(facts, told.get(milestone, ()), briefs[action].runs, whole, agreed)


@prepared_plain
def _live_briefs_of(plan: Plan, moment: Moment, actions: list[int]) -> QuerySet:
    return _as_briefs(tracked_actions(plan, moment).filter(pk__in=actions))


ACTION, MILESTONE = 0, 1
"""Where they stand in a row of terms."""


@prepared_plain
def _live_terms(plan: Plan, moment: Moment) -> QuerySet:
    return _terms(moment).filter(milestone__action__plan=plan)


@prepared_plain
def _live_terms_of(moment: Moment, milestones: list[int]) -> QuerySet:
    return _terms(moment).filter(milestone__in=milestones)


def _terms(moment: Moment) -> QuerySet:
    """The targets in hundredths."""
    names = [f"milestone__{name}" for name in ["action", "pk", "key", "order", "origin"]]
    targets = {f"{name}_hundredths": cents_of(F(name)) for name in TERMS[-2:]}
    told = MilestoneTerms.objects.in_force(moment.plan_day).annotate(**targets).order_by()
    return told.values_list(*names, "in_force_from", *TERMS[:-2], *targets)


def _live_told(rows: Sequence[tuple[Any, ...]]) -> dict[int, list[Told]]:
    """By milestone, periods in their order. The action's word alone tells of milestones."""
    if not rows:
        return {}
    milestones, *said, hundredths = zip(*rows, strict=True)
    found: dict[int, list[Told]] = defaultdict(list)
    for milestone, told in zip(milestones, made_of(Told, *said, map(number, hundredths)), strict=True):
        found[milestone].append(told)
    for of_one in found.values():
        if len(of_one) > 1:
            of_one.sort(key=lambda row: row.period_start or datetime.date.min)
    return found


@prepared_plain
def _live_rows_told(plan: Plan, moment: Moment) -> QuerySet:
    return _told(ReportedMilestone.objects.of_words_at_least_in(plan, moment))


@prepared_plain
def _live_rows_told_of(words: list[int], milestones: list[int]) -> QuerySet:
    return _told(ReportedMilestone.objects.filter(report__in=words, milestone__in=milestones))


def _told(rows: QuerySet) -> QuerySet:
    """The number in hundredths; without what says nothing yet of a milestone that does not recur."""
    says_something = Q(period_start__isnull=False) | ~Q(state=NOTHING_TOLD.state)
    says_something |= Q(achieved_on__isnull=False) | Q(number__isnull=False)
    told = rows.filter(says_something).order_by().annotate(hundredths=cents_of(F("number")))
    return told.values_list("milestone", "period_start", "state", "achieved_on", "hundredths")


def number(hundredths: int | None) -> Decimal | None:
    """As it was said: what plain queries read of a decimal number is whole hundredths."""
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)
