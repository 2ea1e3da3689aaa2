"""Addresses of recommendations, under a plan."""

from django.urls import path

from . import views

urlpatterns = [
    path("recommendations/", views.recommendations, name="recommendations"),
    path("recommendations.csv", views.recommendations_file, {"ending": "csv"}, name="recommendations-csv"),
    path("recommendations.xlsx", views.recommendations_file, {"ending": "xlsx"}, name="recommendations-xlsx"),
    path("recommendations/new/", views.recommendation_new, name="recommendation-new"),
    path("recommendations/<int:number>/", views.recommendation, name="recommendation"),
    path("recommendations/<int:number>/change/", views.recommendation_change, name="recommendation-change"),
]
