"""Addresses of a plan's rounds. A main form is sent to its page, other acts have their own address."""

from django.urls import path

from actionplan.base.navigation import page

from . import (
    extension_page,
    reopening_page,
    request_list,
    texts_page,
    treating_page,
    validation_page,
    views,
)

ROUND = "rounds/<round:round_code>/"
EXTENSION = f"{ROUND}requests/<int:pk>/extension/"
VALIDATION = f"{ROUND}validation/<slug:key>/"

urlpatterns = [
    path("rounds/", page(views.round_list, "round-list", help="rounds"), name="round-list"),
    path("rounds/prepare/", page(views.round_prepare, "round-list", help="rounds"), name="round-prepare"),
    path(ROUND, page(views.round_page, "round-list", help="rounds"), name="round"),
    path(f"{ROUND}change/", page(views.round_change, "round-list", help="rounds"), name="round-change"),
    path(f"{ROUND}asked/", page(views.round_asked, "round-list", help="rounds"), name="round-asked"),
    path(f"{ROUND}open/", page(views.round_open, "round-list", help="rounds"), name="round-open"),
    path(f"{ROUND}open-again/", page(views.round_open_again), name="round-open-again"),
    path(f"{ROUND}take-into-review/", page(views.round_take_into_review), name="round-take-into-review"),
    path(
        f"{ROUND}take-into-validation/",
        page(views.round_take_into_validation),
        name="round-take-into-validation",
    ),
    path(f"{ROUND}bring-up-to-date/", views.round_bring_up_to_date, name="round-bring-up-to-date"),
    path(f"{ROUND}remind/", page(views.round_remind), name="round-remind"),
    path(f"{ROUND}excuse/", views.round_excuse, name="round-excuse"),
    path(f"{ROUND}close/", page(views.round_close, "round-list", help="rounds"), name="round-close"),
    path(f"{ROUND}reopen/", page(views.round_reopen, "round-list", help="rounds"), name="round-reopen"),
    path(
        f"{ROUND}texts/",
        page(texts_page.round_texts, "round-list", help="government-report"),
        name="round-texts",
    ),
    path(f"{ROUND}texts/save/", texts_page.round_texts_save, name="round-texts-save"),
    path(
        f"{ROUND}requests/", page(request_list.request_list, "round-list", help="rounds"), name="request-list"
    ),
    path(f"{ROUND}requests.csv", request_list.request_list_file, {"ending": "csv"}, name="request-list-csv"),
    path(
        f"{ROUND}requests.xlsx", request_list.request_list_file, {"ending": "xlsx"}, name="request-list-xlsx"
    ),
    path(EXTENSION, page(extension_page.extension, "round-list", help="rounds"), name="extension"),
    path(f"{EXTENSION}ask/", extension_page.extension_ask, name="extension-ask"),
    path(f"{EXTENSION}give/", extension_page.extension_give, name="extension-give"),
    path(f"{EXTENSION}grant/", extension_page.extension_grant, name="extension-grant"),
    path(f"{EXTENSION}decline/", extension_page.extension_decline, name="extension-decline"),
    path(
        f"{ROUND}remarks/<int:pk>/reopen/",
        page(reopening_page.request_reopen, "round-list", help="rounds"),
        name="request-reopen",
    ),
    path(f"{ROUND}remarks/<int:pk>/treat/", page(treating_page.remark_treat), name="remark-treat"),
    path(
        VALIDATION,
        page(validation_page.validation, "validation", "round-list", help="minister"),
        name="validation",
    ),
    path(f"{VALIDATION}save/", validation_page.validation_save, name="validation-save"),
    path(
        f"{VALIDATION}no-objection/", validation_page.validation_no_objection, name="validation-no-objection"
    ),
    path(f"{ROUND}snapshot.zip", views.snapshot_zip, name="snapshot-zip"),
]
