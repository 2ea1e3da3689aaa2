"""Addresses of the milestones."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("milestones/", page(views.milestones, "milestones", help="watch"), name="milestones"),
    path("milestones.csv", views.milestones_file, {"ending": "csv"}, name="milestones-csv"),
    path("milestones.xlsx", views.milestones_file, {"ending": "xlsx"}, name="milestones-xlsx"),
]
