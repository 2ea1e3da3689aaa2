"""The address of the search."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [path("search/", page(views.search, "search", help="read"), name="search")]
