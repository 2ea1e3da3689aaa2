"""The budget lines of the plan, and the amounts planned per year."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    name = "budgets"
    label = "budgets"
    verbose_name = _("Budget")
    default_auto_field = "django.db.models.BigAutoField"
