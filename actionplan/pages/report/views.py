"""A report that was handed in, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.pages.getters import as_it_is_now, report_or_404
from actionplan.pages.tokens import carried_out_once
from actionplan.reports.workflow import take_back

from .read import report_page


@require_safe
def report(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    """The report as it was handed in; a draft has its form or, for who only reads it, its checks instead."""
    row = report_or_404(request, plan_code, code, pk)
    if row.is_draft:
        writes = request.user.has_perm("reporting.write_report", row)
        return redirect("report-form" if writes else "report-checks", plan_code, code, row.organisation.key)
    return render(request, "report/report.html", report_page(request, row))


@require_POST
def report_take_back(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    """Before it is reviewed; the page of the new draft follows."""
    row = report_or_404(request, plan_code, code, pk)
    if not request.user.has_perm("reporting.submit_report", row):
        raise PermissionDenied
    address = reverse("report-form", args=[plan_code, code, row.organisation.key])

    def act() -> str:
        take_back(report=row, by=request.user, at=request.now)
        return address

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = report_page(request, as_it_is_now(row)) | {"errors": [refusal.sentence]}
        return render(request, "report/report.html", context, status=409)
    messages.success(request, _("The report is taken back. Go on with this draft, and submit it again."))
    return redirect(result)
