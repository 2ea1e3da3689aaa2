"""Addresses of receipts."""

from django.urls import path

from . import views

urlpatterns = [
    path("money/", views.money, name="money-receipt"),
    path("receipts/status/", views.status, name="status-receipt"),
]
