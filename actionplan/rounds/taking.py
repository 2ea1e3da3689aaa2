"""Taking a snapshot: what a closing freezes, written in its transaction and never altered afterwards."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.picture import live
from actionplan.picture.frozen import WITHDRAWN_TABLES, Document, documents_of, documents_of_actions
from actionplan.picture.moment import Moment
from actionplan.picture.picture import Picture
from actionplan.reporting.models import Closing, PlatformText, Round, Snapshot, SnapshotItem, SnapshotText
from actionplan.reporting.states import Basis, TextOwner

from .canonical import FORMAT, Sealed, Word, hash_of_items, seal
from .freezing import Freezing, begin
from .said import exchange_documents, request_documents, word_documents

AT_ONCE = 500


@operation()
def take_snapshot(*, closing: Closing, by: User, at: datetime.datetime) -> Snapshot:
    """Freeze the plan and everything that stands at the instant: a fixed number of reads, whatever the plan's size.

    The caller holds the plan's actions and the round. The snapshot's own row comes last: once it is there, the database
    takes no further item or text of it.
    """
    freezing = begin(closing, at)
    items = _write(closing, list(frozen_documents(freezing)))
    return Snapshot.objects.create(
        closing=closing,
        taken_by=by,
        taken_at=at,
        reckoned_on=freezing.reckoned_on,
        format=FORMAT,
        sha256=hash_of_items((item.path, item.sha256) for item in items),
    )


def frozen_documents(freezing: Freezing) -> Iterator[Document]:
    """Everything that is frozen, each fact once on each basis; names of people last, once it is known who is named."""
    yield _round(freezing)
    yield from picture_documents(freezing)
    yield from word_documents(freezing)
    yield from request_documents(freezing)
    yield from exchange_documents(freezing)
    yield _platform_texts(freezing)
    yield _people(freezing)


def picture_documents(freezing: Freezing) -> Iterator[Document]:
    """The plan as it stands, on both bases, and the actions that the round had asked about and that were withdrawn since."""
    found: dict[tuple[str, str], Document] = {}
    for picture in freezing.pictures.values():
        found |= {(document.table, document.key): document for document in documents_of(picture)}
    yield from found.values()
    for basis, picture in freezing.withdrawn.items():
        yield from documents_of_actions(WITHDRAWN_TABLES[basis], picture.actions)
    for picture in [*freezing.pictures.values(), *freezing.withdrawn.values()]:
        for report in (report for action in [*picture.actions, *picture.left] for report in action.reports):
            freezing.person(report.submitted_by)
            freezing.person(report.reviewed_by)


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
            "text": Word(row.text, TextOwner.PLATFORM_TEXT, row.pk),
            "text_nl": Word(row.text_nl, TextOwner.PLATFORM_TEXT, row.pk),
            "written_by": freezing.person(row.written_by_id),
            "written_at": row.written_at,
        }
        for row in texts.select_related("objective")
    ]
    return freezing.of_plan("platform_texts", rows)


def _people(freezing: Freezing) -> Document:
    """The names of everybody whom the documents name by a number, each as a text that can be removed by law."""
    rows = User.objects.filter(pk__in=freezing.people).order_by("pk")
    names = [{"person": row.pk, "name": Word(str(row), TextOwner.PERSON, row.pk)} for row in rows]
    return freezing.of_plan("people", names)


def _write(closing: Closing, documents: list[Document]) -> list[SnapshotItem]:
    sealed = [seal(document.content) for document in documents]
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


# What a closing would freeze now


def preview(round: Round, at: datetime.datetime) -> Picture:
    """The plan as accepted at the instant, reckoned on the day that the round is about."""
    return live.read(round.plan, Moment(at, round.about, Basis.ACCEPTED, about=round.code))
