"""Addresses of the timeline."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("timeline/", page(views.timeline, "timeline", help="watch"), name="timeline"),
    path("timeline.csv", views.timeline_file, {"ending": "csv"}, name="timeline-csv"),
    path("timeline.xlsx", views.timeline_file, {"ending": "xlsx"}, name="timeline-xlsx"),
    path("timeline.svg", views.timeline_chart, name="timeline-chart"),
]
