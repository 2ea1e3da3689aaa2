"""Addresses of what changed."""

from django.urls import path

from . import views

urlpatterns = [
    path("changes/", views.changes, name="changes"),
    path("changes.csv", views.changes_file, {"ending": "csv"}, name="changes-csv"),
    path("changes.xlsx", views.changes_file, {"ending": "xlsx"}, name="changes-xlsx"),
    path("actions/<code:code>/changes/", views.action_changes, name="action-changes"),
]
