"""Addresses of lists of actions."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("actions/", page(views.action_list, "action-list", help="read"), name="action-list"),
    path("actions.csv", views.action_list_file, {"ending": "csv"}, name="action-list-csv"),
    path("actions.xlsx", views.action_list_file, {"ending": "xlsx"}, name="action-list-xlsx"),
    path("objectives/<int:number>/", page(views.objective, "action-list", help="read"), name="objective"),
    path(
        "ministers/<slug:key>/",
        page(views.minister, "minister", "action-list", help="minister"),
        name="minister",
    ),
    path(
        "organisations/<slug:key>/", page(views.organisation, "action-list", help="read"), name="organisation"
    ),
]
