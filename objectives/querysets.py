"""Reads of plans, objectives and themes."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from .states import PlanState

if TYPE_CHECKING:
    from .models import Plan


class PlanQuerySet(models.QuerySet["Plan"]):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)

    def current(self, on: datetime.date) -> Plan | None:
        """The plan that `/` leads to: the one whose period holds the day, else the latest that began."""
        known = self.exclude(state=PlanState.IN_PREPARATION).order_by("-start", "pk")
        return (
            known.filter(start__lte=on, end__gte=on).first()
            or known.first()
            or self.order_by("start").first()
        )


class ObjectiveQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, number: int) -> Any:
        return self.get(plan__code=plan, number=number)

    def of_plan(self, plan: Any) -> Self:
        return self.filter(plan=plan).order_by("number")


class ThemeQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, number: int, order: int) -> Any:
        return self.get(objective__plan__code=plan, objective__number=number, order=order)
