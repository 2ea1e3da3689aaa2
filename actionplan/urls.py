"""Every address of the portal, in the order in which they are tried."""

from django.urls import path

from actionplan.base.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
