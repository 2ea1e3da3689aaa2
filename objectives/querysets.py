"""Reads of plans, objectives and themes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from .states import PlanState

if TYPE_CHECKING:
    from .models import Plan


class PlanQuerySet(models.QuerySet["Plan"]):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)

    def begun(self) -> Self:
        """In force or ended: no secret any more."""
        return self.exclude(state=PlanState.IN_PREPARATION)


def current(plans: Iterable[Plan], on: datetime.date) -> Plan | None:
    """Of these plans the one that `/` leads to: the one whose period holds the day, else the latest that began.

    One in preparation only where there is no other, the earliest then.
    """
    begun = sorted(plans, key=lambda plan: (plan.start, -plan.pk), reverse=True)
    known = [plan for plan in begun if not plan.is_in_preparation]
    running = [plan for plan in known if plan.start <= on <= plan.end]
    return next(iter([*running, *known, *reversed(begun)]), None)


class ObjectiveQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, number: int) -> Any:
        return self.get(plan__code=plan, number=number)

    def of_plan(self, plan: Any) -> Self:
        return self.filter(plan=plan).order_by("number")


class ThemeQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, number: int, order: int) -> Any:
        return self.get(objective__plan__code=plan, objective__number=number, order=order)
