"""The addresses of the style guide."""

from django.urls import path

from . import views

urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/asks-first/", views.asks_first, name="styleguide-asks-first"),
]
