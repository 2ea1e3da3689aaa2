"""Addresses of the sheets of organisations. Every write has an address of its own."""

from django.urls import path

from actionplan.pages.home import my_actions

from . import checks_views as sheet_checks
from . import preparation_views as sheet_preparation
from . import views as sheet

SHEET = "my-actions/<slug:key>/"

urlpatterns = [
    path("my-actions/", my_actions.my_actions, name="my-actions"),
    path(SHEET, my_actions.sheet, name="sheet"),
    path(f"{SHEET}save/", sheet.sheet_save, name="sheet-save"),
    path(f"{SHEET}save/<code:code>/", sheet.sheet_save_row, name="sheet-save-row"),
    path(f"{SHEET}save-and-open/<code:code>/", sheet.sheet_save_and_open, name="sheet-save-and-open"),
    path(f"{SHEET}save-and-check/", sheet.sheet_save_and_check, name="sheet-save-and-check"),
    path(f"{SHEET}checks/", sheet_checks.sheet_checks, name="sheet-checks"),
    path(f"{SHEET}submit/", sheet_checks.sheet_submit, name="sheet-submit"),
    path("organisations/<slug:key>/preparation/", sheet_preparation.preparation, name="sheet-preparation"),
]
