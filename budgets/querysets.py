"""Querysets of budget lines and their terms."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models

from actionplan.base.days import InForceQuerySet


class BudgetLineQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, code: str, place: int) -> Any:
        return self.get(action__plan__code=plan, action__code=code, place=place)


class BudgetTermsQuerySet(InForceQuerySet):
    def get_by_natural_key(self, plan: str, code: str, place: int, since: Any) -> Any:
        return self.get(
            line__action__plan__code=plan, line__action__code=code, line__place=place, in_force_from=since
        )

    def of_actions(self, actions: Any, on: datetime.date) -> Self:
        """The terms of these actions' budget lines on the day, in plan order."""
        return (
            self.in_force(on).filter(line__action__in=actions).order_by("line__action__order", "line__place")
        )


class FundingQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, code: str, place: int, since: Any, order: int) -> Any:
        return self.get(
            terms__line__action__plan__code=plan,
            terms__line__action__code=code,
            terms__line__place=place,
            terms__in_force_from=since,
            order=order,
        )
