"""Addresses of the dashboards of a plan, beside its overview."""

from django.urls import path

from .views import budget, changes, milestones, quality, status_receipt

urlpatterns = [
    path("budget/", budget.budget, name="budget"),
    path("budget.csv", budget.budget_csv, name="budget-csv"),
    path("receipts/status/", status_receipt.status, name="status-receipt"),
    path("milestones/", milestones.milestones, name="milestones"),
    path("milestones.csv", milestones.milestones_csv, name="milestones-csv"),
    path("quality/", quality.quality, name="quality"),
    path("changes/", changes.changes, name="changes"),
    path("changes.csv", changes.changes_csv, name="changes-csv"),
    path("actions/<code:code>/changes/", changes.action_changes, name="action-changes"),
]
