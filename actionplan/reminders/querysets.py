"""Queries of mails that were sent, and of the duties in them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from .states import DigestState

LOST_AFTER = datetime.timedelta(minutes=15)
"""Sending takes seconds. A mail still being sent after this long was cut off, and nobody knows whether it left."""


class DigestQuerySet(models.QuerySet):
    def of(self, person: Any) -> Self:
        return self.filter(person=person)

    def newest_first(self) -> Self:
        return self.order_by("-claimed_at", "-pk")

    def lost(self, at: datetime.datetime) -> Self:
        """Claimed long ago, and never finished."""
        return self.filter(state=DigestState.CLAIMED, claimed_at__lte=at - LOST_AFTER)

    def forget_addresses(self, before: datetime.datetime) -> int:
        """Empty the address, and the server's words, of mails claimed before the instant; returns of how many.

        The rows stay, so that nobody is told twice; so does the last mail to each person, which says whether the
        address is given up.
        """
        later = self.model._default_manager.filter(
            person=OuterRef("person"), claimed_at__gt=OuterRef("claimed_at")
        )
        old = self.filter(Exists(later), claimed_at__lt=before).exclude(address="", error="")
        keys = list(old.values_list("pk", flat=True))
        return self.filter(pk__in=keys).update(address="", error="")

    def not_refused(self) -> Self:
        return self.exclude(state=DigestState.REFUSED)

    def failed(self, at: datetime.datetime) -> Self:
        """Refused or of unknown outcome, newest first; without refusals after which a later mail reached the person."""
        later = self.model._default_manager.filter(
            person=OuterRef("person"), state=DigestState.SENT, claimed_at__gt=OuterRef("claimed_at")
        )
        unknown = Q(state=DigestState.UNKNOWN) | Q(state=DigestState.CLAIMED, claimed_at__lte=at - LOST_AFTER)
        refused = Q(state=DigestState.REFUSED) & ~Exists(later)
        return self.filter(unknown | refused).newest_first()

    def not_seen(self) -> Self:
        return self.filter(seen_at__isnull=True)


class NoticeQuerySet(models.QuerySet):
    def told(self, people: Any = None) -> dict[int, set[tuple[str, str, str]]]:
        """What each person was told already, by key of the person: kind, subject and occasion. One query."""
        rows = self if people is None else self.filter(person__in=people)
        told: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
        for person, *key in rows.values_list("person", "kind", "subject", "occasion"):
            told[person].add(tuple(key))
        return told
