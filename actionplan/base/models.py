"""Forms that were carried out: the same form sent twice returns the first result."""

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
