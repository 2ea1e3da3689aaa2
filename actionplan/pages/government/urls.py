"""Addresses of changes of government. A main form is sent to its page, every other act has an address of its own."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.government_list, name="government-list"),
    path("<int:pk>/", views.government, name="government"),
    path("<int:pk>/add/<slug:kind>/", views.government_add, name="government-add"),
    path("<int:pk>/take-out/<int:place>/", views.government_take_out, name="government-take-out"),
    path("<int:pk>/drop/", views.government_drop, name="government-drop"),
    path("<int:pk>/preview/", views.government_preview, name="government-preview"),
    path("<int:pk>/carry-out/", views.government_carry_out, name="government-carry-out"),
]
