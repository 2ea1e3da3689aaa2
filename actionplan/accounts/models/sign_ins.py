"""Sign-in records: not part of the trail, used by nothing else, and deleted after a while."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.accounts.querysets import SignInEventQuerySet
from actionplan.accounts.states import known_sign_ins

from .people import User


class SignInEvent(models.Model):
    """An event of an account, or of what was typed as one. Never holds a password or a reset link."""

    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("what happened"), max_length=20, choices=known_sign_ins)
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sign_in_events",
        verbose_name=_("user"),
    )
    typed = models.CharField(
        _("typed as an account"), max_length=254, blank=True, help_text=_("Where nobody has such an account.")
    )
    ip_address = models.GenericIPAddressField(
        _("IP address"),
        null=True,
        blank=True,
        help_text=_("Empty: an administrator did it."),
    )

    objects = SignInEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of signing in")
        verbose_name_plural = _("records of signing in")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="sign_in_event_at"),
            models.Index(fields=["user", "-at"], name="sign_in_event_user"),
        ]
        constraints = [
            models.CheckConstraint(name="sign_in_event_has_a_kind", condition=~Q(kind="")),
            models.CheckConstraint(
                name="sign_in_event_user_or_typed", condition=Q(user__isnull=True) | Q(typed="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.typed or _('unknown')}: {self.get_kind_display()}"
