"""Querysets of plans, objectives and themes."""

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
        """In force or ended, so no longer confidential."""
        return self.exclude(state=PlanState.IN_PREPARATION)


def current(plans: Iterable[Plan], on: datetime.date) -> Plan | None:
    """The newest plan in force whose period contains the day, or else the one that ended last.

    Failing that, the earliest plan that begins later; failing that, the earliest plan in preparation.
    """
    earliest_first = sorted(plans, key=lambda plan: (plan.start, -plan.pk))
    known = [plan for plan in earliest_first if not plan.is_in_preparation]
    running = [plan for plan in known if plan.is_in_force and plan.start <= on <= plan.end]
    ended_last = sorted((plan for plan in known if plan.start <= on), key=lambda plan: plan.end)
    return next(iter([*reversed(running), *reversed(ended_last), *known, *earliest_first]), None)


class ObjectiveQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, number: int) -> Any:
        return self.get(plan__code=plan, number=number)

    def of_plan(self, plan: Any) -> Self:
        return self.filter(plan=plan).order_by("number")


class ThemeQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, number: int, order: int) -> Any:
        return self.get(objective__plan__code=plan, objective__number=number, order=order)
