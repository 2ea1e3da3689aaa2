"""Addresses of the dashboards of a plan, beside its overview."""

from django.urls import path

from .views import budget, status_receipt, timeline, trend

urlpatterns = [
    path("budget/", budget.budget, name="budget"),
    path("budget.csv", budget.budget_csv, name="budget-csv"),
    path("trend/", trend.trend, name="trend"),
    path("receipts/status/", status_receipt.status, name="status-receipt"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("timeline.csv", timeline.timeline_csv, name="timeline-csv"),
]
