"""The plan, its objectives and their themes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObjectivesConfig(AppConfig):
    name = "objectives"
    label = "objectives"
    verbose_name = _("Plans and objectives")
    default_auto_field = "django.db.models.BigAutoField"
