"""The address of the overview: that of the plan itself."""

from django.urls import path

from . import views

urlpatterns = [path("", views.overview, name="overview")]
