"""Addresses of the sheets of organisations. Every write has an address of its own."""

from django.urls import path

from . import opened_row, ready, views

SHEET = "my-actions/<slug:key>/"

urlpatterns = [
    path("my-actions/", views.my_actions, name="my-actions"),
    path(SHEET, views.sheet, name="sheet"),
    path(f"{SHEET}checks/", views.sheet_checks, name="sheet-checks"),
    path(f"{SHEET}unchanged/<code:code>/", ready.sheet_unchanged, name="sheet-unchanged"),
    path(f"{SHEET}ready/", ready.sheet_ready, name="sheet-ready"),
    path(f"{SHEET}not-ready/<code:code>/", ready.sheet_not_ready, name="sheet-not-ready"),
    path(f"{SHEET}<code:code>/", opened_row.sheet_row, name="sheet-row"),
    path(f"{SHEET}<code:code>/ready/", opened_row.sheet_row_ready, name="sheet-row-ready"),
    path(
        f"{SHEET}<code:code>/ready-anyway/", opened_row.sheet_row_ready_anyway, name="sheet-row-ready-anyway"
    ),
    path(f"{SHEET}submit/", views.sheet_submit, name="sheet-submit"),
    path(f"{SHEET}submit-unagreed/", views.sheet_submit_unagreed, name="sheet-submit-unagreed"),
    path("organisations/<slug:key>/preparation/", views.preparation, name="sheet-preparation"),
]
