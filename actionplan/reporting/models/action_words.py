"""The action's word between two instants (design: "The action's word")."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.reporting.states import Basis, Confidence, Status
from actions.models import Action

from .reports import ProgressReport


class ActionWord(models.Model):
    """Follows from standings and reports, and is kept by the database (`base.derived`): never written.

    The report that is the action's word on a basis, `since` inclusive and `until` exclusive: of the standings of leads'
    reports that are open, the one with the latest `since`. Where there is no row, nobody had reported. What still is the
    word ends with the calendar, so that the word at an instant is found in an index. What the report says is copied, so that
    a large plan is read without its texts; of its review what is known now, which may be later than the instant.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="words", verbose_name=_("action"))
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="words", verbose_name=_("report"))
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"))

    status = models.CharField(_("status"), max_length=11, choices=Status.choices)
    confidence = models.CharField(_("confidence"), max_length=15, choices=Confidence.choices, blank=True)
    on_behalf = models.BooleanField(_("on behalf of the organisation"))
    on_hold_since = models.DateField(_("on hold since"), null=True)
    actual_start = models.DateField(_("actual start"), null=True)
    actual_end = models.DateField(_("actual end"), null=True)
    forecast_end = models.DateField(_("forecast end"), null=True)
    submitted_at = models.DateTimeField(_("submitted at"))
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    verdict = models.CharField(_("verdict"), max_length=15, choices=Confidence.choices, blank=True)
    reviewed_within = models.BooleanField(_("reviewed within the submitting agency"))
    names_obstacle = models.BooleanField(
        _("names an obstacle"), help_text=_("Also where its texts were removed by law.")
    )
    names_source = models.BooleanField(
        _("names a source"), help_text=_("Also where its texts were removed by law.")
    )

    class Meta:
        verbose_name = _("action’s word")
        verbose_name_plural = _("actions’ words")
        ordering = ["action", "basis", "since"]
        constraints = [
            models.UniqueConstraint(fields=["action", "basis", "since"], name="action_word_one_at_a_time"),
            models.CheckConstraint(name="action_word_basis_known", condition=Q(basis__in=Basis.values)),
            models.CheckConstraint(
                name="action_word_ends_after_it_begins",
                condition=Q(until__gt=F("since")),
            ),
        ]
        indexes = [
            models.Index(fields=["action", "basis", "until", "since"], name="action_word_of_action"),
            models.Index(fields=["basis", "until", "since"], name="action_word_at"),
            # What still is the word stands beside one another, with all that dashboards count.
            models.Index(
                fields=[
                    "until",
                    "basis",
                    "action",
                    "report",
                    "status",
                    "confidence",
                    "verdict",
                    "reviewed_at",
                    "submitted_at",
                    "forecast_end",
                    "actual_end",
                    "names_obstacle",
                    "names_source",
                ],
                name="action_word_that_still_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.basis})"
