"""The demo story and the synthetic plan."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "actionplan.demo"
    label = "demo"
