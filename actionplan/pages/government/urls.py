"""Addresses of changes of government. A main form is sent to its page, every other act has an address of its own."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("", page(views.government_list, help="administer"), name="government-list"),
    path("<int:pk>/", page(views.government, help="administer"), name="government"),
    path("<int:pk>/add/<slug:kind>/", views.government_add, name="government-add"),
    path("<int:pk>/take-out/<int:place>/", views.government_take_out, name="government-take-out"),
    path("<int:pk>/drop/", page(views.government_drop), name="government-drop"),
    path("<int:pk>/preview/", page(views.government_preview), name="government-preview"),
    path("<int:pk>/carry-out/", views.government_carry_out, name="government-carry-out"),
]
