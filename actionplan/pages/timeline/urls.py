"""Addresses of the timeline."""

from django.urls import path

from . import views

urlpatterns = [
    path("timeline/", views.timeline, name="timeline"),
    path("timeline.csv", views.timeline_csv, name="timeline-csv"),
]
