"""Addresses of the rounds of a plan. Every write has an address of its own."""

from django.urls import path

from . import (
    acts_views,
    asked_views,
    closing_views,
    extensions_views,
    list_views,
    opening_views,
    prepare_views,
    reminding_views,
    requests_views,
    round_views,
    snapshot_views,
    texts_views,
    validation_views,
)

ROUND = "rounds/<round:round_code>/"
EXTENSION = f"{ROUND}requests/<int:pk>/extension/"
VALIDATION = f"{ROUND}validation/<slug:key>/"

urlpatterns = [
    path("rounds/", list_views.round_list, name="round-list"),
    path("rounds/prepare/", prepare_views.round_prepare, name="round-prepare"),
    path("rounds/add/", prepare_views.round_add, name="round-add"),
    path(ROUND, round_views.round_page, name="round"),
    path(f"{ROUND}change/", prepare_views.round_change, name="round-change"),
    path(f"{ROUND}save/", prepare_views.round_save, name="round-save"),
    path(f"{ROUND}asked/", asked_views.round_asked, name="round-asked"),
    path(f"{ROUND}asked/save/", asked_views.round_asked_save, name="round-asked-save"),
    path(f"{ROUND}open/", opening_views.round_open, name="round-open"),
    path(f"{ROUND}open/confirm/", opening_views.round_open_confirm, name="round-open-confirm"),
    path(f"{ROUND}open-again/", acts_views.round_open_again, name="round-open-again"),
    path(f"{ROUND}take-into-review/", acts_views.round_take_into_review, name="round-take-into-review"),
    path(
        f"{ROUND}take-into-validation/",
        acts_views.round_take_into_validation,
        name="round-take-into-validation",
    ),
    path(
        f"{ROUND}take-into-validation/confirm/",
        acts_views.round_take_into_validation_confirm,
        name="round-take-into-validation-confirm",
    ),
    path(f"{ROUND}bring-up-to-date/", acts_views.round_bring_up_to_date, name="round-bring-up-to-date"),
    path(f"{ROUND}remind/", reminding_views.round_remind, name="round-remind"),
    path(f"{ROUND}excuse/", acts_views.round_excuse, name="round-excuse"),
    path(f"{ROUND}close/", closing_views.round_close, name="round-close"),
    path(f"{ROUND}close/confirm/", closing_views.round_close_confirm, name="round-close-confirm"),
    path(f"{ROUND}reopen/", closing_views.round_reopen, name="round-reopen"),
    path(f"{ROUND}reopen/confirm/", closing_views.round_reopen_confirm, name="round-reopen-confirm"),
    path(f"{ROUND}texts/", texts_views.round_texts, name="round-texts"),
    path(f"{ROUND}texts/save/", texts_views.round_texts_save, name="round-texts-save"),
    path(f"{ROUND}requests/", requests_views.request_list, name="request-list"),
    path(f"{ROUND}requests.csv", requests_views.request_list_csv, name="request-list-csv"),
    path(EXTENSION, extensions_views.extension, name="extension"),
    path(f"{EXTENSION}ask/", extensions_views.extension_ask, name="extension-ask"),
    path(f"{EXTENSION}give/", extensions_views.extension_give, name="extension-give"),
    path(f"{EXTENSION}grant/", extensions_views.extension_grant, name="extension-grant"),
    path(f"{EXTENSION}decline/", extensions_views.extension_decline, name="extension-decline"),
    path(VALIDATION, validation_views.validation, name="validation"),
    path(f"{VALIDATION}save/", validation_views.validation_save, name="validation-save"),
    path(
        f"{VALIDATION}no-objection/", validation_views.validation_no_objection, name="validation-no-objection"
    ),
    path(f"{ROUND}snapshot.zip", snapshot_views.snapshot_zip, name="snapshot-zip"),
]
