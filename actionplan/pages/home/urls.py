"""The addresses of the first page, and of a coordinator's work in a plan."""

from django.urls import path

from . import views

urlpatterns = [path("", views.home, name="home")]
of_a_plan = [path("my-work/", views.my_work, name="my-work")]
