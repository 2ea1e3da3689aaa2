"""Addresses of what changed."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("changes/", page(views.changes, "overview", help="watch"), name="changes"),
    path("changes.csv", views.changes_file, {"ending": "csv"}, name="changes-csv"),
    path("changes.xlsx", views.changes_file, {"ending": "xlsx"}, name="changes-xlsx"),
    path(
        "actions/<code:code>/changes/",
        page(views.action_changes, "action-list", help="watch"),
        name="action-changes",
    ),
]
