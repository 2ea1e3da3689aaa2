"""Addresses of the keys of other systems. Main forms are sent to their page."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("", page(views.system_keys, "system-keys", help="administer"), name="system-keys"),
    path("make/", page(views.system_key_make, "system-keys", help="administer"), name="system-key-make"),
    path(
        "<int:pk>/end/", page(views.system_key_end, "system-keys", help="administer"), name="system-key-end"
    ),
]
