"""Addresses of the keys of other systems. Main forms are sent to their page."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.system_keys, name="system-keys"),
    path("make/", views.system_key_make, name="system-key-make"),
    path("<int:pk>/end/", views.system_key_end, name="system-key-end"),
]
