"""What the portal's pages are measured beside: Django's and django-import-export's own, without any code of the portal.

This module is the change list's addresses too.
"""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from import_export.resources import modelresource_factory

from actions.models import Action

from .filling import PLAN

ADDRESS = "/stock/actions/action/"
SETTINGS: dict[str, Any] = {
    "SESSION_ENGINE": "django.contrib.sessions.backends.db",
    "ROOT_URLCONF": "deploy.measuring.bench.stock",
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        },
    ],
}
"""As `startproject` writes them."""


class StockSite(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        """The portal's people carry no mark of staff; being signed in is enough here."""
        return request.user.is_authenticated


class ActionList(ModelAdmin):
    """A hundred rows a page of ten plain columns, filtered by objective and theme as the portal's list is: eight queries."""

    list_display = [
        "code",
        "title",
        "objective",
        "theme",
        "kind",
        "limited",
        "timing_printed",
        "budget_printed",
        "in_force_from",
        "in_force_until",
    ]
    list_select_related = ["objective", "theme"]
    list_filter = ["objective", "theme"]
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(plan__code=PLAN).prefetch_related("terms")

    def _anybody(self, request: HttpRequest, obj: Any = None) -> bool:
        """The portal's rights are not asked."""
        return True

    has_view_permission = has_change_permission = has_delete_permission = _anybody

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True


site = StockSite(name="admin")
site.register(Action, ActionList)
urlpatterns = [path("stock/", site.urls)]


def exported() -> bytes:
    """A workbook of the same actions by the resource that django-import-export makes of a model by itself."""
    return modelresource_factory(Action)().export(Action.objects.filter(plan__code=PLAN)).xlsx
