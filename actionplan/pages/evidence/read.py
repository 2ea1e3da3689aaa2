"""The evidence of one report; and that of all reports of a plan, as a list and as an archive."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.days import day_of
from actionplan.base.file_types import served_name
from actionplan.base.formatting import yes_or_no
from actionplan.base.sheets import Row, csv_lines, table_rows
from actionplan.pages.getters import action_now, way_to_report
from actionplan.picture.evidence_words import evidence_of
from actionplan.reporting.evidence_files import is_kept, opened_file
from actionplan.reporting.models import Evidence, ProgressReport
from actionplan.reporting.rules import sees_evidence

from .forms import EvidenceForm

LIST = "hashes.csv"
log = logging.getLogger("portal.request")


def evidence_page(
    request: PortalRequest, report: ProgressReport, form: EvidenceForm | None = None
) -> dict[str, Any]:
    """The context of the page of one report; `form` is the one that came back. Only who writes the draft has one."""
    user, action = request.user, action_now(request, report.action)
    sees = {is_open: sees_evidence(user, report, is_open) for is_open in (True, False)}
    may_change = report.is_draft and user.has_perm("reporting.write_report", report)
    if may_change and form is None:
        form = EvidenceForm(report=report, action=action)
    return {
        "plan": report.action.plan,
        "action": report.action,
        "breadcrumbs": way_to_report(user, report.action, report.organisation),
        "report": report,
        "evidence": evidence_of(report, action, sees),
        "form": form if may_change else None,
        "typed": _typed(form) if form and not may_change else "",
    }


def _typed(form: EvidenceForm) -> str:
    """What was typed into a form that can no longer be sent, so that it can be copied."""
    texts = [form[name].value() for name in ("description", "link", "archive_reference")]
    return "\n\n".join(typed for typed in texts if typed)


# All of a plan


@dataclass(frozen=True)
class PieceInArchive:
    row: Evidence
    path: str
    """In the archive; empty for a link or a reference, and for a file that is not kept."""


def pieces_of(rows: Iterable[Evidence]) -> list[PieceInArchive]:
    return [PieceInArchive(row, _path(row)) for row in rows]


def _path(row: Evidence) -> str:
    if row.redacted_at or not row.is_file or not is_kept(row.sha256):
        return ""
    name = served_name(row.name, row.content_type)
    return f"{row.report.action.code}/report-{row.report_id}/{row.pk}-{name}"


def files_of(pieces: list[PieceInArchive]) -> Iterable[tuple[str, bytes]]:
    """The list of hashes, made at once, then each file, read when it is its turn."""
    return chain([(LIST, b"".join(csv_lines(_list_of(pieces))))], _read(pieces))


def _read(pieces: list[PieceInArchive]) -> Iterator[tuple[str, bytes]]:
    """The files that are kept. One that goes while others are sent is left out: the list still has its hash."""
    for piece in pieces:
        if not piece.path:
            continue
        try:
            with opened_file(piece.row.sha256) as file:
                content = file.read()
        except FileNotFoundError:
            log.error("a file of evidence is gone: %s", piece.row.sha256)
        else:
            yield piece.path, content


def _list_of(pieces: list[PieceInArchive]) -> Iterator[Row]:
    columns = [
        (_("File"), lambda piece: piece.path),
        (_("SHA-256"), lambda piece: piece.row.sha256),
        (_("Bytes"), lambda piece: piece.row.size),
        (_("Action"), lambda piece: piece.row.report.action.code),
        (_("Organisation"), lambda piece: str(piece.row.report.organisation)),
        (_("Round"), lambda piece: piece.row.report.round.code if piece.row.report.round else ""),
        (_("Report"), lambda piece: piece.row.report_id),
        (_("State"), lambda piece: piece.row.report.get_state_display()),
        (_("Milestone"), lambda piece: piece.row.milestone.key if piece.row.milestone else ""),
        (_("First day of the period"), lambda piece: piece.row.period_start),
        (_("Budget line"), lambda piece: piece.row.line.place if piece.row.line else None),
        (_("Year"), lambda piece: piece.row.year),
        (_("What it shows"), lambda piece: piece.row.description),
        (_("Link"), lambda piece: piece.row.link),
        (_("Reference to the archive"), lambda piece: piece.row.archive_reference),
        (_("Opened to all"), lambda piece: yes_or_no(piece.row.is_open)),
        (_("Removed by law"), lambda piece: piece.row.redacted_at and day_of(piece.row.redacted_at)),
    ]
    return table_rows(columns, pieces)
