"""Addresses of the milestones."""

from django.urls import path

from . import views

urlpatterns = [
    path("milestones/", views.milestones, name="milestones"),
    path("milestones.csv", views.milestones_csv, name="milestones-csv"),
]
