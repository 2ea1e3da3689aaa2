"""Addresses of receipts."""

from django.urls import path

from . import views

urlpatterns = [path("receipts/status/", views.status, name="status-receipt")]
