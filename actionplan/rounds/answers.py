"""What a closing froze of the answers to its round: by ministers' offices on an action."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister
from actionplan.reporting.models import Snapshot, SnapshotItem, SnapshotText
from actions.models import Action

from .reading import Reader, Text, documents_of


@dataclass(frozen=True)
class OfficeAnswer:
    """No objection, or a remark, as far as this person may read it."""

    minister: Minister
    at: datetime.datetime
    remark: Text
    objects: bool
    was_removed: bool
    """The remark was removed by law before the round closed."""


def office_answers(snapshot: Snapshot, action: Action, user: User) -> list[OfficeAnswer]:
    """Those that the person may see, in the ministers' order: three queries."""
    items = list(SnapshotItem.objects.filter(snapshot=snapshot, action=action.pk, table="minister_answers"))
    texts = SnapshotText.objects.filter(item__in=items)
    found = documents_of(items, texts, Reader(user, snapshot.closing.round, {action.pk: action}))
    rows = [row for content in found.values() for row in content]
    ministers = {row.key: row for row in Minister.objects.filter(key__in=[row["minister"] for row in rows])}
    return [
        OfficeAnswer(
            ministers[row["minister"]],
            datetime.datetime.fromisoformat(row["at"]),
            row["remark"] or Text(),
            row["objects_to_it"],
            row["objects_to_it"] and not row["remark"] and row["redacted_at"] is not None,
        )
        for row in rows
    ]
