"""Addresses of the sheets of organisations. Every write has an address of its own."""

from django.urls import path

from actionplan.base.navigation import page

from . import opened_row, ready, views

SHEET = "my-actions/<slug:key>/"

urlpatterns = [
    path("my-actions/", page(views.my_actions, "my-actions", help="my-actions"), name="my-actions"),
    path(SHEET, page(views.sheet, "my-actions", help="my-actions"), name="sheet"),
    path(f"{SHEET}checks/", page(views.sheet_checks, "my-actions", help="my-actions"), name="sheet-checks"),
    path(f"{SHEET}unchanged/<code:code>/", page(ready.sheet_unchanged), name="sheet-unchanged"),
    path(f"{SHEET}ready/", ready.sheet_ready, name="sheet-ready"),
    path(f"{SHEET}not-ready/<code:code>/", ready.sheet_not_ready, name="sheet-not-ready"),
    path(
        f"{SHEET}<code:code>/", page(opened_row.sheet_row, "my-actions", help="my-actions"), name="sheet-row"
    ),
    path(
        f"{SHEET}<code:code>/ready/",
        page(opened_row.sheet_row_ready, "my-actions", help="my-actions"),
        name="sheet-row-ready",
    ),
    path(
        f"{SHEET}<code:code>/ready-anyway/",
        page(opened_row.sheet_row_ready_anyway, "my-actions", help="my-actions"),
        name="sheet-row-ready-anyway",
    ),
    path(f"{SHEET}submit/", page(views.sheet_submit, "my-actions", help="my-actions"), name="sheet-submit"),
    path(
        f"{SHEET}submit-unagreed/",
        page(views.sheet_submit_unagreed, "my-actions", help="my-actions"),
        name="sheet-submit-unagreed",
    ),
    path(
        "organisations/<slug:key>/preparation/",
        page(views.preparation, help="my-actions"),
        name="sheet-preparation",
    ),
]
