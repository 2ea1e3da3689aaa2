"""Rounds and their snapshots, and the commands that verify and redact them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    name = "actionplan.rounds"
    label = "rounds"
    verbose_name = _("Rounds")
