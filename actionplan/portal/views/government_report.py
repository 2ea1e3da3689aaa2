"""The documents that are made from rounds: as a page to print, as a Word file, as a workbook; in either language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.base.language import speaking
from actionplan.portal.getters import plan_or_404
from actionplan.portal.government_report.asked import (
    Evaluated,
    earlier_than,
    evaluated,
    language_asked,
    source_asked,
)
from actionplan.portal.government_report.content import Document
from actionplan.portal.government_report.evaluation import evaluation as evaluation_of
from actionplan.portal.government_report.extract import minister_extract as extract_of
from actionplan.portal.government_report.page import page_of_evaluation, page_of_extract, page_of_report
from actionplan.portal.government_report.report import government_report as report_of
from actionplan.portal.government_report.source import PUBLIC, Source, frozen_source, limited_today
from actionplan.portal.government_report.word.writing import word_file
from actionplan.portal.government_report.workbook import workbook_file

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = "government/page.html"


@require_safe
def government_report(request: HttpRequest, plan_code: str, round_code: str) -> HttpResponse:
    source = source_asked(request, plan_code, round_code)
    document = _in_its_language(request, lambda: _report(source))
    return render(request, PAGE, page_of_report(request, source, document))


@require_safe
def government_report_docx(request: HttpRequest, plan_code: str, round_code: str) -> HttpResponse:
    source = source_asked(request, plan_code, round_code)
    return _file(request, lambda: _report(source), word_file, WORD, "docx")


@require_safe
def government_report_xlsx(request: HttpRequest, plan_code: str, round_code: str) -> HttpResponse:
    source = source_asked(request, plan_code, round_code)
    return _file(request, lambda: _report(source), workbook_file, WORKBOOK, "xlsx")


@require_safe
def minister_extract(request: HttpRequest, plan_code: str, round_code: str, key: str) -> HttpResponse:
    source = source_asked(request, plan_code, round_code)
    document = _in_its_language(request, lambda: _extract(source, key))
    return render(request, PAGE, page_of_extract(request, source, document, key))


@require_safe
def minister_extract_docx(request: HttpRequest, plan_code: str, round_code: str, key: str) -> HttpResponse:
    source = source_asked(request, plan_code, round_code)
    return _file(request, lambda: _extract(source, key), word_file, WORD, "docx")


@require_safe
def evaluation(request: HttpRequest, plan_code: str) -> HttpResponse:
    """Without a closed round the page says so."""
    plan = plan_or_404(request, plan_code)
    asked = evaluated(request, plan)
    document = _in_its_language(request, lambda: _evaluation(request, asked)) if asked.chosen else None
    return render(request, PAGE, page_of_evaluation(request, plan, asked, document))


@require_safe
def evaluation_docx(request: HttpRequest, plan_code: str) -> HttpResponse:
    asked = evaluated(request, plan_or_404(request, plan_code))
    if not asked.chosen:
        raise Http404
    return _file(request, lambda: _evaluation(request, asked), word_file, WORD, "docx")


def _report(source: Source) -> Document:
    earlier = earlier_than(source)
    return report_of(source, earlier.stood, earlier.round)


def _extract(source: Source, key: str) -> Document:
    earlier = earlier_than(source)
    document = extract_of(source, key, earlier.stood, earlier.round)
    if document is None:
        raise Http404
    return document


def _evaluation(request: HttpRequest, asked: Evaluated) -> Document:
    last = asked.chosen[-1]
    source = frozen_source(last, request.user, PUBLIC, limited_today(last.closing.round.plan))
    return evaluation_of(source, asked.past)


def _in_its_language(request: HttpRequest, made: Callable[[], Document]) -> Document:
    with speaking(language_asked(request)):
        return made()


def _file(
    request: HttpRequest,
    made: Callable[[], Document],
    write: Callable[[Document], bytes],
    kind: str,
    ending: str,
) -> HttpResponse:
    with speaking(language_asked(request)):
        document: Any = made()
        content = write(document)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{document.name}.{ending}"'
    response["Content-Language"] = document.language
    return response
