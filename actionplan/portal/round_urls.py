"""Addresses of the rounds of a plan. Every write has an address of its own."""

from django.urls import path, register_converter

from .converters import RoundCode
from .views import (
    round_acts,
    round_asked,
    round_closing,
    round_extensions,
    round_list,
    round_opening,
    round_prepare,
    round_reminding,
    round_requests,
    round_texts,
    round_validation,
    snapshots,
)

register_converter(RoundCode, "round")

ROUND = "rounds/<round:round_code>/"
EXTENSION = f"{ROUND}requests/<int:pk>/extension/"
VALIDATION = f"{ROUND}validation/<slug:key>/"

urlpatterns = [
    path("rounds/", round_list.round_list, name="round-list"),
    path("rounds/prepare/", round_prepare.round_prepare, name="round-prepare"),
    path("rounds/add/", round_prepare.round_add, name="round-add"),
    path(f"{ROUND}change/", round_prepare.round_change, name="round-change"),
    path(f"{ROUND}save/", round_prepare.round_save, name="round-save"),
    path(f"{ROUND}asked/", round_asked.round_asked, name="round-asked"),
    path(f"{ROUND}asked/save/", round_asked.round_asked_save, name="round-asked-save"),
    path(f"{ROUND}open/", round_opening.round_open, name="round-open"),
    path(f"{ROUND}open/confirm/", round_opening.round_open_confirm, name="round-open-confirm"),
    path(f"{ROUND}open-again/", round_acts.round_open_again, name="round-open-again"),
    path(f"{ROUND}take-into-review/", round_acts.round_take_into_review, name="round-take-into-review"),
    path(
        f"{ROUND}take-into-validation/",
        round_acts.round_take_into_validation,
        name="round-take-into-validation",
    ),
    path(f"{ROUND}bring-up-to-date/", round_acts.round_bring_up_to_date, name="round-bring-up-to-date"),
    path(f"{ROUND}remind/", round_reminding.round_remind, name="round-remind"),
    path(f"{ROUND}excuse/", round_acts.round_excuse, name="round-excuse"),
    path(f"{ROUND}close/", round_closing.round_close, name="round-close"),
    path(f"{ROUND}close/confirm/", round_closing.round_close_confirm, name="round-close-confirm"),
    path(f"{ROUND}reopen/", round_closing.round_reopen, name="round-reopen"),
    path(f"{ROUND}reopen/confirm/", round_closing.round_reopen_confirm, name="round-reopen-confirm"),
    path(f"{ROUND}texts/", round_texts.round_texts, name="round-texts"),
    path(f"{ROUND}texts/save/", round_texts.round_texts_save, name="round-texts-save"),
    path(f"{ROUND}requests/", round_requests.request_list, name="request-list"),
    path(f"{ROUND}requests.csv", round_requests.request_list_csv, name="request-list-csv"),
    path(EXTENSION, round_extensions.extension, name="extension"),
    path(f"{EXTENSION}ask/", round_extensions.extension_ask, name="extension-ask"),
    path(f"{EXTENSION}give/", round_extensions.extension_give, name="extension-give"),
    path(f"{EXTENSION}grant/", round_extensions.extension_grant, name="extension-grant"),
    path(f"{EXTENSION}decline/", round_extensions.extension_decline, name="extension-decline"),
    path(VALIDATION, round_validation.validation, name="validation"),
    path(f"{VALIDATION}save/", round_validation.validation_save, name="validation-save"),
    path(
        f"{VALIDATION}no-objection/", round_validation.validation_no_objection, name="validation-no-objection"
    ),
    path(f"{ROUND}snapshot.zip", snapshots.snapshot_zip, name="snapshot-zip"),
]
