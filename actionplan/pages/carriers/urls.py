"""The address of the page that says who carries what."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [path("carriers/", page(views.carriers, "overview", help="read"), name="carriers")]
