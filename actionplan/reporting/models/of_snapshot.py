"""What the indexed rows of snapshots share: which action they are about, and the kinds of columns they have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.reporting.snapshot_querysets import SnapshotRowQuerySet

from .snapshots import Snapshot


def words(label: Any, length: int = 300) -> models.CharField:
    return models.CharField(label, max_length=length, blank=True)


def choice(label: Any, choices: Any, length: int) -> models.CharField:
    return models.CharField(label, max_length=length, choices=choices, blank=True)


def a_day(label: Any) -> models.DateField:
    return models.DateField(label, null=True, blank=True)


def known(row: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"snapshot_{row}_{field}_known",
        condition=Q(**{f"{field}__in": [str(value) for value in values]}),
    )


class OfSnapshot(models.Model):
    """A row about one action in one snapshot: the action by its plain number and its code."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+", verbose_name=_("snapshot"))
    action = models.BigIntegerField(_("action"))
    code = models.CharField(_("code"), max_length=12)
    order = models.PositiveIntegerField(_("order of the action"))

    objects = SnapshotRowQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.code}"
