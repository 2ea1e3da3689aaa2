"""Reminders by mail, and calendars of due dates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "actionplan.reminders"
    label = "portal"  # prefix of its tables and permissions
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"
