"""Reads of questions: which are open, which wait for an answer, which are overdue; always a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf


class QuestionQuerySet(models.QuerySet):
    def of_action(self, action: Any) -> Self:
        return self.filter(action=action)

    def of_plan(self, plan: Any) -> Self:
        return self.filter(action__plan=plan)

    def of_organisations(self, organisations: Collection[int]) -> Self:
        return self.filter(organisation__in=organisations)

    def open(self) -> Self:
        """Questions that no coordinator has closed."""
        return self.filter(closed_at__isnull=True)

    def waiting(self) -> Self:
        """The open ones in which the Platform spoke last."""
        answers = apps.get_model("reporting", "Answer").objects.filter(question=OuterRef("pk"))
        last = answers.order_by("-at", "-pk").values("organisation")[:1]
        return self.open().annotate(last_message_of=Subquery(last)).filter(last_message_of__isnull=True)

    def by_term(self) -> Self:
        """The earliest term first, those without a term last."""
        return self.order_by(F("answer_by").asc(nulls_last=True), "asked_at", "pk")

    def known_at(self, at: datetime.datetime) -> Self:
        return self.filter(asked_at__lte=at)

    def with_messages(self, at: datetime.datetime) -> Self:
        """One row for each message given by the instant, and one for a question without any.

        Adds `message_at`, `message_text`, `message_by` (a name) and `message_of` (None: the Platform).
        """
        known = models.FilteredRelation("answers", condition=Q(answers__at__lte=at))
        return self.annotate(
            message=known,
            message_key=F("message__pk"),
            message_at=F("message__at"),
            message_text=F("message__text"),
            message_by=Coalesce(NullIf(F("message__by__name"), Value("")), F("message__by__username")),
            message_of=F("message__organisation"),
        ).order_by("asked_at", "pk", "message_at", "message_key")
