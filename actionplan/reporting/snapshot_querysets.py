"""Reads of snapshots and of their texts."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q


class SnapshotQuerySet(models.QuerySet):
    def of_plan(self, plan: Any) -> Self:
        return self.filter(closing__round__plan=plan)

    def in_order(self) -> Self:
        """Plan by plan, the oldest round first, each round's closings in their order."""
        return self.order_by(
            "closing__round__plan__code", "closing__round__about", "closing__round", "closing__number"
        )

    def of_round(self, round: Any) -> Self:
        """The round's snapshots, the newest closing first."""
        return self.filter(closing__round=round).order_by("-closing__number")

    def before(self, round: Any, at: datetime.datetime) -> Self:
        """What rounds before this one had frozen by the instant: the last round's newest closing first.

        What became of those rounds since makes no difference.
        """
        about, key = "closing__round__about", "closing__round"
        earlier = Q(**{f"{about}__lt": round.about}) | Q(**{about: round.about, f"{key}__lt": round.pk})
        rows = self.of_plan(round.plan_id).filter(earlier, taken_at__lte=at)
        return rows.order_by(f"-{about}", f"-{key}", "-closing__number")


class SnapshotTextQuerySet(models.QuerySet):
    def about(self, of: str, *keys: int) -> Self:
        """The texts of these reports, questions or whatever else `of` names, in every snapshot."""
        return self.filter(of=of, of_key__in=keys)

    def not_redacted(self) -> Self:
        return self.filter(redacted_at__isnull=True)
