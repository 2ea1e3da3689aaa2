"""Addresses of the milestones."""

from django.urls import path

from . import views

urlpatterns = [
    path("milestones/", views.milestones, name="milestones"),
    path("milestones.csv", views.milestones_file, {"ending": "csv"}, name="milestones-csv"),
    path("milestones.xlsx", views.milestones_file, {"ending": "xlsx"}, name="milestones-xlsx"),
]
