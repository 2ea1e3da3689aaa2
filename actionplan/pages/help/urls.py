"""Addresses of help: under no plan."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("help/", page(views.help_list), name="help-list"),
    path("help/<slug:job>/", page(views.help_page), name="help"),
]
