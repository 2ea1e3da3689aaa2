"""Address of the trend."""

from django.urls import path

from . import views

urlpatterns = [
    path("trend/", views.trend, name="trend"),
    path("trend.svg", views.trend_chart, name="trend-chart"),
]
