"""What was really sent of a round: recorded and, where that was a mistake, withdrawn by coordinators; read by everybody."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.base.refusals import Refused
from actionplan.portal.round_getters import round_or_404
from actionplan.portal.sent_documents import sent_context
from actionplan.portal.tokens import carried_out_once
from actionplan.reporting.forms.sent_documents import SentDocumentForm, WithdrawForm
from actionplan.reporting.models import Round, SentDocument
from actionplan.reporting.sent_documents import record_sent_document, withdraw_sent_document

PAGE = "government/sent.html"


@require_safe
def sent_documents(request: HttpRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_or_404(request, plan_code, round_code)
    return render(request, PAGE, sent_context(request, round))


@require_POST
def sent_document_record(request: HttpRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = _round_to_record(request, plan_code, round_code)
    form = SentDocumentForm(request.POST, request.FILES, round=round)
    if not form.is_valid():
        return render(request, PAGE, sent_context(request, round, record_form=form), status=400)
    facts = {name: form.cleaned_data[name] for name in ["kind", "minister", "reference", "sent_on"]}
    sha256, address = form.hash, reverse("sent-documents", args=[plan_code, round_code])

    def act() -> str:
        named = {"sha256": sha256, "file_name": form.file_name}
        record_sent_document(round=round, **facts, **named, by=request.user, at=request.now)
        return address

    try:
        result = carried_out_once(request, act, beside=sha256)
    except Refused as refusal:
        context = sent_context(request, round, record_form=form) | {"errors": [refusal.sentence]}
        return render(request, PAGE, context, status=409)
    messages.success(request, _("Recorded, with the SHA-256 %(hash)s.") % {"hash": sha256})
    return redirect(result)


@require_POST
def sent_document_withdraw(request: HttpRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    round = _round_to_record(request, plan_code, round_code)
    document = get_object_or_404(SentDocument, round=round, pk=pk)
    form = WithdrawForm(request.POST, document=pk)
    shown = {"withdraw_form": form, "of": pk}
    if not form.is_valid():
        return render(request, PAGE, sent_context(request, round, **shown), status=400)
    address = reverse("sent-documents", args=[plan_code, round_code])

    def act() -> str:
        reason = form.cleaned_data["reason"]
        withdraw_sent_document(document=document, reason=reason, by=request.user, at=request.now)
        return address

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = sent_context(request, round, **shown) | {"errors": [refusal.sentence]}
        return render(request, PAGE, context, status=409)
    messages.success(request, _("The record is withdrawn; it stays to be read."))
    return redirect(result)


def _round_to_record(request: HttpRequest, plan_code: str, round_code: str) -> Round:
    round = round_or_404(request, plan_code, round_code)
    if not request.user.has_perm("reporting.record_sent_documents", round):
        raise PermissionDenied
    return round
