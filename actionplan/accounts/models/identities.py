"""Whom the provider of single sign-on knows by which mark. Nothing else that it says is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .people import User


class Identity(models.Model):
    """A person at a provider. A person may have several, and an account without any uses a password."""

    user = models.ForeignKey(User, models.PROTECT, related_name="identities", verbose_name=_("user"))
    issuer = models.CharField(_("issuer"), max_length=255)
    subject = models.CharField(
        _("subject"), max_length=255, help_text=_("The mark by which the provider knows the person.")
    )
    bound_at = models.DateTimeField(_("bound at"))

    class Meta:
        verbose_name = _("account at the provider of single sign-on")
        verbose_name_plural = _("accounts at the provider of single sign-on")
        ordering = ["user__username", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once"),
            models.CheckConstraint(name="identity_named", condition=~Q(issuer="") & ~Q(subject="")),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.issuer}"
