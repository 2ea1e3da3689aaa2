"""The trail: who did what to which fact, when."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "actionplan.audit"
    label = "audit"
    verbose_name = _("Trail")
    default_auto_field = "django.db.models.BigAutoField"
