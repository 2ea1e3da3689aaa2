"""The page of a document: what is written, and on screen only, the other editions, languages and files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.base.language import speaking
from actionplan.base.stacked_chart import StackedBars, stacked_bars
from actionplan.base.twins import local
from actionplan.portal.round_trail import Trail, trail_of_round, trail_of_rounds
from actionplan.reporting.models import SnapshotParty
from objectives.models import Plan

from .asked import LANGUAGES, Evaluated, edition_asked, language_asked, may_have_internal
from .cells import cells
from .content import Block, Document, Figure, Section, Table
from .extract import ministers_of
from .source import INTERNAL, PUBLIC, Source


@dataclass(frozen=True)
class ShownBlock:
    """A block with its kind, and what a template cannot work out: numbers, cells, the places of bars."""

    kind: str
    block: Block
    number: int = 0
    rows: list[Any] | None = None
    total: Any = None
    chart: StackedBars | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.number}"


@dataclass(frozen=True)
class ShownSection:
    section: Section
    level: int
    """2 to 4: that of its heading."""
    number: int
    blocks: list[ShownBlock]


class _Numbering:
    """Tables, figures and sections are numbered as in the Word file."""

    def __init__(self) -> None:
        self.counted = {Table: 0, Figure: 0, Section: 0}

    def next(self, kind: Any) -> int:
        self.counted[kind] += 1
        return self.counted[kind]


def shown_sections(document: Document) -> list[ShownSection]:
    """Every section in the order of reading, each with its level."""
    numbering = _Numbering()
    return [found for section in document.sections for found in _shown(section, 2, numbering)]


def _shown(section: Section, level: int, numbering: _Numbering) -> list[ShownSection]:
    number = numbering.next(Section)
    blocks = [_block(block, numbering) for block in section.blocks]
    found = [ShownSection(section, level, number, blocks)]
    for one in section.sections:
        found += _shown(one, min(level + 1, 4), numbering)
    return found


def _block(block: Block, numbering: _Numbering) -> ShownBlock:
    kind = type(block).__name__.lower()
    if isinstance(block, Table):
        rows = [cells(block, row) for row in block.body]
        total = cells(block, block.total) if block.total is not None else None
        return ShownBlock(kind, block, numbering.next(Table), rows, total)
    if isinstance(block, Figure):
        return ShownBlock(kind, block, numbering.next(Figure), chart=_chart(block))
    return ShownBlock(kind, block)


def _chart(figure: Figure) -> StackedBars:
    drawn = stacked_bars(
        (
            bar.shortest,
            [{"code": one.code, "label": one.label, "count": one.counts[place]} for one in figure.series],
        )
        for place, bar in enumerate(figure.bars)
    )
    return replace(drawn, message=figure.message)


@dataclass(frozen=True)
class Choice:
    """Another edition, language or file of the same document."""

    label: str
    url: str
    is_current: bool = False
    language: str = ""


def _shared(request: HttpRequest, plan: Plan, document: Document | None) -> dict[str, Any]:
    language = language_asked(request)
    return {
        "document": document,
        "sections": shown_sections_in(language, document),
        "language": language,
        "languages": [
            Choice(name, _with(request, language=code), code == language, code)
            for code, name in LANGUAGES.items()
        ],
        "plan": plan,
        "editions": _editions(request, plan),
    }


def shown_sections_in(language: str, document: Document | None) -> list[ShownSection]:
    with speaking(language):
        return shown_sections(document) if document else []


def _editions(request: HttpRequest, plan: Plan) -> list[Choice]:
    if not may_have_internal(request.user, plan):
        return []
    edition = edition_asked(request, plan)
    labels = {PUBLIC: _("public"), INTERNAL: _("internal, with the words about limited actions")}
    return [Choice(label, _with(request, edition=code), code == edition) for code, label in labels.items()]


def _with(request: HttpRequest, **asked: str) -> str:
    """This address with something else asked for; what is asked by itself is left out."""
    query = {**request.GET.dict(), **asked}
    kept = {name: value for name, value in query.items() if value and (name, value) != ("edition", PUBLIC)}
    return f"?{urlencode(kept)}" if kept else request.path


def _files(request: HttpRequest, *names: tuple[str, str, list[Any]]) -> list[Choice]:
    """The same as this page, in files: closing, edition and language kept."""
    query = {**request.GET.dict(), "language": language_asked(request)}
    return [Choice(label, f"{reverse(name, args=args)}?{urlencode(query)}") for label, name, args in names]


def _asked(request: HttpRequest, *names: str) -> str:
    """What of this the address says, for an address that takes it too."""
    kept = {name: request.GET[name] for name in names if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def _trail(request: HttpRequest, source: Source) -> Trail:
    """Up to the round, as it was closed where a closing is asked for."""
    *above, (label, url) = trail_of_round(source.round)
    return [*above, (label, url + _asked(request, "closing"))]


def page_of_report(request: HttpRequest, source: Source, document: Document) -> dict[str, Any]:
    names = [source.plan.code, source.round.code]
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    ministers = [
        Choice(local(row, "name"), reverse("minister-extract", args=[*names, row.key]) + query)
        for row in ministers_of(source.rows[SnapshotParty])
    ]
    return {
        **_shared(request, source.plan, document),
        "trail": _trail(request, source),
        "files": _files(
            request,
            (_("Word file"), "government-report-docx", names),
            (_("Workbook"), "government-report-xlsx", names),
        ),
        "ministers": ministers,
    }


def page_of_extract(request: HttpRequest, source: Source, document: Document, key: str) -> dict[str, Any]:
    names = [source.plan.code, source.round.code]
    report = reverse("government-report", args=names) + _asked(request, "closing", "edition", "language")
    return {
        **_shared(request, source.plan, document),
        "trail": [*_trail(request, source), (_("Report to the Government"), report)],
        "files": _files(request, (_("Word file"), "minister-extract-docx", [*names, key])),
    }


def page_of_evaluation(
    request: HttpRequest, plan: Plan, asked: Evaluated, document: Document | None
) -> dict[str, Any]:
    files = _files(request, (_("Word file"), "evaluation-docx", [plan.code])) if document else []
    return {
        **_shared(request, plan, document),
        "editions": [],
        "trail": trail_of_rounds(plan),
        "files": files,
        "asked": asked,
        "kept": [("language", request.GET["language"])] if request.GET.get("language") else [],
    }
