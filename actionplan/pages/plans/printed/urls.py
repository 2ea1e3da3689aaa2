"""Addresses of printed plans, below those of the plans. Every write has an address of its own."""

from django.urls import path

from actionplan.pages.plans.discarding import printed_discard_confirm, printed_plan_discard

from . import views

urlpatterns = [
    path("", views.printed_plans, name="printed-plans"),
    path("template/", views.printed_plan_template, name="printed-plan-template"),
    path("upload/", views.printed_plan_upload, name="printed-plan-upload"),
    path("<int:pk>/", views.printed_plan, name="printed-plan"),
    path("<int:pk>/download/", views.printed_plan_download, name="printed-plan-download"),
    path("<int:pk>/facts/", views.printed_plan_facts, name="printed-plan-facts"),
    path("<int:pk>/facts/save/", views.printed_plan_facts_save, name="printed-plan-facts-save"),
    path("<int:pk>/bodies/", views.printed_plan_bodies, name="printed-plan-bodies"),
    path("<int:pk>/bodies/save/", views.printed_plan_bodies_save, name="printed-plan-bodies-save"),
    path("<int:pk>/actions/<code:code>/", views.printed_action, name="printed-action"),
    path("<int:pk>/actions/<code:code>/save/", views.printed_action_save, name="printed-action-save"),
    path("<int:pk>/confirm/", views.printed_plan_confirm, name="printed-plan-confirm"),
    path("<int:pk>/discard/confirm/", printed_discard_confirm, name="printed-plan-discard-confirm"),
    path("<int:pk>/discard/", printed_plan_discard, name="printed-plan-discard"),
    path("<int:pk>/finish/", views.printed_plan_finish, name="printed-plan-finish"),
]
