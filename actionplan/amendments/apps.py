"""Amending the plans: action by action, or all at once when the government changes."""

from django.apps import AppConfig


class AmendmentsConfig(AppConfig):
    name = "actionplan.amendments"
    label = "amendments"
