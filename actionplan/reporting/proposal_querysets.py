"""Reads of proposed milestones."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from actionplan.base.brussels import start_of_year

from .states import ProposalState


class ProposalQuerySet(models.QuerySet):
    def of_plan(self, plan: Any) -> Self:
        return self.filter(action__plan=plan)

    def waiting(self) -> Self:
        """Not yet agreed to, declined or withdrawn, oldest first."""
        return self.filter(state=ProposalState.PROPOSED).order_by("proposed_at", "pk")

    def answered(self) -> Self:
        """Agreed to, declined or withdrawn, the newest answer first."""
        return self.exclude(state=ProposalState.PROPOSED).order_by("-answered_at", "-pk")

    def counting_in(self, year: int) -> Self:
        """Proposed in the calendar year, in Brussels, and not declined or withdrawn since."""
        return self.filter(
            state__in=[ProposalState.PROPOSED, ProposalState.AGREED],
            proposed_at__gte=start_of_year(year),
            proposed_at__lt=start_of_year(year + 1),
        )
