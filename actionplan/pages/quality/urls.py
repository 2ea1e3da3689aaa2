"""The address of the quality of reporting."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [path("quality/", page(views.quality, "overview", help="watch"), name="quality")]
