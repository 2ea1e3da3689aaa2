"""Address of the trend."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("trend/", page(views.trend, "overview", help="watch"), name="trend"),
    path("trend.svg", views.trend_chart, name="trend-chart"),
]
