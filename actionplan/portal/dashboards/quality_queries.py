"""What the points of quality look at, as it is read of today or of a day."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from actionplan.base.days_as_text import day_as_text
from actionplan.base.money import cents_of
from actionplan.base.prepared import prepared_plain
from actionplan.portal.action_rows import tracked_actions
from actionplan.reporting.milestone_states import NOTHING_TOLD
from actionplan.reporting.models import Expenditure, ReportedMilestone, TrackedAction
from actionplan.reporting.moments import Moment
from actions.models import MilestoneTerms
from budgets.planned_rows import terms_in_force
from objectives.models import Plan

from .scope import LivePart

KNOWN = ["order", "pk", "lead_organisation", "objective", "word_report", "runs_from_text", "runs_until_text"]
STANDS = ["schedule", "confidence", "forecast_end_text"]
DAYS = ["runs_from", "runs_until", "forecast_end"]
NAMED = ["names_obstacle", "names_source", "unsourced_amounts", "unsourced_milestones"]


@prepared_plain
def live_stands(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    """As `quality_alike.Stand`."""
    rows = LivePart.narrowed(shape, tracked_actions(plan, moment), keys, moment).with_what_is_named()
    rows = rows.annotate(**{f"{name}_text": day_as_text(name) for name in DAYS})
    return rows.order_by().values_list(*KNOWN, *STANDS, *NAMED)


@prepared_plain
def live_terms(plan: Plan, moment: Moment) -> QuerySet:
    """As `quality_live.Terms`."""
    rows = MilestoneTerms.objects.in_force(moment.plan_day).filter(milestone__action__plan=plan)
    names = ["milestone__action", "milestone__order", "pk", "milestone", "milestone__origin"]
    told = rows.annotate(target=cents_of(F("target_from"))).order_by()
    return told.values_list(*names, "in_force_from", "due", "recurrence", "unit", "target")


@prepared_plain
def live_told(plan: Plan, moment: Moment) -> QuerySet:
    """As `quality_alike.RowTold`: what the words of actions say of milestones, where it says anything to the points.

    Of one that recurs they ask nothing but the numbers that are to stand beside a target.
    """
    with_target = MilestoneTerms.objects.in_force(moment.plan_day).filter(target_from__isnull=False)
    once = Q(period_start=None) & (~Q(state=NOTHING_TOLD.state) | Q(number__isnull=False))
    of_target = Q(period_start__isnull=False, milestone__in=with_target.order_by().values("milestone"))
    rows = ReportedMilestone.objects.of_words_at_least_in(plan, moment).filter(once | of_target).order_by()
    return rows.annotate(reached=cents_of(F("number"))).values_list(
        "milestone", "period_start", "state", "reached"
    )


@prepared_plain
def live_lines(plan: Plan, moment: Moment) -> QuerySet:
    """Lines with an amount: the action, the place in it, and `reporting.quality.Line`."""
    says_something = Q(committed__isnull=False) | Q(paid__isnull=False)
    spent = Expenditure.objects.standing_at_least_in(plan, moment).filter(says_something)
    has_money = Case(When(line__in=spent.values("line"), then=Value(True)), default=Value(False))
    rows = terms_in_force(plan, moment.plan_day, None).with_amount().annotate(has_money=has_money)
    return rows.order_by().values_list("line__action", "line__place", "label", "label_nl", "has_money")


@prepared_plain
def titles_of_actions(keys: list[int], day: datetime.date) -> QuerySet:
    rows = TrackedAction.objects.filter(pk__in=keys).with_terms(day).order_by()
    return rows.values_list("pk", "code", "title", "title_nl")


@prepared_plain
def titles_of_milestones(terms: list[int]) -> QuerySet:
    """By the key of their terms."""
    return MilestoneTerms.objects.filter(pk__in=terms).order_by().values_list("pk", "title", "title_nl")
