"""The addresses of the first page, and of a coordinator's work in a plan."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [path("", page(views.home), name="home")]
of_a_plan = [path("my-work/", page(views.my_work, "my-work", help="review"), name="my-work")]
