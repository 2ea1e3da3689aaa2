"""Django admin for administrators, with the portal's own sign-in and permission rules."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import logout
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from actionplan.audit.administration import ReadOnlyAdmin
from actionplan.base import formatting

MOST_USED_FIRST = [
    *["User", "Membership", "Invitation", "SignInEvent", "Identity"],
    *["Organisation", "Minister", "PolicyArea", "UnknownCode", "BodyCode"],
    "Event",
]
"""The names of the models, in the order of their entries."""


class PortalAdminSite(AdminSite):
    site_header = _("Administration of the action plan portal")
    site_title = _("Action plan progress")
    index_title = _("Administration")
    enable_nav_sidebar = False
    empty_value_display = formatting.UNKNOWN

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register only admins that write through the operations, not those of other packages."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What is used most first, with half a sentence about each model."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda row: MOST_USED_FIRST.index(row["object_name"]))
            for row in app["models"]:
                row["about"] = self.get_model_admin(row["model"]).about
        return sorted(apps, key=lambda app: MOST_USED_FIRST.index(app["models"][0]["object_name"]))

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Refuse somebody who is signed in without the right; Django would send them to sign in again."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return guarded

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.has_perm("accounts.use_administration")

    @login_not_required
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send anonymous users to the portal's own sign-in page; let others in, or refuse them."""
        if self.has_permission(request):
            return HttpResponseRedirect(resolve_url("admin:index"))
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(
            request.GET.get("next", resolve_url("admin:index")), resolve_url("account_login")
        )

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(resolve_url("account_change_password"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return logout(request)
