"""Users, their memberships and the rights their roles give."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    default = True
    name = "actionplan.accounts"
    label = "accounts"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import rules  # noqa: F401  (registers the permissions)
        from .sso import checks  # noqa: F401  (registers the system check)


class PortalAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "actionplan.accounts.admin_site.PortalAdminSite"
