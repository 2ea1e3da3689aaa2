"""The reset of a second factor that somebody lost: one person asks, another confirms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.accounts.querysets import FactorResetQuerySet
from actionplan.base.people import by_and_at, person


class FactorReset(models.Model):
    """Asked by an administrator; once it is confirmed, the person has no second factor and begins anew."""

    user = person(_("user"), "factor_resets", required=True)
    asked_by = person(_("asked by"), "factor_resets_asked", required=True)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_by = person(_("confirmed by"), "factor_resets_confirmed")
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("reset of a second factor")
        verbose_name_plural = _("resets of second factors")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            by_and_at("factor_reset", "confirmed"),
            models.CheckConstraint(
                name="factor_reset_by_three_people",
                condition=~Q(user=F("asked_by"))
                & (Q(confirmed_by=None) | (~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("user")))),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
