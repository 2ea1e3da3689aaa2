"""The address of the page that says who carries what."""

from django.urls import path

from . import views

urlpatterns = [path("carriers/", views.carriers, name="carriers")]
