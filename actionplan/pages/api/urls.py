"""Addresses of the read interface; `openapi.json` describes each of them."""

from django.urls import path

from . import views

PLAN = "plans/<plan:plan_code>/"

urlpatterns = [
    path("openapi.json", views.description, name="api-description"),
    path("plans/", views.plans, name="api-plans"),
    path(f"{PLAN}actions/", views.actions, name="api-actions"),
    path(f"{PLAN}actions/<code:code>/", views.action, name="api-action"),
    path(f"{PLAN}milestones/", views.milestones, name="api-milestones"),
    path(f"{PLAN}indicators/", views.indicators, name="api-indicators"),
    path(f"{PLAN}money/", views.money, name="api-money"),
    path(f"{PLAN}rounds/", views.rounds, name="api-rounds"),
]
