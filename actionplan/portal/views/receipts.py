"""Receipts: the rows that a sum of money adds up."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.portal.getters import plan_or_404
from actionplan.portal.moments import asked_of
from actionplan.portal.money_receipt import MEASURES, receipt_rows

PAGE_SIZE = 100


def money(request: HttpRequest, plan_code: str) -> HttpResponse:
    """`?measure=planned|committed|paid` and `?year=`: each row with its report, who said it, who accepted it."""
    plan = plan_or_404(request, plan_code)
    asked = asked_of(request, plan)
    measure = request.GET.get("measure", "")
    measure = measure if measure in MEASURES else "paid"
    year = request.GET.get("year", "")
    rows, total = receipt_rows(
        plan, asked.moment, measure, int(year) if year.isdecimal() else None, request.user
    )
    context = {
        "plan": plan,
        "asked": asked,
        "measure": measure,
        "measure_label": MEASURES[measure],
        "year": year if year.isdecimal() else "",
        "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "total": total,
        "trail": [(_("Overview"), reverse("overview", args=[plan.code]) + asked.query_string)],
    }
    return render(request, "portal/money_receipt.html", context)
