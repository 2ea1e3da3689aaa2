"""Where the figures of a closed round come from: the reports as they were frozen, and the round before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, Subquery

from actionplan.organisations.models import Organisation
from actionplan.portal.frozen import Frozen
from actionplan.reporting.models import Snapshot, SnapshotAction, SnapshotItem, SnapshotText
from actionplan.reporting.rules import sees_words
from actionplan.reporting.words import status_note
from actionplan.rounds.reading import Documents, Reader, documents_of
from actionplan.rounds.rows import instant
from actions.models import Action

from .shown import Shown
from .status_receipt import Before, Behind, Row, Word

NAMES = ["organisations", "people"]
REPORTS = ["reports", "reports_reported"]


def frozen_receipt(shown: Shown, frozen: Frozen, actions: Iterable[Any], user: Any) -> list[Row]:
    """Of frozen actions: four queries, whatever their number, and the person's rights."""
    rows = list(actions)
    today = Action.objects.in_bulk([row.action for row in rows])
    known = _Known(_documents(frozen, today, user), today, user)
    before = _before(frozen, rows)
    return [
        Row(
            action=row,
            url=shown.action_url(row.code),
            word=Word.of(row, continuous=row.is_continuous),
            note=status_note(row),
            report=known.behind(row, shown.action_url(row.code)) if row.word_report else None,
            before=before.get(row.action),
        )
        for row in rows
    ]


def _documents(frozen: Frozen, today: dict[int, Action], user: Any) -> Documents:
    """The reports on these actions with their sources, and the names of who spoke: two queries."""
    items = SnapshotItem.objects.filter(snapshot=frozen.snapshot)
    about = Q(action__in=today, table__in=REPORTS) | Q(action=None, table__in=NAMES)
    known = list(items.filter(about))
    texts = SnapshotText.objects.filter(item__in=known)
    texts = texts.filter(Q(name__endswith="/source") | Q(item__table="people"))
    return documents_of(known, texts, Reader(user, frozen.round, today))


class _Known:
    """What the documents say of each report, with the names as they were then."""

    def __init__(self, documents: Documents, today: dict[int, Action], user: Any) -> None:
        self.today, self.user = today, user
        self.reports: dict[int, Any] = {}
        self.organisations: dict[str, Organisation] = {}
        self.people: dict[int, Any] = {}
        for (table, _key), rows in documents.items():
            if table == "organisations":
                self.organisations = {row["key"]: _organisation(row) for row in rows}
            elif table == "people":
                self.people = {row["person"]: row["name"] for row in rows}
            else:
                self.reports |= {row["report"]: row for row in rows}

    def behind(self, row: SnapshotAction, url: str) -> Behind:
        said = self.reports[row.word_report]  # type: ignore[index]
        action = self.today.get(row.action)
        may_read = action is not None and bool(sees_words(self.user, action))
        return Behind(
            key=said["report"],
            organisation=self.organisations.get(said["organisation"]),
            submitted_by=self.people.get(said["submitted_by"]),
            submitted_at=instant(said["submitted_at"]),
            on_behalf=said["on_behalf"],
            reviewed_by=None if row.awaits_review else self.people.get(said["reviewed_by"]),
            reviewed_at=row.reviewed_at,
            reviewed_within=row.reviewed_within,
            source=said["source"] if may_read else "",
            may_read=may_read,
            url=url,
        )


def _organisation(row: Any) -> Organisation:
    """As it was called then; a row of no table."""
    return Organisation(key=row["key"], name=row["name"], name_nl=row["name_nl"])


def _before(frozen: Frozen, actions: list[SnapshotAction]) -> dict[int, Before]:
    """By action: where it stood in the round before this one, as that had been closed by then: one query."""
    newest = Snapshot.objects.before(frozen.round, frozen.snapshot.taken_at).values("pk")[:1]
    rows = SnapshotAction.objects.filter(
        snapshot=Subquery(newest), action__in=[row.action for row in actions]
    )
    return {
        row.action: Before(Word.of(row, continuous=row.is_continuous), round=row.snapshot.closing.round)
        for row in rows.on_basis(frozen.basis).select_related("snapshot__closing__round")
    }
