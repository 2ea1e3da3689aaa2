"""Addresses of the sheets of organisations. Every write has an address of its own."""

from django.urls import path

from . import ready, views

SHEET = "my-actions/<slug:key>/"

urlpatterns = [
    path("my-actions/", views.my_actions, name="my-actions"),
    path(SHEET, views.sheet, name="sheet"),
    path(f"{SHEET}save/", views.sheet_save, name="sheet-save"),
    path(f"{SHEET}save/<code:code>/", views.sheet_save_row, name="sheet-save-row"),
    path(f"{SHEET}save-and-open/<code:code>/", views.sheet_save_and_open, name="sheet-save-and-open"),
    path(f"{SHEET}save-and-check/", views.sheet_save_and_check, name="sheet-save-and-check"),
    path(f"{SHEET}checks/", views.sheet_checks, name="sheet-checks"),
    path(
        f"{SHEET}save-and-say-unchanged/<code:code>/",
        views.sheet_save_and_say_unchanged,
        name="sheet-save-and-say-unchanged",
    ),
    path(f"{SHEET}unchanged/<code:code>/", ready.sheet_unchanged, name="sheet-unchanged"),
    path(f"{SHEET}ready/", ready.sheet_ready, name="sheet-ready"),
    path(f"{SHEET}not-ready/<code:code>/", ready.sheet_not_ready, name="sheet-not-ready"),
    path(f"{SHEET}submit/", views.sheet_submit, name="sheet-submit"),
    path("organisations/<slug:key>/preparation/", views.preparation, name="sheet-preparation"),
]
