"""Addresses of the dashboards of a plan, beside its overview."""

from django.urls import path

from .views import budget, changes, timeline, trend

urlpatterns = [
    path("budget/", budget.budget, name="budget"),
    path("budget.csv", budget.budget_csv, name="budget-csv"),
    path("trend/", trend.trend, name="trend"),
    path("changes/", changes.changes, name="changes"),
    path("changes.csv", changes.changes_csv, name="changes-csv"),
    path("actions/<code:code>/changes/", changes.action_changes, name="action-changes"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("timeline.csv", timeline.timeline_csv, name="timeline-csv"),
]
