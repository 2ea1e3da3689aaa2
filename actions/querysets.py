"""Querysets of actions and their parts, in the plan's words, with the day passed in."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from actionplan.base.days import InForceQuerySet, in_force_q


def _related(name: str, on: datetime.date, **conditions: Any) -> models.QuerySet:
    """A subquery of rows of the outer action that are in force on the day."""
    return (
        apps.get_model("actions", name)
        .objects.filter(in_force_q(on), action=OuterRef("pk"), **conditions)
        .order_by()
    )


TERMS_FIELDS = ["title", "title_nl", "summary", "summary_nl", "kind", "folded"]
"""The contents of the terms of an action."""


class ActionQuerySet(InForceQuerySet):
    def get_by_natural_key(self, plan: str, code: str) -> Any:
        return self.get(plan__code=plan, code=code)

    def with_terms(self, on: datetime.date) -> Self:
        """Annotate the terms in force on the day: titles, summaries, `kind`, and `folded` to search."""
        rows = self.alias(terms_on_day=FilteredRelation("terms", condition=in_force_q(on, "terms__")))
        return rows.annotate(**{name: F(f"terms_on_day__{name}") for name in TERMS_FIELDS})

    def of_plan(self, plan: Any, on: datetime.date) -> Self:
        """The plan's actions in force on the day, in plan order."""
        return self.filter(plan=plan).in_force(on).in_plan_order()

    def in_plan_order(self) -> Self:
        return self.order_by("order")

    def involving(self, organisations: Any, on: datetime.date) -> Self:
        """Actions that one of the organisations leads, promotes or partners in."""
        return self.filter(
            Exists(_related("Lead", on, organisation__in=organisations))
            | Exists(_related("Promotion", on, organisation__in=organisations))
        )

    def with_ended_bodies(self, on: datetime.date) -> Self:
        """Actions in force on the day that involve a minister or an organisation that has ended by then."""
        return self.in_force(on).filter(
            Exists(_related("MinisterInvolvement", on, minister__in_force_until__lte=on))
            | Exists(_related("Promotion", on, organisation__in_force_until__lte=on))
            | Exists(_related("Lead", on, organisation__in_force_until__lte=on))
        )


class OfActionQuerySet(InForceQuerySet):
    """Rows that belong to an action."""

    def of(self, action: Any) -> Self:
        return self.filter(action=action)


class ActionTermsQuerySet(OfActionQuerySet):
    def get_by_natural_key(self, plan: str, code: str, since: Any) -> Any:
        return self.get(action__plan__code=plan, action__code=code, in_force_from=since)


class MinisterInvolvementQuerySet(OfActionQuerySet):
    def get_by_natural_key(self, plan: str, code: str, minister: str, since: Any) -> Any:
        return self.get(
            action__plan__code=plan, action__code=code, minister__key=minister, in_force_from=since
        )


class PromotionQuerySet(OfActionQuerySet):
    def get_by_natural_key(self, plan: str, code: str, organisation: str, since: Any) -> Any:
        return self.get(
            action__plan__code=plan, action__code=code, organisation__key=organisation, in_force_from=since
        )


class LeadQuerySet(OfActionQuerySet):
    def not_ended_by(self, day: datetime.date) -> Self:
        """Leads on the day or later."""
        return self.filter(Q(in_force_until__isnull=True) | Q(in_force_until__gt=day))

    def get_by_natural_key(self, plan: str, code: str, since: Any) -> Any:
        return self.get(action__plan__code=plan, action__code=code, in_force_from=since)


class PhaseQuerySet(OfActionQuerySet):
    def get_by_natural_key(self, plan: str, code: str, place: int, since: Any) -> Any:
        return self.get(action__plan__code=plan, action__code=code, place=place, in_force_from=since)


class MilestoneQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, code: str, key: str) -> Any:
        return self.get(action__plan__code=plan, action__code=code, key=key)


class MilestoneTermsQuerySet(InForceQuerySet):
    def get_by_natural_key(self, plan: str, code: str, key: str, since: Any) -> Any:
        return self.get(
            milestone__action__plan__code=plan,
            milestone__action__code=code,
            milestone__key=key,
            in_force_from=since,
        )


class IndicatorQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, code: str, key: str) -> Any:
        return self.get(action__plan__code=plan, action__code=code, key=key)


class IndicatorTermsQuerySet(InForceQuerySet):
    def get_by_natural_key(self, plan: str, code: str, key: str, since: Any) -> Any:
        return self.get(
            indicator__action__plan__code=plan,
            indicator__action__code=code,
            indicator__key=key,
            in_force_from=since,
        )


class CrossReferenceQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, code: str, order: int) -> Any:
        return self.get(action__plan__code=plan, action__code=code, order=order)


class AmendmentQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, number: int) -> Any:
        return self.get(plan__code=plan, number=number)

    def of_plan(self, plan: Any) -> Self:
        return self.filter(plan=plan).order_by("number")

    def prepared(self) -> Self:
        return self.filter(put_in_force_at__isnull=True, dropped_at__isnull=True)

    def put_in_force(self) -> Self:
        return self.filter(put_in_force_at__isnull=False)


class AmendedActionQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, number: int, code: str) -> Any:
        return self.get(amendment__plan__code=plan, amendment__number=number, code=code)
