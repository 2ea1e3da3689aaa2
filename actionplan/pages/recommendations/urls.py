"""Addresses of recommendations, under a plan."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("recommendations/", page(views.recommendations, "overview", help="read"), name="recommendations"),
    path("recommendations.csv", views.recommendations_file, {"ending": "csv"}, name="recommendations-csv"),
    path("recommendations.xlsx", views.recommendations_file, {"ending": "xlsx"}, name="recommendations-xlsx"),
    path(
        "recommendations/new/",
        page(views.recommendation_new, "overview", help="amend"),
        name="recommendation-new",
    ),
    path(
        "recommendations/<int:number>/",
        page(views.recommendation, "overview", help="read"),
        name="recommendation",
    ),
    path(
        "recommendations/<int:number>/change/",
        page(views.recommendation_change, "overview", help="amend"),
        name="recommendation-change",
    ),
]
