"""Reads of the Platform's texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from .states import PlatformPart

if TYPE_CHECKING:
    from .models import Round


class PlatformTextQuerySet(models.QuerySet):
    def of_round(self, round: Round) -> Self:
        return self.filter(round=round)

    def of_plan(self, plan: int) -> Self:
        return self.filter(round__plan=plan)

    def newest(self) -> Self:
        """Of each text of each round its last version."""
        later = self.model._default_manager.filter(
            round=OuterRef("round"), part=OuterRef("part"), version__gt=OuterRef("version")
        )
        same = Q(objective=OuterRef("objective")) | ~Q(part=PlatformPart.OBJECTIVE)
        return self.exclude(Exists(later.filter(same)))

    def with_words(self) -> Self:
        return self.exclude(text="", text_nl="")

    def in_reading_order(self) -> Self:
        """Introduction, objectives by their number, conclusion; of one text the versions as they were written."""
        first = models.Case(
            *(models.When(part=part, then=models.Value(place)) for place, part in enumerate(PlatformPart)),
        )
        number = F("objective__number").asc(nulls_first=True)
        return self.order_by(first, number, "version", "pk")
