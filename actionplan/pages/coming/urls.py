"""Addresses of what is coming."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("coming/", page(views.coming, "overview", help="watch"), name="coming"),
    path("coming.csv", views.coming_file, {"ending": "csv"}, name="coming-csv"),
    path("coming.xlsx", views.coming_file, {"ending": "xlsx"}, name="coming-xlsx"),
]
