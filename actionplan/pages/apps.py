"""The pages."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "actionplan.pages"
    label = "pages"
