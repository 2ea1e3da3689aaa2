"""What was sent of the closed round of the world: a public and an internal file, and a record that was withdrawn."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING

from actionplan.documents.sent_documents import record_sent_document, withdraw_sent_document
from actionplan.reporting.models import SentDocument
from tests.reporting_factories import noon

if TYPE_CHECKING:
    from .world import World

SENT, INTERNAL, WITHDRAWN = "sent", "internal", "withdrawn"
SENT_WORD = "veiled-sent-file"
"""In the file of the internal edition, and in its name."""
READERS_OF_DOCUMENTS = {SENT_WORD: {"coordinator", "submitter", "auditor"}}
CONTENTS = {
    SENT: b"Sample report.",
    INTERNAL: f"Sample {SENT_WORD}.".encode(),
    WITHDRAWN: f"Sample mistake {SENT_WORD}.".encode(),
}
HASHES = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENTS.items()}


def add_documents(world: World) -> None:
    coordinator, round = world.people["coordinator"], world.rounds["closed"].round
    for name, content in CONTENTS.items():
        facts = {"kind": "report", "sent_on": datetime.date(2023, 2, 3), "sha256": HASHES[name]}
        facts |= {"content": content, "file_name": f"{name if name == SENT else SENT_WORD}.docx"}
        facts |= {"edition": "internal" if name == INTERNAL else "public"}
        row = record_sent_document(
            round=round, reference=f"Sample {name}", by=coordinator, at=noon(2023, 2, 3), **facts
        )
        if name == WITHDRAWN:
            withdraw_sent_document(
                document=row, reason="Sample mistake.", by=coordinator, at=noon(2023, 2, 4)
            )


def document_named(name: str) -> int:
    """The key of the record, by what became of it; nothing for any other name."""
    sha256 = HASHES.get(name, "")
    return next(iter(SentDocument.objects.filter(sha256=sha256).values_list("pk", flat=True)), 0)
