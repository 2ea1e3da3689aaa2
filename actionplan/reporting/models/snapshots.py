"""What a closing froze: the plan and all current reports, as bytes that never change (docs/decisions/snapshots.md).

The snapshot's own row is written last: triggers refuse new items and texts for an existing snapshot, and any
later change. Only a text may still be emptied, by law.
"""

from __future__ import annotations

import json

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.people import person
from actionplan.reporting.querysets import SnapshotQuerySet, SnapshotTextQuerySet
from actionplan.reporting.states import PRINTED_TEXTS, TextOwner

from .closings import Closing


class Snapshot(models.Model):
    """The snapshot of a closing. Its hash is that of the list of its items' names and hashes."""

    closing = models.OneToOneField(
        Closing, models.PROTECT, primary_key=True, related_name="snapshot", verbose_name=_("closing")
    )
    taken_by = person(_("taken by"), "snapshots_taken", required=True)
    taken_at = models.DateTimeField(_("taken at"), help_text=_("What was known at this instant is frozen."))
    reckoned_on = models.DateField(_("reckoned on"), help_text=_("The day for schedule and staleness."))
    format = models.PositiveSmallIntegerField(_("version of the format"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["closing"]
        constraints = [
            models.CheckConstraint(name="snapshot_has_a_hash", condition=~Q(sha256="")),
            models.CheckConstraint(name="snapshot_format_from_one", condition=Q(format__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.closing}: {self.sha256[:12]}"


class SnapshotItem(models.Model):
    """A document in canonical JSON: one table about one action, or about the plan as a whole."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="items", verbose_name=_("snapshot"))
    table = models.CharField(_("table"), max_length=40)
    key = models.CharField(_("key"), max_length=40, help_text=_("The action’s code, or the plan’s."))
    action = models.BigIntegerField(_("action"), null=True, blank=True)
    content = models.BinaryField(_("canonical bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("item of a snapshot")
        verbose_name_plural = _("items of snapshots")
        ordering = ["snapshot", "table", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "table", "key"], name="snapshot_item_once"),
            models.CheckConstraint(name="snapshot_item_has_a_hash", condition=~Q(sha256="")),
        ]
        indexes = [models.Index(fields=["snapshot", "action"], name="snapshot_item_of_action")]

    def __str__(self) -> str:
        return self.path

    @property
    def path(self) -> str:
        """Its name in the list from which the snapshot's hash is computed, and in the download."""
        return f"{self.table}/{self.key}.json"


class SnapshotText(models.Model):
    """A text of an item whose bytes only have its salted SHA-256, so that the text can be removed by law
    without a trace.

    `name` is its place in the item, as a JSON pointer (RFC 6901); `of` and `of_key` say what it is a text of.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="texts", verbose_name=_("snapshot"))
    item = models.ForeignKey(SnapshotItem, models.PROTECT, related_name="texts", verbose_name=_("item"))
    name = models.CharField(_("place in the item"), max_length=120)
    of = models.CharField(_("text of"), max_length=15, choices=TextOwner.choices)
    of_key = models.BigIntegerField(_("key of what it is a text of"))
    salt = models.CharField(_("salt"), max_length=64, blank=True)
    text = models.TextField(_("text"), blank=True)
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)

    objects = SnapshotTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a snapshot")
        verbose_name_plural = _("texts of snapshots")
        ordering = ["item", "name"]
        constraints = [
            models.UniqueConstraint(fields=["item", "name"], name="snapshot_text_once"),
            models.CheckConstraint(name="snapshot_text_of_known", condition=Q(of__in=TextOwner.values)),
            models.CheckConstraint(
                name="snapshot_text_or_redacted",
                condition=(Q(redacted_at__isnull=True) & ~Q(text="") & ~Q(salt=""))
                | Q(redacted_at__isnull=False, text="", salt=""),
            ),
        ]
        indexes = [models.Index(fields=["of", "of_key"], name="snapshot_text_of")]

    def __str__(self) -> str:
        return f"{self.item} {self.name}"

    @property
    def is_printed(self) -> bool:
        """Whether documents of the round may print it: an office's remark only where the office allowed that."""
        if self.of != TextOwner.MINISTER_ANSWER:
            return self.of in PRINTED_TEXTS
        place = int(self.name.split("/")[1])
        return bool(json.loads(bytes(self.item.content))[place].get("may_stand_in_report"))
