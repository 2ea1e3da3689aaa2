"""Addresses of rounds."""

from django.urls import path

from . import views

urlpatterns = [path("rounds/<round:round_code>/", views.round_page, name="round")]
