"""Addresses of what is coming."""

from django.urls import path

from . import views

urlpatterns = [
    path("coming/", views.coming, name="coming"),
    path("coming.csv", views.coming_file, {"ending": "csv"}, name="coming-csv"),
    path("coming.xlsx", views.coming_file, {"ending": "xlsx"}, name="coming-xlsx"),
]
