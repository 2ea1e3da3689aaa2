"""The action's word between two instants (design: "The action's word")."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.reporting.states import Basis
from actions.models import Action

from .reports import ProgressReport


class ActionWord(models.Model):
    """Follows from standings and is kept by the database (`base.derived`): never written.

    The report that is the action's word on a basis, `since` inclusive and `until` exclusive: of the standings of leads'
    reports that are open, the one with the latest `since`. Where there is no row, nobody had reported. What still is the
    word ends with the calendar, so that the word at an instant is found in an index.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="words", verbose_name=_("action"))
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="words", verbose_name=_("report"))
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"))

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
            # Holds all that is asked, so that a large plan's words are read from it alone.
            models.Index(fields=["action", "basis", "until", "since", "report"], name="action_word_at"),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.basis})"
