"""Which closings, edition and language an address asks for; and the page of a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.documents.content import Block, DocumentContent, Section, Table
from actionplan.documents.source import (
    INTERNAL,
    PUBLIC,
    DocumentSource,
    source_of_closing,
    source_of_preview,
)
from actionplan.pages.choices import Choices, with_query
from actionplan.pages.getters import Breadcrumbs, breadcrumbs_of_round, round_or_404
from actionplan.picture import cache
from actionplan.picture.picture import Picture
from actionplan.reporting.models import Round, Snapshot
from actionplan.reporting.states import Basis, RoundState
from objectives.models import Plan

DOCUMENT_LANGUAGES = {"nl": "Nederlands", "en": "English"}

# What the address asks for


def language_of_document(request: PortalRequest) -> str:
    """The language of the document: the page's, unless the address names one."""
    language = request.GET.get("language", "")
    return language if language in DOCUMENT_LANGUAGES else get_language() or "en"


def may_have_internal(request: PortalRequest, plan: Plan) -> bool:
    return request.user.has_perm("reporting.see_all_words", plan)


def edition_of_document(request: PortalRequest, plan: Plan) -> str:
    """Internal editions are for those who may see the words about every action; others get a 404."""
    if request.GET.get("edition", PUBLIC) != INTERNAL:
        return PUBLIC
    if not may_have_internal(request, plan):
        raise Http404
    return INTERNAL


def source_of_document(request: PortalRequest, plan_code: str, round_code: str) -> DocumentSource:
    """A closing of the round, for everybody; of a round under way a preview, for coordinators and auditors.

    Others get the last closing of a round that is open again.
    """
    round = round_or_404(request, plan_code, round_code)
    edition = edition_of_document(request, round.plan)
    previews = request.user.has_perm("reporting.follow_rounds", round)
    number = request.GET.get("closing", "")
    if previews and round.is_under_way and not number:
        return source_of_preview(round, request.now, edition)
    snapshots = Snapshot.objects.of_round(round).select_related("closing")
    matching = [snapshot for snapshot in snapshots if number in ("", str(snapshot.closing.number))]
    if not matching:
        raise Http404
    matching[0].closing.round = round
    return source_of_closing(matching[0], edition)


def earlier_than(source: DocumentSource) -> DocumentSource | None:
    """The previous round, as it was closed when the source was made, whatever happened to it since."""
    rows = Snapshot.objects.before(source.today, source.known_at).select_related("closing__round__plan")
    snapshot = rows.first()
    return source_of_closing(snapshot) if snapshot else None


def accepted_picture(choices: Choices) -> Picture:
    """What was accepted at the moment that the address asks for, whatever basis the reader's pages show."""
    if choices.snapshot:
        return cache.picture_of_closing(choices.snapshot, Basis.ACCEPTED)
    return cache.picture_at(choices.plan, replace(choices.moment, basis=Basis.ACCEPTED))


@dataclass(frozen=True)
class RoundsToEvaluate:
    """The closing in force of every closed round, the oldest first, and the chosen ones."""

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
    """From `?from=` to `?to=`, both included; by default all closed rounds. One query."""
    rows = Snapshot.objects.of_plan(plan).filter(closing__reopened_at=None)
    rows = rows.filter(closing__round__state=RoundState.CLOSED).select_related("closing__round__plan")
    snapshots = list(rows.in_order())
    codes = [snapshot.closing.round.code for snapshot in snapshots]
    codes_given = {name: request.GET.get(name, "").strip() for name in ("from", "to")}
    ends = {"from": 0, "to": len(codes) - 1} | {
        name: codes.index(code) for name, code in codes_given.items() if code in codes
    }
    first, last = sorted(ends.values())
    unknown = [f"“{code[:40]}”" for code in codes_given.values() if code and code not in codes]
    sentence = _("Not a closed round, and left out: %(rounds)s.") % {"rounds": ", ".join(unknown)}
    return RoundsToEvaluate(snapshots, snapshots[first : last + 1], sentence if unknown else "")


# The page


@dataclass(frozen=True)
class BlockOnPage:
    """A block with what a template cannot work out: its kind, its number, its cells in words."""

    block: Block
    id: str
    number: int = 0
    """Of a table behind the contents, as in the Word file."""

    @property
    def kind(self) -> str:
        return type(self.block).__name__

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
    """2 to 4: the level of its heading."""
    blocks: list[BlockOnPage]


def sections_on_page(document: DocumentContent) -> list[SectionOnPage]:
    """Every section in reading order."""
    tables, sections = 0, []
    for number, (section, level) in enumerate(document.parts(), start=1):
        blocks, is_summary = [], number <= len(document.summary)
        for place, block in enumerate(section.blocks):
            tables += isinstance(block, Table) and not is_summary
            blocks.append(BlockOnPage(block, f"block-{number}-{place}", 0 if is_summary else tables))
        sections.append(SectionOnPage(section, number, min(level + 1, 4), blocks))
    return sections


@dataclass(frozen=True)
class DocumentLink:
    """Another edition, language or file of the same document."""

    label: str
    url: str
    is_current: bool = False
    language: str = ""


def links_of(request: PortalRequest, plan: Plan) -> dict[str, Any]:
    """The same document in other languages and editions."""
    language, edition = language_of_document(request), edition_of_document(request, plan)
    editions = {PUBLIC: _("public"), INTERNAL: _("internal, with the words about limited actions")}
    return {
        "language": language,
        "languages": [
            DocumentLink(name, _with(request, language=code), code == language, code)
            for code, name in DOCUMENT_LANGUAGES.items()
        ],
        "editions": [
            DocumentLink(label, _with(request, edition=code), code == edition)
            for code, label in editions.items()
            if may_have_internal(request, plan)
        ],
    }


def _with(request: PortalRequest, **changes: str) -> str:
    """This address with other parameters; defaults are left out."""
    query = {**request.GET.dict(), **changes}
    kept = {name: value for name, value in query.items() if value and (name, value) != ("edition", PUBLIC)}
    return with_query("" if kept else request.path, kept)


def file_links(request: PortalRequest, args: list[Any], **names: str) -> list[DocumentLink]:
    """This page as files, by the URL names of the files; closing, edition and language are kept."""
    labels = {"word": _("Word file"), "workbook": _("Workbook")}
    query = {**request.GET.dict(), "language": language_of_document(request)}
    return [
        DocumentLink(labels[kind], with_query(reverse(name, args=args), query))
        for kind, name in names.items()
    ]


def kept_parameters(request: PortalRequest, *names: str) -> dict[str, str]:
    """The given parameters of this address, for another address that has them too."""
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def breadcrumbs_of_document(request: PortalRequest, source: DocumentSource) -> Breadcrumbs:
    """Up to the round; its closing is kept."""
    *above, (_name, url) = breadcrumbs_of_round(source.today)
    return [*above, (source.round.local_name, with_query(url, kept_parameters(request, "closing")))]
