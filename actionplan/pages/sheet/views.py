"""What is typed on a sheet is saved as drafts, from whichever button: for all, for a row, on the way to a form or the checks."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.typed import carries_on
from actionplan.pages.getters import plan_or_404

from .own_sheet import Sheet
from .page import page_of, sheet_context, sheet_or_refused
from .saving import SavedSheet, save_sheet
from .words import problems_of, saved_words

PLACE = re.compile(r"[a-z0-9_-]+")
"""An id in the form of the whole report, to which a row leads on."""


def _form_address(request: PortalRequest, plan_code: str, key: str, code: str = "") -> str:
    """The page of the sheet that the form was on."""
    return reverse("sheet", args=[plan_code, key]) + _page(request.POST.get("page", ""))


def _page(number: str) -> str:
    return f"?page={number}" if number.isdecimal() and number != "1" else ""


@carries_on(_form_address)
@require_POST
def sheet_save(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    return _save(request, plan_code, key, _address(request, plan_code, key))


@carries_on(_form_address)
@require_POST
def sheet_save_row(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    """Everything that was typed, and on to this row, perhaps on another page."""
    return _save(request, plan_code, key, f"{_address(request, plan_code, key)}#row-{code}")


@carries_on(_form_address)
@require_POST
def sheet_save_and_open(request: PortalRequest, plan_code: str, key: str, code: str) -> HttpResponse:
    """Everything that was typed, and on to the whole form of this row's action, at a place of it."""
    place = request.GET.get("at", "")
    address = reverse("report-form", args=[plan_code, code, key])
    return _save(request, plan_code, key, f"{address}#{place}" if PLACE.fullmatch(place) else address)


@carries_on(_form_address)
@require_POST
def sheet_save_and_check(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    return _save(request, plan_code, key, reverse("sheet-checks", args=[plan_code, key]))


def _address(request: PortalRequest, plan_code: str, key: str) -> str:
    """The page of the sheet that the button names, else the one that the form was on."""
    number = request.GET.get("page") or request.POST.get("page", "")
    return reverse("sheet", args=[plan_code, key]) + _page(number)


def _save(request: PortalRequest, plan_code: str, key: str, address: str) -> HttpResponse:
    """Save what was typed; what was not saved comes back as typed, with why, beside what is saved now."""
    plan = plan_or_404(request, plan_code)
    sheet, sheets = sheet_or_refused(request, plan, key)
    saved = save_sheet(request, sheet, address)
    if not saved.is_whole:
        return _come_back(request, saved, sheets)
    if saved.saved:
        messages.success(request, saved_words(saved.saved, request.now))
    return redirect(saved.result)


def _come_back(request: PortalRequest, saved: SavedSheet, sheets: list[Sheet]) -> HttpResponse:
    page = page_of(saved.sheet, request.POST.get("page"))
    context = sheet_context(request, saved.sheet, sheets, page, saved.rows)
    context |= {
        "problems": problems_of([*saved.unreadable, *saved.refused]),
        "gone": saved.gone,
        "saved": saved.saved,
    }
    status = 409 if saved.refused or saved.gone else 400
    return render(request, "home/my_actions.html", context, status=status)
