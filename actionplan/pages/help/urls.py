"""Addresses of help: under no plan."""

from django.urls import path

from . import views

urlpatterns = [
    path("help/", views.help_list, name="help-list"),
    path("help/<slug:job>/", views.help_page, name="help"),
]
