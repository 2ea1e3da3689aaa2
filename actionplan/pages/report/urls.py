"""Addresses of the pages on which people report. Every write has an address of its own."""

from django.urls import path

from actionplan.base.navigation import page

from . import autosave, views

MAKING = "actions/<code:code>/report/<slug:key>/"
MADE = "actions/<code:code>/reports/<int:pk>/"

urlpatterns = [
    path("actions/<code:code>/report/", page(views.report_choose, help="report"), name="report-choose"),
    path(MAKING, page(views.report_form, help="report"), name="report-form"),
    path(f"{MAKING}save-and-check/", views.report_save_and_check, name="report-save-and-check"),
    path(f"{MAKING}autosave/", autosave.report_autosave, name="report-autosave"),
    path(f"{MAKING}checks/", page(views.report_checks, help="report"), name="report-checks"),
    path(f"{MAKING}submit/", views.report_submit, name="report-submit"),
    path(f"{MAKING}discard/", page(views.report_discard, help="report"), name="report-discard"),
    path(MADE, page(views.report, help="report"), name="report"),
    path(f"{MADE}take-back/", page(views.report_take_back), name="report-take-back"),
]
