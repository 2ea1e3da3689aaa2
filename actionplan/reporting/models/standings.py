"""Standings: which report of an organisation counts, on which basis, between which instants."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.organisations.models import Organisation
from actionplan.reporting.querysets import StandingQuerySet
from actionplan.reporting.states import Basis
from actions.models import Action

from .reports import ProgressReport


class Standing(models.Model):
    """When a report counts: `since` inclusive, `until` exclusive and written once. Never deleted."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="standings", verbose_name=_("action"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="standings", verbose_name=_("organisation")
    )
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="standings", verbose_name=_("report")
    )
    as_lead = models.BooleanField(
        _("lead’s report"), help_text=_("A copy of the report’s kind, for quick reads.")
    )
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ["action", "organisation", "basis", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "organisation", "basis"],
                condition=Q(until__isnull=True),
                name="standing_one_open",
            ),
            models.CheckConstraint(name="standing_basis_known", condition=Q(basis__in=Basis.values)),
            models.CheckConstraint(
                name="standing_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.basis})"
