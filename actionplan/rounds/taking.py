"""Taking a snapshot: what a closing freezes, written in its transaction and never altered afterwards."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.picture.bodies import Thresholds
from actionplan.picture.computed import by_thresholds
from actionplan.picture.frozen import WITHDRAWN, Document, documents_of, documents_of_actions
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.reporting.models import Closing, PlatformText, Snapshot, SnapshotItem, SnapshotText
from actionplan.reporting.snapshot_states import WordOf
from actionplan.reporting.states import Basis

from .canonical import FORMAT, Sealed, Word, hash_of_items, seal
from .computed import computed_documents
from .freezing import Freezing, begin
from .plan_facts import action_documents, plan_documents
from .rows import rows_of
from .said import exchange_documents, report_documents, request_documents, word_documents

AT_ONCE = 500


@operation()
def take_snapshot(*, closing: Closing, by: User, at: datetime.datetime) -> Snapshot:
    """Freeze the plan and everything that stands at the instant: a fixed number of reads, whatever the plan's size.

    The caller holds the plan's actions and the round. The snapshot's own row comes last: once it is there, the database
    takes no further item, text or row of it.
    """
    freezing = begin(closing, at)
    documents = frozen_documents(freezing)
    sealed = [seal(document.content) for document in documents]
    items = _write_items(closing, documents, sealed)
    _write_rows(closing, items)
    return Snapshot.objects.create(
        closing=closing,
        taken_by=by,
        taken_at=at,
        reckoned_on=freezing.reckoned_on,
        format=FORMAT,
        sha256=hash_of_items((item.path, item.sha256) for item in items),
    )


def frozen_documents(freezing: Freezing) -> list[Document]:
    """Everything that is frozen."""
    documents = [
        _round(freezing),
        *plan_documents(freezing),
        *action_documents(freezing),
        *report_documents(freezing),
        *request_documents(freezing),
        *exchange_documents(freezing),
        _platform_texts(freezing),
        *picture_documents(freezing),
        *word_documents(freezing),
    ]
    collected = {(document.table, document.key): document.content for document in documents}
    documents += computed_documents(freezing, collected)
    documents.append(_people(freezing))
    return documents


def picture_documents(freezing: Freezing) -> list[Document]:
    """The plan as it stands, on both bases, and the actions that the round had asked about and that were withdrawn since."""
    found: dict[tuple[str, str], Document] = {}
    withdrawn = [pk for pk, action in freezing.actions.items() if not action.in_plan]
    for basis in Basis:
        moment = Moment(freezing.at, freezing.reckoned_on, basis)
        documents = [*documents_of(by_thresholds(read(freezing.plan, moment), Thresholds()))]
        asked = read(freezing.plan, moment, withdrawn).actions if withdrawn else ()
        documents += documents_of_actions(WITHDRAWN[basis], asked)
        found |= {(document.table, document.key): document for document in documents}
    return list(found.values())


def _round(freezing: Freezing) -> Document:
    """Which round and which closing this is, so that a snapshot says by itself what it is about."""
    closing, round = freezing.closing, freezing.closing.round
    names = ["code", "name", "name_nl", "about", "opens", "due", "closes", "instruction", "instruction_nl"]
    content = {name: getattr(round, name) for name in names} | {
        "plan": freezing.plan.code,
        "opened_at": round.opened_at,
        "closing": closing.number,
        "closed_at": freezing.at,
        "closed_by": freezing.person(closing.closed_by_id),
        "reckoned_on": freezing.reckoned_on,
        "format": FORMAT,
    }
    return Document("round", round.code, content)


def _platform_texts(freezing: Freezing) -> Document:
    """What the Platform had written for the report on the round by then, the newest version of each text."""
    texts = PlatformText.objects.of_round(freezing.closing.round).newest().in_reading_order()
    rows = [
        {
            "part": row.part,
            "objective": row.objective.number if row.objective else None,
            "version": row.version,
            "text": Word(row.text, WordOf.PLATFORM_TEXT, row.pk),
            "text_nl": Word(row.text_nl, WordOf.PLATFORM_TEXT, row.pk),
            "written_by": freezing.person(row.written_by_id),
            "written_at": row.written_at,
        }
        for row in texts.select_related("objective")
    ]
    return freezing.of_plan("platform_texts", rows)


def _people(freezing: Freezing) -> Document:
    """The names of everybody whom the documents name by a number, each as a text that can be removed by law."""
    rows = User.objects.filter(pk__in=freezing.people).order_by("pk")
    names = [{"person": row.pk, "name": Word(str(row), WordOf.PERSON, row.pk)} for row in rows]
    return freezing.of_plan("people", names)


def _write_items(closing: Closing, documents: list[Document], sealed: list[Sealed]) -> list[SnapshotItem]:
    items = SnapshotItem.objects.bulk_create(
        [
            SnapshotItem(
                snapshot_id=closing.pk,
                table=document.table,
                key=document.key,
                action=document.action,
                content=one.content,
                sha256=one.sha256,
            )
            for document, one in zip(documents, sealed, strict=True)
        ],
        AT_ONCE,
    )
    SnapshotText.objects.bulk_create(_texts(items, sealed), AT_ONCE)
    return items


def _texts(items: list[SnapshotItem], sealed: list[Sealed]) -> Iterable[SnapshotText]:
    for item, one in zip(items, sealed, strict=True):
        for text in one.texts:
            yield SnapshotText(
                snapshot_id=item.snapshot_id,
                item=item,
                name=text.name,
                of=text.word.of,
                of_key=text.word.key,
                salt=text.salt,
                text=text.word.text,
            )


def _write_rows(closing: Closing, items: list[SnapshotItem]) -> None:
    """From the bytes, as verifying does it."""
    read = {(item.table, item.key): json.loads(bytes(item.content)) for item in items}
    by_model: dict[type, list[Any]] = {}
    for row in rows_of(read, closing.pk):
        by_model.setdefault(type(row), []).append(row)
    for model, rows in by_model.items():
        model.objects.bulk_create(rows, AT_ONCE)  # type: ignore[attr-defined]
