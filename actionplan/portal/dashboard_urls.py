"""Addresses of the dashboards of a plan, beside its overview."""

from django.urls import path

from .views import timeline, trend

urlpatterns = [
    path("trend/", trend.trend, name="trend"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("timeline.csv", timeline.timeline_csv, name="timeline-csv"),
]
