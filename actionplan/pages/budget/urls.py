"""Addresses of the budget."""

from django.urls import path

from . import views

urlpatterns = [
    path("budget/", views.budget, name="budget"),
    path("budget.csv", views.budget_file, {"ending": "csv"}, name="budget-csv"),
    path("budget.xlsx", views.budget_file, {"ending": "xlsx"}, name="budget-xlsx"),
]
