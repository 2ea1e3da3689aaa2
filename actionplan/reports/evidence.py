"""Evidence of a draft: adding a file, a link or a reference to one's own archive, taking it away, copying it.

What was added comes along with the next draft. The file itself is kept once, by its hash.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.base.file_types import NOT_KEPT, clean_name, type_of
from actionplan.base.refusals import Refused
from actionplan.base.workbooks import MEGABYTE
from actionplan.reporting.evidence_files import delete_unused, keep_file, keep_if_gone
from actionplan.reporting.locking import locked_report, refuse_unless_draft
from actionplan.reporting.models import Evidence, ProgressReport


@dataclass(frozen=True)
class EvidenceAbout:
    """What it is about, by the keys of rows of the plan: a milestone or a period of it, a budget line in a year, or
    nothing but the report.
    """

    milestone_id: int | None = None
    period_start: datetime.date | None = None
    line_id: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class SentFile:
    name: str
    content: bytes


THE_REPORT = EvidenceAbout()


class FileRefused(Refused):
    """It is the file itself that may not be added."""


@operation()
def add_evidence(
    *,
    report: ProgressReport,
    description: str,
    file: SentFile | None = None,
    link: str = "",
    archive_reference: str = "",
    about: EvidenceAbout = THE_REPORT,
    is_open: bool = False,
    by: User,
    at: datetime.datetime,
) -> Evidence:
    """Add one file, link or reference to a draft. It counts as saving the draft.

    Raises Refused with a sentence for anything that may not be added: without a description, of an unknown kind, too
    large, one too many, removed by law before, or opened to all although the action is limited. Raises ValueError for
    what it is about if that is of another action.
    """
    draft = _locked_draft(report, by)
    link, archive_reference, description = link.strip(), archive_reference.strip(), description.strip()
    if [file is not None, bool(link), bool(archive_reference)].count(True) != 1:
        raise Refused(_("Give one of the three: a file, a link, or a reference to your archive."))
    if not description:
        raise Refused(_("Say what it shows."))
    if link and (urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).netloc):
        raise Refused(_("A link begins with https:// or http://."))
    if is_open and draft.action.limited:
        raise Refused(_("The action is limited: evidence about it is not opened to all."))
    most = settings.EVIDENCE_MOST_A_REPORT
    if draft.evidence.count() >= most:
        raise Refused(_("A report has at most %(most)s pieces of evidence.") % {"most": most})
    _refuse_of_another_action(draft, about)
    row = Evidence(
        report=draft,
        **asdict(about),
        description=description,
        link=link,
        archive_reference=archive_reference,
        is_open=is_open,
        added_by=by,
        added_at=at,
    )
    if file is not None:
        _take_in(row, file)
    row.save()
    _save(draft, by, at)
    return row


def _refuse_of_another_action(draft: ProgressReport, about: EvidenceAbout) -> None:
    """Raises ValueError for a milestone or a budget line of another action."""
    action = draft.action
    milestones = action.milestones.filter(pk=about.milestone_id) if about.milestone_id else None
    lines = action.budget_lines.filter(pk=about.line_id) if about.line_id else None
    if any(rows is not None and not rows.exists() for rows in (milestones, lines)):
        raise ValueError("the evidence is about a milestone or a budget line of another action")


def _locked_draft(report: ProgressReport, by: User) -> ProgressReport:
    draft = locked_report(report)
    if not by.has_perm("reporting.write_report", draft):
        raise PermissionDenied
    refuse_unless_draft(draft)
    return draft


def _save(draft: ProgressReport, by: User, at: datetime.datetime) -> None:
    """The draft says something else now: not that nothing changed, and it is not ready for agreement any more."""
    draft.revision += 1
    draft.saved_by, draft.saved_at = by, at
    draft.unchanged_since = draft.ready_by = draft.ready_at = None
    draft.save(update_fields=["revision", "saved_by", "saved_at", "unchanged_since", "ready_by", "ready_at"])


def _take_in(row: Evidence, file: SentFile) -> None:
    """Keep the file, and note in the row what it is."""
    most = settings.EVIDENCE_MOST_MEGABYTES
    if len(file.content) > most * MEGABYTE:
        raise FileRefused(_("The file is larger than %(most)s MB.") % {"most": most})
    kind = type_of(file.content)
    if kind is None:
        raise FileRefused(NOT_KEPT)
    row.sha256 = hashlib.sha256(file.content).hexdigest()
    if Evidence.objects.filter(sha256=row.sha256, redacted_at__isnull=False).exists():
        raise FileRefused(_("This file was removed by law before."))
    keep_file(row.sha256, file.content)
    transaction.on_commit(lambda: keep_if_gone(row.sha256, file.content))
    row.name, row.content_type, row.size = clean_name(file.name, kind), kind.content_type, len(file.content)


@operation()
def take_away_evidence(*, evidence: Evidence, by: User, at: datetime.datetime) -> None:
    """Take a piece of evidence away from its draft; its file goes if no other report has it. It counts as saving.

    Raises Refused if the piece is not in the draft, or not any more.
    """
    draft = _locked_draft(evidence.report, by)
    taken = draft.evidence.filter(pk=evidence.pk).first()
    if taken is None:
        raise Refused(_("Somebody took this away in the meantime."))
    taken.delete()
    _save(draft, by, at)
    transaction.on_commit(lambda: delete_unused([taken.sha256]))


def copy_evidence(report: ProgressReport, draft: ProgressReport) -> None:
    """Give the new draft the report's evidence, but what was removed by law; files are kept once."""
    rows = list(report.evidence.not_redacted())
    for row in rows:
        row.pk, row.report = None, draft
    Evidence.objects.bulk_create(rows)
