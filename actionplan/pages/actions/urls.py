"""Addresses of lists of actions."""

from django.urls import path

from . import views

urlpatterns = [
    path("actions/", views.action_list, name="action-list"),
    path("actions.csv", views.action_list_file, {"ending": "csv"}, name="action-list-csv"),
    path("actions.xlsx", views.action_list_file, {"ending": "xlsx"}, name="action-list-xlsx"),
    path("objectives/<int:number>/", views.objective, name="objective"),
    path("ministers/<slug:key>/", views.minister, name="minister"),
    path("organisations/<slug:key>/", views.organisation, name="organisation"),
]
