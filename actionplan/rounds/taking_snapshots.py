"""Taking a snapshot: the documents of a closing, written in its transaction and never changed afterwards.

Each table is about an action, or about the round or the plan where that is said; a table with nothing about an action has no item.

- `round` (the round): its days and texts, the closing, by whom and when, the day it is reckoned on, and the heads of the plan's trail and the portal's.
- `picture` (plan): the plan, its objectives, ministers, organisations and rounds, and what had gone.
- `accepted`, `reported`: what the plan says of the action, the reports that hold with their figures, and all that is computed,
  on that basis. `withdrawn`, `withdrawn_reported`: the same of an action that was asked and then left the plan. `left`,
  `left_reported`: of one that left it with reports, whether or not it was asked.
- `counted`, `counted_reported` (plan): what is counted of each action, and under what. The trend reads these alone.
- `words`: what people wrote in reports that hold on the accepted basis, by the key of the report. `words_reported`: in those that
  hold on the reported basis only.
- `asked`: questions of the Platform that everybody reads, with answers; in closings of version 1.0, by the key of the report, what
  it asked with verdicts. `questions`: those that not everybody reads. `minister_answers`: what ministers' offices answered.
- `requests`: what was asked of whom, until when, whether and how late it was answered, why the round could close without it, and
  whether it was reopened so that the version before counts. `requests_followed`: how each answer stood, returned ones included,
  the extensions, and who reopened it because of which office.
- `platform_texts`, `recommendations` (plan): the newest texts of the Platform, and its recommendations. `people` (plan): the names
  of all who are named by a number.

That a draft was begun is in none of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from actionplan.accounts.models import User
from actionplan.audit.models import Revision
from actionplan.audit.revisions import operation
from actionplan.audit.sealing import head_of
from actionplan.picture import live
from actionplan.picture.frozen import WITHDRAWN_TABLES, Document, documents_of, documents_of_actions
from actionplan.picture.moment import Moment
from actionplan.picture.picture import Picture
from actionplan.reporting.models import (
    Closing,
    PlatformText,
    Recommendation,
    Round,
    Snapshot,
    SnapshotItem,
    SnapshotText,
)
from actionplan.reporting.models.recommendations import RECOMMENDATION_TEXTS
from actionplan.reporting.states import Basis, TextOwner

from .canonical import FORMAT, HashedText, Sealed, hash_of_items, seal
from .state_at_closing import Freezing, start_freezing
from .text_documents import exchange_documents, request_documents, word_documents

BATCH_SIZE = 500


@operation()
def take_snapshot(*, closing: Closing, by: User, at: datetime.datetime) -> Snapshot:
    """Freeze the plan and its current reports at the instant, with a fixed number of queries, whatever the
    plan's size.

    The caller has locked the plan's actions and the round. The snapshot's own row is written last: once it
    exists, the database accepts no further items or texts for it.
    """
    freezing = start_freezing(closing, at)
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
    """All frozen documents; the names of people come last, once it is known who is mentioned."""
    yield _round(freezing)
    yield from picture_documents(freezing)
    yield from word_documents(freezing)
    yield from request_documents(freezing)
    yield from exchange_documents(freezing)
    yield _platform_texts(freezing)
    yield _recommendations(freezing)
    yield _people(freezing)


def picture_documents(freezing: Freezing) -> Iterator[Document]:
    """The plan on both bases, and the actions that the round asked about and that left the plan since."""
    documents: dict[tuple[str, str], Document] = {}
    for picture in freezing.pictures.values():
        documents |= {(document.table, document.key): document for document in documents_of(picture)}
    yield from documents.values()
    for basis, picture in freezing.withdrawn.items():
        yield from documents_of_actions(WITHDRAWN_TABLES[basis], picture.actions)
    for picture in [*freezing.pictures.values(), *freezing.withdrawn.values()]:
        for action in [*picture.actions, *picture.left]:
            if action.last_verdict:
                freezing.person(action.last_verdict.reviewed_by)
            for report in action.reports:
                freezing.person(report.submitted_by)
                freezing.person(report.reviewed_by)


def _round(freezing: Freezing) -> Document:
    """The round and the closing, so that a snapshot says what it is about; with the heads of the plan's trail and of the portal's before
    it.
    """
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
        "trail_head": head_of(freezing.plan.pk),
        "portal_head": head_of(Revision.PORTAL),
    }
    return Document("round", round.code, content)


def _platform_texts(freezing: Freezing) -> Document:
    """The newest version of each text of the Platform for the round."""
    texts = PlatformText.objects.of_round(freezing.closing.round).newest().in_reading_order()
    rows = [
        {
            "part": row.part,
            "objective": row.objective.number if row.objective else None,
            "version": row.version,
            "text": HashedText(row.text, TextOwner.PLATFORM_TEXT, row.pk),
            "text_nl": HashedText(row.text_nl, TextOwner.PLATFORM_TEXT, row.pk),
            "written_by": freezing.person(row.written_by_id),
            "written_at": row.written_at,
        }
        for row in texts.select_related("objective")
    ]
    return freezing.of_plan("platform_texts", rows)


def _recommendations(freezing: Freezing) -> Document:
    """Each recommendation about the plan as it stands, with what became of it."""
    rows = [
        {
            "number": row.number,
            "version": row.version,
            "source": row.source,
            "document": row.document,
            "published_on": row.published_on,
            **{
                name: HashedText(getattr(row, name), TextOwner.RECOMMENDATION, row.pk)
                for name in RECOMMENDATION_TEXTS
            },
            "objectives": [objective.number for objective in row.objectives],
            "actions": [action.code for action in row.actions],
            "followed_up_by": freezing.organisation(row.followed_up_by_id),
            "due": row.due,
            "state": row.state,
            "written_by": freezing.person(row.written_by_id),
            "written_at": row.written_at,
        }
        for row in Recommendation.objects.of_plan(freezing.plan).at(freezing.at).with_subjects()
    ]
    return freezing.of_plan("recommendations", rows)


def _people(freezing: Freezing) -> Document:
    """The names of the people in the documents, each as a text that can be removed by law."""
    rows = User.objects.filter(pk__in=freezing.people).order_by("pk")
    names = [{"person": row.pk, "name": HashedText(str(row), TextOwner.PERSON, row.pk)} for row in rows]
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
                content=sealed_document.content,
                sha256=sealed_document.sha256,
            )
            for document, sealed_document in zip(documents, sealed, strict=True)
        ],
        BATCH_SIZE,
    )
    SnapshotText.objects.bulk_create(_texts(items, sealed), BATCH_SIZE)
    return items


def _texts(items: list[SnapshotItem], sealed: list[Sealed]) -> Iterable[SnapshotText]:
    for item, sealed_document in zip(items, sealed, strict=True):
        for text in sealed_document.texts:
            yield SnapshotText(
                snapshot_id=item.snapshot_id,
                item=item,
                name=text.name,
                of=text.hashed.of,
                of_key=text.hashed.key,
                salt=text.salt,
                text=text.hashed.text,
            )


# Preview of a closing


def preview(round: Round, at: datetime.datetime) -> Picture:
    """The picture a closing would freeze at the instant, on the accepted basis."""
    return live.read(round.plan, Moment(at, round.about, Basis.ACCEPTED, about=round.code))
