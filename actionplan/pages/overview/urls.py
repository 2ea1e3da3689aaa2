"""The address of the overview, that of the plan itself, and its chart of money as a file."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("", page(views.overview, "overview", help="read"), name="overview"),
    path("money-by-year.svg", views.money_chart, name="money-chart"),
]
