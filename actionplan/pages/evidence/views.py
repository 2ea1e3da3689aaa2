"""Adding evidence to a draft and taking it away; a file for whoever may read it; a selection for who checks."""

from __future__ import annotations

import hashlib
import logging

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.access_log import note_words
from actionplan.base.archives import ZIP, zip_pieces
from actionplan.base.errors import bad_request_page
from actionplan.base.files import to_be_saved
from actionplan.pages.getters import action_now, as_it_is_now, page_of, plan_for, refuse_unless, report_or_404
from actionplan.pages.tokens import acted, form_page, typed_to
from actionplan.reporting.evidence_files import opened_file
from actionplan.reporting.models import Evidence, ProgressReport
from actionplan.reporting.rules import sees_evidence
from actionplan.reports.evidence import FileRefused, add_evidence, take_away_evidence

from .forms import EvidenceForm, SelectionForm
from .read import evidence_page, files_of, pieces_of

PAGE = "evidence/report.html"
PIECES_PER_PAGE = 50
log = logging.getLogger("portal.request")


@form_page
def report_evidence(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    """What the person may see of it; whoever writes the draft adds to it here."""
    report = report_or_404(request, plan_code, code, pk)
    if request.method != "POST":
        return _page(request, report)
    refuse_unless(request, "reporting.write_report", report)
    form = EvidenceForm(request.POST, request.FILES, report=report, action=action_now(request, report.action))
    return acted(
        request,
        PAGE,
        lambda: evidence_page(request, report, form),
        lambda: add_evidence(report=report, **form.evidence(), by=request.user, at=request.now),
        to=lambda _done: reverse("report-evidence", args=[plan_code, code, pk]),
        form=form,
        done=_("The evidence is added to the draft."),
        fields={FileRefused: "file"},
        again=lambda: as_it_is_now(report, "action"),
        beside=hashlib.sha256(form.content).hexdigest(),
    )


def _page(request: PortalRequest, report: ProgressReport, error: str = "", status: int = 200) -> HttpResponse:
    form, names = None, [report.action.plan.code, report.action.code, report.pk]
    typed = typed_to(request, "report-evidence", *names)
    if typed is not None:
        form = EvidenceForm(typed, report=report, action=action_now(request, report.action))
    context = evidence_page(request, report, form) | {"errors": [error] if error else []}
    return render(request, PAGE, context, status=status)


def _piece_or_404(request: PortalRequest, report: ProgressReport, piece: int) -> Evidence:
    row = get_object_or_404(report.evidence, pk=piece)
    if not sees_evidence(request.user, report, row.is_open):
        raise Http404
    row.report = report
    return row


@require_POST
def evidence_take_away(
    request: PortalRequest, plan_code: str, code: str, pk: int, piece: int
) -> HttpResponse:
    report = report_or_404(request, plan_code, code, pk)
    refuse_unless(request, "reporting.write_report", report)
    row = report.evidence.filter(pk=piece).first() or Evidence(pk=piece, report=report)
    return acted(
        request,
        PAGE,
        lambda: evidence_page(request, report),
        lambda: take_away_evidence(evidence=row, by=request.user, at=request.now),
        to=lambda _done: reverse("report-evidence", args=[plan_code, code, pk]),
        done=_("The evidence is taken away."),
        again=lambda: as_it_is_now(report, "action"),
    )


@require_safe
def evidence_file(request: PortalRequest, plan_code: str, code: str, pk: int, piece: int) -> HttpResponseBase:
    report = report_or_404(request, plan_code, code, pk)
    row = _piece_or_404(request, report, piece)
    if not row.is_file:
        raise Http404
    if row.redacted_at:
        return _page(request, report, _("This file was removed by law."), status=410)
    try:
        file = opened_file(row.sha256)
    except FileNotFoundError:
        log.error("a file of evidence is gone: %s", row.sha256)
        sentence = _("The file is not where it was kept. Tell an administrator; its hash is still known.")
        return _page(request, report, sentence, status=404)
    note_words(report.action)
    return to_be_saved(file, row.name, row.content_type)


# All of a plan, for who checks it


@require_safe
def evidence_list(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_for(request, plan_code, "reporting.download_evidence")
    form = SelectionForm(request.GET, plan=plan)
    rows = form.selected().select_related("report__action__plan", "report__organisation", "report__round")
    page = page_of(request, rows.prefetch_related("report__action__terms"), PIECES_PER_PAGE)
    for row in page.object_list:
        note_words(row.report.action, not row.redacted_at)
    context = {
        "plan": plan,
        "form": form,
        "page_obj": page,
        "here": reverse("evidence-list", args=[plan.code]),
    }
    return render(request, "evidence/list.html", context)


@require_safe
def evidence_zip(request: PortalRequest, plan_code: str) -> HttpResponseBase:
    """The files of a selection, with a list of all its pieces and their hashes."""
    plan = plan_for(request, plan_code, "reporting.download_evidence")
    form = SelectionForm(request.GET, plan=plan)
    if not form.is_valid():
        return bad_request_page(_("The address asks for evidence that is not there."))
    about = ["report__action", "report__organisation", "report__round", "milestone", "line"]
    pieces = pieces_of(form.selected().select_related(*about))
    for piece in pieces:
        note_words(piece.row.report.action, not piece.row.redacted_at)
    response = StreamingHttpResponse(zip_pieces(files_of(pieces), request.now), content_type=ZIP)
    response["Content-Disposition"] = f'attachment; filename="evidence-{plan.code}.zip"'
    return response
