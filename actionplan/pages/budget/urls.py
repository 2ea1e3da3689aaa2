"""Addresses of the budget."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("budget/", page(views.budget, "budget", help="watch"), name="budget"),
    path("budget.csv", views.budget_file, {"ending": "csv"}, name="budget-csv"),
    path("budget.xlsx", views.budget_file, {"ending": "xlsx"}, name="budget-xlsx"),
]
