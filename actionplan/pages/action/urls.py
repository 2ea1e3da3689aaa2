"""The addresses of an action, now, on a past day and in a closed round, and of its schedule as a file."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("actions/<code:code>/", page(views.action, "action-list", help="read"), name="action"),
    path("actions/<code:code>/schedule.svg", views.schedule_chart, name="schedule-chart"),
]
