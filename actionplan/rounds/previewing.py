"""What a closing would freeze if it came now: the same documents and rows, and nothing of it is written."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass

from actionplan.accounts.models import User
from actionplan.reporting.models import Closing, Round, SnapshotItem, SnapshotText
from actionplan.reporting.models.of_snapshot import OfSnapshot

from .canonical import seal
from .freezing import Freezing, begin
from .rows import rows_of
from .taking import frozen_documents

NOWHERE = 0
"""The key of the snapshot that these items and rows would belong to."""


@dataclass(frozen=True)
class Preview:
    """Items with their texts, and rows, of no table."""

    freezing: Freezing
    items: list[SnapshotItem]
    texts: list[SnapshotText]
    rows: list[OfSnapshot]


def preview(*, round: Round, by: User, at: datetime.datetime) -> Preview:
    """As many reads as taking a snapshot makes, and no write."""
    closing = Closing(round=round, number=NOWHERE, closed_by=by, closed_at=at)
    freezing = begin(closing, at)
    items, texts = [], []
    for key, document in enumerate(frozen_documents(freezing), start=1):
        sealed = seal(document.content)
        named = {"table": document.table, "key": document.key, "action": document.action}
        items.append(SnapshotItem(pk=key, snapshot_id=NOWHERE, content=sealed.content, **named))
        for text in sealed.texts:
            word = {"of": text.word.of, "of_key": text.word.key, "text": text.word.text}
            texts.append(SnapshotText(item_id=key, snapshot_id=NOWHERE, name=text.name, **word))
    read = {(item.table, item.key): json.loads(bytes(item.content)) for item in items}
    return Preview(freezing, items, texts, list(rows_of(read, NOWHERE)))
