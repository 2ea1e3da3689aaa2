"""Forms that were carried out: the same form sent twice returns the first result. The clock of a demo."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CarriedOutForm(models.Model):
    """One form that was carried out. `sender` is the key of the person who sent it."""

    token = models.UUIDField(_("token"))
    sender = models.BigIntegerField(_("sender"))
    result = models.CharField(_("address of the result"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("form carried out")
        verbose_name_plural = _("forms carried out")
        constraints = [
            models.UniqueConstraint(fields=["sender", "token"], name="base_form_carried_out_once"),
        ]
        indexes = [models.Index(fields=["at"], name="base_form_at")]

    def __str__(self) -> str:
        return f"{self.token}"


class DemoClock(models.Model):
    """How far the clock of a demo is behind the real one: one row, written when the demo is told."""

    behind = models.DurationField(_("behind the real time"))

    class Meta:
        verbose_name = _("clock of the demo")
        verbose_name_plural = _("clocks of the demo")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="base_demo_clock_is_one")]

    def __str__(self) -> str:
        return f"{self.behind}"
