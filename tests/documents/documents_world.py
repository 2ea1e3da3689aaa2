"""What was sent of the closed round of the world: one record that stands, one that was withdrawn."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from actionplan.documents.sent_documents import record_sent_document, withdraw_sent_document
from actionplan.reporting.models import SentDocument
from tests.reporting_factories import noon

if TYPE_CHECKING:
    from .world import World

SENT, WITHDRAWN = "sent", "withdrawn"
HASHES = {SENT: "a" * 64, WITHDRAWN: "b" * 64}


def add_documents(world: World) -> None:
    coordinator, round = world.people["coordinator"], world.rounds["closed"].round
    for name, sha256 in HASHES.items():
        facts = {"kind": "report", "sent_on": datetime.date(2023, 2, 3), "sha256": sha256}
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
