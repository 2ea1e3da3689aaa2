"""The pages."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "actionplan.pages"
    label = "pages"

    def ready(self) -> None:
        from actionplan.documents import checks  # noqa: F401  (registers the system check)
