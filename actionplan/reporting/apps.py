"""What organisations report, how the Platform assesses it, and which reports count for each action."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "actionplan.reporting"
    label = "reporting"
    verbose_name = _("Reporting")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import rules, trail  # noqa: F401  (registers who may report, review, propose and read the trail)
