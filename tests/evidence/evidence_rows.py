"""Evidence in reports for tests: added to a draft, which is then submitted."""

import hashlib
import io
from typing import Any

import factory
from django.core.management import CommandError, call_command
from factory.django import DjangoModelFactory

from actionplan.accounts.models import User
from actionplan.base.file_types import TEXT
from actionplan.organisations.models import Organisation
from actionplan.reporting.evidence_files import keep_file
from actionplan.reporting.models import Evidence, ProgressReport
from actionplan.reports.evidence import SentFile, add_evidence
from actions.models import Action
from tests.factories import UserFactory
from tests.reporting_factories import ReportFactory, accepted_report, drafted, noon


class EvidenceFactory(DjangoModelFactory):
    """A bare reference to an archive, of a draft."""

    class Meta:
        model = Evidence

    report = factory.SubFactory(ReportFactory)
    description = "Sample."
    archive_reference = "Sample 14"
    added_by = factory.SubFactory(UserFactory)
    added_at = noon(2022, 3, 1)


def report_with_evidence(
    action: Action,
    organisation: Organisation,
    by: User,
    at: Any,
    *,
    reviewer: User,
    evidence: list[dict[str, Any]],
) -> ProgressReport:
    """An accepted report with these pieces of evidence."""
    draft = drafted(action, organisation, by, at)
    for piece in evidence:
        add(draft, by, at, **piece)
    return accepted_report(action, organisation, by, at, reviewer=reviewer)


def add(draft: ProgressReport, by: User, at: Any, **piece: Any) -> Evidence:
    """`file` may be its contents alone; without anything it is a reference."""
    if isinstance(content := piece.get("file"), bytes):
        piece["file"] = SentFile("Sample said minutes.txt", content)
    if not piece.keys() & {"file", "link", "archive_reference"}:
        piece["archive_reference"] = "Sample said 2022/14"
    return add_evidence(report=draft, **{"description": "Sample said what."} | piece, by=by, at=at)


def add_rows(
    draft: ProgressReport, count: int = 1, *, words: str = "Sample", is_open: bool = False
) -> list[Evidence]:
    """Bare rows: as many with one file, with a link and with a reference. All that is said in them begins with the words."""
    content = f"{words} contents.".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    keep_file(sha256, content)
    kinds = [
        {
            "name": f"{words} file.txt",
            "content_type": TEXT.content_type,
            "size": len(content),
            "sha256": sha256,
        },
        {"link": f"https://example.org/{words.replace(' ', '-')}"},
        {"archive_reference": f"{words} reference"},
    ]
    facts = {"is_open": is_open, "milestone": draft.action.milestones.first()}
    facts |= {"added_by": draft.saved_by, "added_at": draft.saved_at}
    return Evidence.objects.bulk_create(
        Evidence(report=draft, description=f"{words} {n}.", **kind, **facts)
        for kind in kinds
        for n in range(count)
    )


def verified() -> str:
    """What `verify_evidence` says of all files."""
    output = io.StringIO()
    try:
        call_command("verify_evidence", stdout=output)
    except CommandError as error:
        return f"{output.getvalue()} ends with {error.returncode}"
    return output.getvalue()
