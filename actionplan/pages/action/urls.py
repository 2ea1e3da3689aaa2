"""The addresses of an action, now, on a past day and in a closed round, and of its schedule as a file."""

from django.urls import path

from . import views

urlpatterns = [
    path("actions/<code:code>/", views.action, name="action"),
    path("actions/<code:code>/schedule.svg", views.schedule_chart, name="schedule-chart"),
]
