"""Addresses of receipts."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("money/", page(views.money, "budget", help="watch"), name="money-receipt"),
    path("receipts/status/", page(views.status, "overview", help="read"), name="status-receipt"),
]
