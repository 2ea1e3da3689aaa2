"""Addresses of the pages on which people report. Every write has an address of its own."""

from django.urls import path

from . import autosave, views

MAKING = "actions/<code:code>/report/<slug:key>/"
MADE = "actions/<code:code>/reports/<int:pk>/"

urlpatterns = [
    path("actions/<code:code>/report/", views.report_choose, name="report-choose"),
    path(MAKING, views.report_form, name="report-form"),
    path(f"{MAKING}save-and-check/", views.report_save_and_check, name="report-save-and-check"),
    path(f"{MAKING}autosave/", autosave.report_autosave, name="report-autosave"),
    path(f"{MAKING}checks/", views.report_checks, name="report-checks"),
    path(f"{MAKING}submit/", views.report_submit, name="report-submit"),
    path(f"{MAKING}discard/", views.report_discard, name="report-discard"),
    path(MADE, views.report, name="report"),
    path(f"{MADE}take-back/", views.report_take_back, name="report-take-back"),
]
