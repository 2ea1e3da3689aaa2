"""Where actions stand: the action's word, the computed schedule and freshness, in one query.

The action's word is the open standing, on the basis at hand, of a lead's report with the latest `since`,
whoever leads now.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Collection
from functools import reduce
from typing import Any, Self

from django.apps import apps
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from actions.querysets import ActionQuerySet

from .moments import Moment
from .querysets import standing_q
from .states import (
    DONE,
    NEVER_REPORTED,
    Attention,
    Confidence,
    Freshness,
    Schedule,
    Status,
)

_NOT_REPORTED_AS_STARTED = Q(status__in=[Status.NOT_STARTED, NEVER_REPORTED])
_DONE = Q(status__in=DONE)


class TrackedActionQuerySet(ActionQuerySet):
    def at(self, moment: Moment, plan: Any = None) -> Self:
        """The actions in force at the moment, with their terms, word, period, schedule, freshness and where voices disagree.

        `plan` is the one that all of them are of, where that is known: its rounds are then looked at once.
        """
        return self.in_force(moment.plan_day).where_they_stand(moment, plan)

    def where_they_stand(self, moment: Moment, plan: Any = None) -> Self:
        """The same of actions that may no longer be in force."""
        return (
            self.with_terms(moment.plan_day)
            .with_word(moment)
            .with_period(moment.plan_day)
            .with_schedule(moment)
            .with_freshness(moment, plan)
            .with_voices(moment)
        )

    def with_word(self, moment: Moment) -> Self:
        """Add the action's word: `word_report`, `on_behalf`, `status`, `confidence`, `verdict`, its dates, `reported_at`.

        Of the review, as known at the moment: `reviewed_at`, and `reviewed_within` the agency that reported.
        """
        of_lead = standing_q(moment, "standings__") & Q(standings__as_lead=True)
        standings = apps.get_model("reporting", "Standing").objects.filter(
            standing_q(moment), as_lead=True, action=OuterRef("pk")
        )
        latest = Subquery(standings.order_by("-since", "-pk").values("pk")[:1])
        rows = self.alias(word=FilteredRelation("standings", condition=of_lead))
        rows = rows.filter(Q(word__isnull=True) | Q(word=latest))
        return rows.annotate(**_said_by_the_word(moment))

    def with_schedule(self, moment: Moment) -> Self:
        """Add `schedule`, the first of the computed states that fits on the day, and `has_new_forecast`."""
        on = moment.reckoned_on
        without_end = Case(
            When(is_continuous=True, then=Value(Schedule.CONTINUOUS)), default=Value(Schedule.NO_END_DATE)
        )
        schedule = Case(
            When(_DONE, then=Value(Schedule.DONE)),
            When(runs_until__lt=on, then=Value(Schedule.OVERDUE)),
            When(_NOT_REPORTED_AS_STARTED & Q(runs_from__lt=on), then=Value(Schedule.SHOULD_HAVE_STARTED)),
            When(_NOT_REPORTED_AS_STARTED & Q(runs_from__gt=on), then=Value(Schedule.NOT_TO_START_YET)),
            When(runs_until=None, then=without_end),
            When(runs_until__lte=moment.soon, then=Value(Schedule.ENDS_SOON)),
            default=Value(Schedule.RUNNING),
            output_field=CharField(),
        )
        return self.annotate(
            schedule=schedule,
            has_new_forecast=_yes_when(Q(forecast_end__gte=on)),
            reckoned_on=Value(on, output_field=DateField()),
        )

    def with_freshness(self, moment: Moment, plan: Any = None) -> Self:
        """Add `fresh_since`, and `freshness`: stale when nothing was said since that instant; done actions never are."""
        freshness = Case(
            When(status=NEVER_REPORTED, then=Value(Freshness.NEVER)),
            When(~_DONE & Q(reported_at__lt=F("fresh_since")), then=Value(Freshness.STALE)),
            default=Value(Freshness.FRESH),
            output_field=CharField(),
        )
        return self.annotate(fresh_since=_fresh_since(moment, plan)).annotate(freshness=freshness)

    def with_voices(self, moment: Moment) -> Self:
        """Add where the voices disagree: `assessed_otherwise`, `computed_otherwise`, `voices_differ`.

        Computed otherwise: overdue without a new forecast, or should have started, and reported as on track. The
        dates are asked again, since each mention of `schedule` would repeat its whole condition in the query.
        """
        on = moment.reckoned_on
        assessed = Q(~Q(verdict=""), ~Q(confidence=""), ~Q(verdict=F("confidence")))
        without_new_forecast = Q(forecast_end=None) | Q(forecast_end__lt=on)
        late = Case(
            When(runs_until__lt=on, then=_yes_when(without_new_forecast)),
            default=_yes_when(_NOT_REPORTED_AS_STARTED & Q(runs_from__lt=on)),
        )
        computed = Q(confidence=Confidence.ON_TRACK) & ~_DONE & Q(late)
        return self.annotate(
            assessed_otherwise=_yes_when(assessed),
            computed_otherwise=_yes_when(computed),
            voices_differ=_yes_when(assessed | computed),
        )

    def overdue(self, *, on: datetime.date, basis: str) -> Self:
        """Actions whose end has passed on the day and that are not done, as known at the end of that day."""
        return self.at(Moment.end_of_day(on, basis)).filter(schedule=Schedule.OVERDUE)

    def stale(self, *, on: datetime.date, basis: str) -> Self:
        return self.at(Moment.end_of_day(on, basis)).filter(freshness=Freshness.STALE)

    def never_reported(self, *, on: datetime.date, basis: str) -> Self:
        return self.at(Moment.end_of_day(on, basis)).filter(status=NEVER_REPORTED)

    def off_track(self) -> Self:
        """Of actions with their word: those that the lead or the Platform calls off track."""
        return self.filter(Q(confidence=Confidence.OFF_TRACK) | Q(verdict=Confidence.OFF_TRACK))

    def needing_attention(self, reason: str, overspent: Collection[int]) -> Self:
        """Of actions with their word: those with this reason, or with any when `reason` is empty.

        `overspent` are the keys of the actions on which more was paid than planned.
        """
        conditions = {
            Attention.OFF_TRACK: Q(confidence=Confidence.OFF_TRACK) | Q(verdict=Confidence.OFF_TRACK),
            Attention.OVERDUE: Q(schedule=Schedule.OVERDUE),
            Attention.LATE_START: Q(schedule=Schedule.SHOULD_HAVE_STARTED),
            Attention.OVERSPENT: Q(pk__in=overspent),
            Attention.VOICES_DIFFER: Q(voices_differ=True),
            Attention.STALE: Q(freshness=Freshness.STALE),
            Attention.NEVER_REPORTED: Q(status=NEVER_REPORTED),
        }
        if reason:
            return self.filter(conditions[Attention(reason)])
        return self.filter(reduce(operator.or_, conditions.values()))

    def counting_once(self, moment: Moment) -> Self:
        """Add under whom each action counts once, as the plan stood at the moment."""
        return self.with_counting(moment.plan_day)


def _fresh_since(moment: Moment, plan: Any) -> Coalesce:
    """The instant since when something must have been said, as known at the moment, about the plan or each action's own.

    The opening of the round that was under way, once its due date has passed; else that of the last closed round;
    without rounds, 184 days ago.
    """
    rounds = apps.get_model("reporting", "Round").objects.filter(
        plan=plan or OuterRef("plan"), opened_at__lte=moment.known_at
    )
    past_due = rounds.filter(due__lt=moment.reckoned_on).exclude(closed_at__lte=moment.known_at)
    closed = rounds.closed_by(moment.known_at)
    return Coalesce(
        Subquery(past_due.order_by("-about", "-pk").values("opened_at")[:1]),
        Subquery(closed.order_by("-about", "-pk").values("opened_at")[:1]),
        Value(moment.stale_before, output_field=DateTimeField()),
        output_field=DateTimeField(),
    )


def _said_by_the_word(moment: Moment) -> dict[str, Any]:
    """What the word's report says, and of its review what was known at the moment."""
    reviewed = Q(word__report__reviewed_at__isnull=False)
    if not moment.is_latest:
        reviewed = Q(word__report__reviewed_at__lte=moment.known_at)
    return {
        "word_report": F("word__report"),
        "on_behalf": _yes_when(Q(word__report__on_behalf=True)),
        "awaits_review": Case(
            When(Q(word__report__isnull=True) | reviewed, then=Value(False)),
            default=Value(True),
            output_field=BooleanField(),
        ),
        "status": Coalesce(F("word__report__status"), Value(NEVER_REPORTED), output_field=CharField()),
        "on_hold_since": F("word__report__on_hold_since"),
        "confidence": Coalesce(F("word__report__confidence"), Value(""), output_field=CharField()),
        "verdict": Case(
            When(reviewed, then=F("word__report__verdict")), default=Value(""), output_field=CharField()
        ),
        "reviewed_at": Case(When(reviewed, then=F("word__report__reviewed_at"))),
        "reviewed_within": _yes_when(Q(word__report__reviewed_within=True) & reviewed),
        "actual_start": F("word__report__actual_start"),
        "actual_end": F("word__report__actual_end"),
        "forecast_end": F("word__report__forecast_end"),
        "reported_at": F("word__report__submitted_at"),
    }


def _yes_when(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
