"""Addresses of the dashboards of a plan, beside its overview."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
