"""Every address of the portal, in the order in which they are tried."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from actionplan.base.health import healthz

handler400 = "actionplan.base.errors.bad_request"
handler404 = "actionplan.base.errors.not_found"
handler500 = "actionplan.base.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("actionplan.accounts.urls")),
    path("language/", login_not_required(require_POST(set_language)), name="set_language"),
    path("administration/", admin.site.urls),
    path("", include("actionplan.pages.urls")),
]
