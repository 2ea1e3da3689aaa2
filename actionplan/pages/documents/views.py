"""The documents made from rounds, as page, Word file and workbook; the record of what was sent."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.file_types import type_of
from actionplan.base.files import WORKBOOK, to_be_saved
from actionplan.documents.content import DocumentContent
from actionplan.documents.evaluation import evaluation as evaluation_of
from actionplan.documents.extract import minister_extract as extract_of
from actionplan.documents.extract import ministers_of
from actionplan.documents.one_action import ActionSource, one_action
from actionplan.documents.platform_texts import texts_in_one_language
from actionplan.documents.report import government_report as report_of
from actionplan.documents.sent_documents import (
    note_sent_document,
    record_sent_document,
    withdraw_sent_document,
)
from actionplan.documents.source import DocumentSource
from actionplan.documents.word.word_file import word_file
from actionplan.documents.workbook import workbook_file
from actionplan.pages.choices import choices_of, with_query
from actionplan.pages.getters import (
    action_or_404,
    breadcrumbs_of_rounds,
    plan_or_404,
    refuse_unless,
    round_or_404,
)
from actionplan.pages.tokens import acted
from actionplan.reporting.models import Round, SentDocument

from .forms import FollowUpForm, SentDocumentForm, WithdrawForm
from .read import (
    DocumentLink,
    accepted_picture,
    breadcrumbs_of_document,
    earlier_than,
    file_links,
    kept_parameters,
    language_of_document,
    links_of,
    rounds_to_evaluate,
    sections_on_page,
    source_of_document,
)
from .sent import may_download, sent_context

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def government_report(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    source, names = source_of_document(request, plan_code, round_code), [plan_code, round_code]
    ministers = [
        DocumentLink(
            minister.local_title,
            with_query(reverse("minister-extract", args=[*names, minister.key]), request.GET.dict()),
        )
        for minister in ministers_of(source.picture)
    ]
    files = file_links(request, names, word="government-report-docx", workbook="government-report-xlsx")
    context = {
        "plan": source.today.plan,
        "breadcrumbs": breadcrumbs_of_document(request, source),
        "files": files,
        "ministers": ministers,
        "one_language": texts_in_one_language(source.texts),
    }
    return _page(request, lambda: _report(source), context)


@require_safe
def government_report_docx(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    source = source_of_document(request, plan_code, round_code)
    return _word_file(request, lambda: _report(source))


@require_safe
def government_report_xlsx(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    source = source_of_document(request, plan_code, round_code)
    return _file(request, lambda: _report(source), workbook_file, WORKBOOK, "xlsx")


@require_safe
def minister_extract(request: PortalRequest, plan_code: str, round_code: str, key: str) -> HttpResponse:
    source, names = source_of_document(request, plan_code, round_code), [plan_code, round_code]
    report = with_query(
        reverse("government-report", args=names), kept_parameters(request, "closing", "edition", "language")
    )
    context = {
        "plan": source.today.plan,
        "breadcrumbs": [*breadcrumbs_of_document(request, source), (_("Report to the Government"), report)],
        "files": file_links(request, [*names, key], word="minister-extract-docx"),
    }
    return _page(request, lambda: _extract(source, key), context)


@require_safe
def minister_extract_docx(request: PortalRequest, plan_code: str, round_code: str, key: str) -> HttpResponse:
    source = source_of_document(request, plan_code, round_code)
    return _word_file(request, lambda: _extract(source, key))


@require_safe
def action_docx(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    """What was accepted on the day or in the round that the address asks for; `?verdict=yes` tells the verdict too."""
    row = action_or_404(request, plan_code, code)
    choices = choices_of(request, row.plan, "action", row)
    picture = accepted_picture(choices)
    action = picture.actions.by_pk(row.pk)
    if action is None:
        raise Http404
    source = ActionSource(picture=picture, action=action, snapshot=choices.snapshot)
    is_assessed = request.GET.get("verdict") == "yes"
    return _word_file(request, lambda: one_action(source, is_assessed=is_assessed))


@require_safe
def evaluation(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Without a closed round the page says so. There is one edition: it says nothing on single actions."""
    plan = plan_or_404(request, plan_code)
    chosen_rounds = rounds_to_evaluate(request, plan)
    context = {
        "plan": plan,
        "breadcrumbs": breadcrumbs_of_rounds(plan),
        "files": file_links(request, [plan.code], word="evaluation-docx") if chosen_rounds.chosen else [],
        "asked": chosen_rounds,
        "kept": kept_parameters(request, "language"),
        "editions": [],
    }
    if not chosen_rounds.chosen:
        return render(request, "documents/page.html", links_of(request, plan) | context)
    return _page(request, lambda: evaluation_of(chosen_rounds.chosen), context)


@require_safe
def evaluation_docx(request: PortalRequest, plan_code: str) -> HttpResponse:
    chosen_rounds = rounds_to_evaluate(request, plan_or_404(request, plan_code))
    if not chosen_rounds.chosen:
        raise Http404
    return _word_file(request, lambda: evaluation_of(chosen_rounds.chosen))


def _report(source: DocumentSource) -> DocumentContent:
    return report_of(source, earlier_than(source))


def _extract(source: DocumentSource, key: str) -> DocumentContent:
    document = extract_of(source, key, earlier_than(source))
    if document is None:
        raise Http404
    return document


def _page(request: PortalRequest, made: Callable[[], DocumentContent], context: dict) -> HttpResponse:
    with override(language_of_document(request)):
        document = made()
        shown = {"document": document, "sections": sections_on_page(document)}
    return render(request, "documents/page.html", links_of(request, context["plan"]) | shown | context)


def _word_file(request: PortalRequest, made: Callable[[], DocumentContent]) -> HttpResponse:
    return _file(request, made, word_file, WORD_TYPE, "docx")


def _file(
    request: PortalRequest,
    made: Callable[[], DocumentContent],
    write: Callable[[DocumentContent], bytes],
    kind: str,
    ending: str,
) -> HttpResponse:
    with override(language_of_document(request)):
        document = made()
        content = write(document)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{document.name}.{ending}"'
    response["Content-Language"] = document.language
    return response


# What was sent


@require_safe
def sent_documents(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_or_404(request, plan_code, round_code)
    return render(request, "documents/sent.html", sent_context(request, round))


@require_POST
def sent_document_record(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = _round_to_record(request, plan_code, round_code)
    form = SentDocumentForm(request.POST, request.FILES, round=round)
    sha256 = form.hash if form.is_valid() else ""

    def act() -> None:
        names, file = ["kind", "minister", "reference", "sent_on", "edition"], form.cleaned_data["file"]
        facts = {name: form.cleaned_data[name] for name in names} | {"sha256": sha256}
        if file:
            file.seek(0)
            facts |= {"file_name": file.name, "content": file.read()}
        record_sent_document(round=round, **facts, by=request.user, at=request.now)

    done = _("Recorded, with the SHA-256 %(hash)s.") % {"hash": sha256}
    return _acted(request, round, act, done, form, beside=sha256, record_form=form)


@require_POST
def sent_document_withdraw(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    round = _round_to_record(request, plan_code, round_code)
    document = get_object_or_404(SentDocument.objects.of_round(round), pk=pk)
    form = WithdrawForm(request.POST, document=pk)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        withdraw_sent_document(document=document, reason=reason, by=request.user, at=request.now)

    done = _("The record is withdrawn; it stays to be read.")
    return _acted(request, round, act, done, form, withdraw_form=form, of=pk)


@require_POST
def sent_document_follow_up(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    round = _round_to_record(request, plan_code, round_code)
    document = get_object_or_404(SentDocument.objects.of_round(round), pk=pk)
    form = FollowUpForm(request.POST, document=document)

    def act() -> None:
        note_sent_document(document=document, **form.facts, by=request.user, at=request.now)

    return _acted(request, round, act, _("Recorded."), form, follow_up=form, of=pk)


def _acted(
    request: PortalRequest,
    round: Round,
    act: Callable[[], None],
    done: str,
    form: Form,
    beside: str = "",
    **shown: Any,
) -> HttpResponse:
    """A refusal shows the page with the form that was sent."""
    return acted(
        request,
        "documents/sent.html",
        lambda: sent_context(request, round, **shown),
        act,
        to=reverse("sent-documents", args=[round.plan.code, round.code]),
        form=form,
        done=done,
        beside=beside,
    )


@require_safe
def sent_document_file(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponseBase:
    """The file as it was sent. One that was kept before its contents were looked at may be of any type."""
    round = round_or_404(request, plan_code, round_code)
    document = get_object_or_404(SentDocument.objects.of_round(round), pk=pk)
    if not may_download(request, document):
        raise Http404
    name = document.file_name or f"{round.code}-{document.kind}"
    content = bytes(document.content or b"")
    kind = type_of(content)
    return to_be_saved(io.BytesIO(content), name, kind.content_type if kind else "application/octet-stream")


def _round_to_record(request: PortalRequest, plan_code: str, round_code: str) -> Round:
    round = round_or_404(request, plan_code, round_code)
    refuse_unless(request, "reporting.record_sent_documents", round)
    return round
