"""Who writes what for an organisation: one form, one save."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.pages.tokens import carried_out_once
from actionplan.reports.file_holders import name_file_holders

from .file_holders import files_of

TEMPLATE = "people/file_holders.html"


@require_safe
def file_holders(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    files = files_of(request, plan_code, key)
    return render(request, TEMPLATE, files.context(files.form()))


@require_POST
def file_holders_save(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """Save all of them; what somebody else named in between is shown beside what was chosen."""
    files = files_of(request, plan_code, key)
    form = files.form(request.POST)
    if not form.is_valid():
        return render(request, TEMPLATE, files.context(form), status=400)

    def act() -> str:
        name_file_holders(
            plan=files.plan,
            organisation=files.organisation,
            holders=form.holders(),
            by=request.user,
            at=request.now,
            opened=form.cleaned_data["opened"],
        )
        return reverse("file-holders", args=[plan_code, key])

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        files.read_again()
        context = files.context(form, compare=True, errors=[refusal.sentence])
        return render(request, TEMPLATE, context, status=409)
    messages.success(request, _("Saved who writes."))
    return redirect(result)
