"""The address of the overview, that of the plan itself, and its chart of money as a file."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("money-by-year.svg", views.money_chart, name="money-chart"),
]
