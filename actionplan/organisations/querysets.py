"""Querysets of ministers, policy areas and organisations."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models

from actionplan.base.days import InForceQuerySet, in_force_q


class ByKeyQuerySet(InForceQuerySet):
    """Rows with an unchanging key, which is the natural key in fixtures."""

    def get_by_natural_key(self, key: str) -> Any:
        return self.get(key=key)


class ByCodeQuerySet(InForceQuerySet):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)


class OrganisationQuerySet(ByKeyQuerySet):
    def of_policy_area(self, policy_area: Any, on: datetime.date) -> Self:
        """Organisations affiliated to the policy area (one, or several) on the day."""
        several = (list, set, tuple, models.QuerySet, models.Expression)
        areas = policy_area if isinstance(policy_area, several) else [policy_area]
        return self.filter(in_force_q(on, "affiliations__"), affiliations__policy_area__in=areas).distinct()


class AffiliationQuerySet(InForceQuerySet):
    def get_by_natural_key(self, organisation: str, policy_area: str, in_force_from: Any) -> Any:
        return self.get(
            organisation__key=organisation, policy_area__code=policy_area, in_force_from=in_force_from
        )


class BodyCodeQuerySet(InForceQuerySet):
    def get_by_natural_key(self, code: str, in_force_from: Any) -> Any:
        return self.get(code=code, in_force_from=in_force_from)

    def of_code(self, code: str, on: datetime.date) -> Any:
        """The row of the code on the day, with its body; None if no body has it then."""
        rows = self.in_force(on).filter(code=code).select_related("organisation", "policy_area")
        return rows.first()
