"""The address of the quality of reporting."""

from django.urls import path

from . import views

urlpatterns = [path("quality/", views.quality, name="quality")]
