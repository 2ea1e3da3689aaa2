"""Which closings, which edition and which language an address asks for; and what the page of a document shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionplan.accounts.requests import PortalRequest
from actionplan.base.charts import StackedBars, stacked_bars
from actionplan.documents.content import BarFigure, Block, DocumentContent, Section, Table
from actionplan.documents.source import (
    INTERNAL,
    PUBLIC,
    DocumentSource,
    source_of_closing,
    source_of_preview,
)
from actionplan.pages.choices import with_query
from actionplan.pages.getters import Breadcrumbs, breadcrumbs_of_round, round_or_404
from actionplan.reporting.models import Round, Snapshot
from actionplan.reporting.states import RoundState
from objectives.models import Plan

LANGUAGES = {"nl": "Nederlands", "en": "English"}

# What is asked for


def language_asked(request: PortalRequest) -> str:
    """The language of the document: that of the page, unless the address says otherwise."""
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else get_language() or "en"


def may_have_internal(request: PortalRequest, plan: Plan) -> bool:
    return request.user.has_perm("reporting.see_all_words", plan)


def edition_asked(request: PortalRequest, plan: Plan) -> str:
    """An internal edition is for who sees the words about every action; for others there is none."""
    if request.GET.get("edition", PUBLIC) != INTERNAL:
        return PUBLIC
    if not may_have_internal(request, plan):
        raise Http404
    return INTERNAL


def source_asked(request: PortalRequest, plan_code: str, round_code: str) -> DocumentSource:
    """A closing of the round, for everybody; of a round under way a preview, for coordinators and auditors.

    Others get of a round that is open again what its last closing froze.
    """
    round = round_or_404(request, plan_code, round_code)
    edition = edition_asked(request, round.plan)
    previews = request.user.has_perm("reporting.follow_rounds", round)
    number = request.GET.get("closing", "")
    if previews and round.is_under_way and not number:
        return source_of_preview(round, request.now, edition)
    snapshots = Snapshot.objects.of_round(round).select_related("closing")
    asked = [one for one in snapshots if number in ("", str(one.closing.number))]
    if not asked:
        raise Http404
    asked[0].closing.round = round
    return source_of_closing(asked[0], edition)


def earlier_than(source: DocumentSource) -> DocumentSource | None:
    """The round before, as it had been closed when the source was made, whatever became of it since."""
    rows = Snapshot.objects.before(source.today, source.known_at).select_related("closing__round__plan")
    snapshot = rows.first()
    return source_of_closing(snapshot) if snapshot else None


@dataclass(frozen=True)
class RoundsToEvaluate:
    """What the closing in force of every closed round froze, the oldest first, and which of them were chosen."""

    snapshots: list[Snapshot]
    chosen: list[Snapshot]
    complaint: str = ""

    @property
    def rounds(self) -> list[Round]:
        return [snapshot.closing.round for snapshot in self.snapshots]

    @property
    def first(self) -> str:
        return self.chosen[0].closing.round.code if self.chosen else ""

    @property
    def last(self) -> str:
        return self.chosen[-1].closing.round.code if self.chosen else ""


def rounds_to_evaluate(request: PortalRequest, plan: Plan) -> RoundsToEvaluate:
    """From `?from=` to `?to=`, both included; without them from the first closed round to the last. One query."""
    rows = Snapshot.objects.of_plan(plan).filter(closing__reopened_at=None)
    rows = rows.filter(closing__round__state=RoundState.CLOSED).select_related("closing__round__plan")
    snapshots = list(rows.in_order())
    codes = [snapshot.closing.round.code for snapshot in snapshots]
    asked = {name: request.GET.get(name, "").strip() for name in ("from", "to")}
    ends = {"from": 0, "to": len(codes) - 1} | {
        name: codes.index(code) for name, code in asked.items() if code in codes
    }
    first, last = sorted(ends.values())
    unknown = [f"“{code[:40]}”" for code in asked.values() if code and code not in codes]
    sentence = _("Not a closed round, and left out: %(rounds)s.") % {"rounds": ", ".join(unknown)}
    return RoundsToEvaluate(snapshots, snapshots[first : last + 1], sentence if unknown else "")


# What the page shows


@dataclass(frozen=True)
class BlockOnPage:
    """A block with what a template cannot work out: its kind, its number, its cells in words, the places of its bars."""

    block: Block
    number: int = 0
    """Of tables and of figures, as in the Word file."""
    chart: StackedBars | None = None

    @property
    def kind(self) -> str:
        return type(self.block).__name__

    @property
    def id(self) -> str:
        return f"{'table' if isinstance(self.block, Table) else 'figure'}-{self.number}"

    @property
    def rows(self) -> list[Any]:
        return [self.block.in_words(row) for row in self.block.body] if isinstance(self.block, Table) else []

    @property
    def total(self) -> Any:
        total = self.block.total if isinstance(self.block, Table) else None
        return self.block.in_words(total) if isinstance(self.block, Table) and total else None


@dataclass(frozen=True)
class SectionOnPage:
    section: Section
    number: int
    level: int
    """2 to 4: that of its heading."""
    blocks: list[BlockOnPage]


def sections_on_page(document: DocumentContent) -> list[SectionOnPage]:
    """Every section in the order of reading."""
    counted: dict[type, int] = {Table: 0, BarFigure: 0}
    found = []
    for number, (section, level) in enumerate(document.headings(), start=1):
        blocks = []
        for block in section.blocks:
            if isinstance(block, Table | BarFigure):
                counted[type(block)] += 1
            chart = _chart(block) if isinstance(block, BarFigure) else None
            blocks.append(BlockOnPage(block, counted.get(type(block), 0), chart))
        found.append(SectionOnPage(section, number, min(level + 1, 4), blocks))
    return found


def _chart(figure: BarFigure) -> StackedBars:
    drawn = stacked_bars(
        (
            bar.shortest,
            [{"code": one.code, "label": one.label, "count": one.counts[place]} for one in figure.series],
        )
        for place, bar in enumerate(figure.bars)
    )
    return replace(drawn, message=figure.message)


@dataclass(frozen=True)
class DocumentLink:
    """Another edition, language or file of the same document."""

    label: str
    url: str
    is_current: bool = False
    language: str = ""


def links_of(request: PortalRequest, plan: Plan) -> dict[str, Any]:
    """The same document in other languages and editions."""
    language, edition = language_asked(request), edition_asked(request, plan)
    editions = {PUBLIC: _("public"), INTERNAL: _("internal, with the words about limited actions")}
    return {
        "language": language,
        "languages": [
            DocumentLink(name, _with(request, language=code), code == language, code)
            for code, name in LANGUAGES.items()
        ],
        "editions": [
            DocumentLink(label, _with(request, edition=code), code == edition)
            for code, label in editions.items()
            if may_have_internal(request, plan)
        ],
    }


def _with(request: PortalRequest, **asked: str) -> str:
    """This address with something else asked for; what is asked by itself is left out."""
    query = {**request.GET.dict(), **asked}
    kept = {name: value for name, value in query.items() if value and (name, value) != ("edition", PUBLIC)}
    return with_query("" if kept else request.path, kept)


def file_links(request: PortalRequest, args: list[Any], **names: str) -> list[DocumentLink]:
    """The same as this page in files, by the names of their addresses; closing, edition and language are kept."""
    labels = {"word": _("Word file"), "workbook": _("Workbook")}
    query = {**request.GET.dict(), "language": language_asked(request)}
    return [
        DocumentLink(labels[kind], with_query(reverse(name, args=args), query))
        for kind, name in names.items()
    ]


def asked_too(request: PortalRequest, *names: str) -> dict[str, str]:
    """What of this the address says, for an address that takes it too."""
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def breadcrumbs_of_document(request: PortalRequest, source: DocumentSource) -> Breadcrumbs:
    """Up to the round, as it was closed where a closing is asked for."""
    *above, (_name, url) = breadcrumbs_of_round(source.today)
    return [*above, (source.round.local_name, with_query(url, asked_too(request, "closing")))]
