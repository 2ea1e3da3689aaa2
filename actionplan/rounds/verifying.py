"""Verifying a snapshot: its hash, also by the event of its closing, the hash of each item and text, and what it says it is about."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from actionplan.audit.models import Event
from actionplan.audit.verbs import EMPTIED_IN_SNAPSHOTS, REDACTED_VERBS, Verb
from actionplan.audit.verifying import is_as_sealed
from actionplan.base.canonical import hash_of_text, sha256
from actionplan.picture.frozen import ACTION_TABLES, LEFT_TABLES, WITHDRAWN_TABLES
from actionplan.reporting.models import Closing, Snapshot, SnapshotItem, SnapshotText

from .canonical import FORMAT, hash_of_items, texts_in

Contents = dict[tuple[str, str], Any]
TABLES_OF_PLAN = [
    "round",
    "platform_texts",
    "recommendations",
    "people",
    "picture",
    "counted",
    "counted_reported",
]
"""The tables about the plan as a whole."""
TABLES_OF_ACTIONS = {*ACTION_TABLES.values(), *WITHDRAWN_TABLES.values(), *LEFT_TABLES.values()}


def verify(snapshot: Snapshot) -> list[str]:
    """A sentence for each difference from what was frozen, with a fixed number of queries."""
    if snapshot.format != FORMAT:
        return [f"the format {snapshot.format} is not known to this version of the portal"]
    items = list(SnapshotItem.objects.filter(snapshot=snapshot).order_by("pk"))
    read: Contents = {}
    faults = [
        *_faults_of_the_whole(snapshot, items),
        *_faults_of_items(items, read),
        *_faults_of_texts(snapshot, items, read),
    ]
    try:
        faults += _faults_of_the_head(snapshot, read)
        faults += _faults_of_numbers(items, read)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        faults.append(f"what it is of cannot be told from the items: {type(error).__name__} {error}")
    return faults


def faults_of_closing(closing: Closing) -> Iterator[str]:
    """What the trail says against the snapshot of a closing: the hash in the sealed event of it is the snapshot's."""
    told = Event.objects.filter(
        verb=Verb.ROUND_CLOSED, subject_key=str(closing.round_id), at=closing.closed_at
    )
    event = told.filter(plan=closing.round.plan_id).order_by("pk").first()
    if event is None:
        yield "no event in the trail tells of this closing"
    elif event.redacted_at is not None:
        yield f"event {event.pk}, which told its hash, was emptied by law: compare it with one that was mailed or printed"
    elif not is_as_sealed(event):
        yield f"event {event.pk}, which tells its hash, is not as it was sealed: see verify_trail"
    elif event.names.get("hash") != closing.snapshot.sha256:
        yield f"the round’s hash was another when it closed: event {event.pk} tells {event.names.get('hash')}"


def _faults_of_the_whole(snapshot: Snapshot, items: list[SnapshotItem]) -> Iterator[str]:
    if hash_of_items((item.path, item.sha256) for item in items) != snapshot.sha256:
        yield "the round’s hash is not that of its items: one was added, taken away, renamed or changed"


def _faults_of_items(items: list[SnapshotItem], read: Contents) -> Iterator[str]:
    """Also fills `read` with the contents of the items."""
    for item in items:
        content = bytes(item.content)
        if sha256(content) != item.sha256:
            yield f"{item.path}: the bytes do not have the item’s hash"
        try:
            read[item.table, item.key] = json.loads(content)
        except ValueError:
            yield f"{item.path}: the bytes cannot be read"


def _faults_of_texts(snapshot: Snapshot, items: list[SnapshotItem], read: Contents) -> Iterator[str]:
    removals = _removals(snapshot.closing.round.plan_id)
    texts: dict[int, dict[str, SnapshotText]] = defaultdict(dict)
    for text in SnapshotText.objects.filter(snapshot=snapshot).order_by("pk"):
        texts[text.item_id][text.name] = text
    for item in items:
        known = texts.pop(item.pk, {})
        for name, expected in texts_in(read.get((item.table, item.key))):
            if fault := _fault_of_text(known.pop(name, None), expected, removals):
                yield f"{item.path}{name}: {fault}"
        for name in known:
            yield f"{item.path}{name}: a text of which the bytes know nothing"
    if texts:
        yield "texts of items that are not this snapshot’s"


def _removals(plan: int) -> set[int | datetime.datetime]:
    """The keys of the texts that sealed removals by law name; of a removal that names none, the instant."""
    found: set[int | datetime.datetime] = set()
    for event in Event.objects.of_chain(plan).filter(verb__in=REDACTED_VERBS):
        if event.redacted_at is not None or is_as_sealed(event):
            found.update(event.names.get(EMPTIED_IN_SNAPSHOTS, [event.at]))
    return found


def _fault_of_text(
    text: SnapshotText | None, expected: dict[str, Any], removals: set[int | datetime.datetime]
) -> str:
    """What is wrong with a text by the bytes; one that was removed by law has nothing left to compare."""
    if text is None:
        return "the text is missing"
    if (text.of, text.of_key) != (expected["of"], expected["key"]):
        return "the text is said to be another’s than the bytes say"
    if text.redacted_at is not None and not removals & {text.pk, text.redacted_at}:
        return "the text was emptied, and no sealed event tells of a removal by law"
    if text.redacted_at is None and hash_of_text(text.salt, text.text) != expected["sha256"]:
        return "the text does not have the hash that the bytes hold"
    return ""


def _faults_of_the_head(snapshot: Snapshot, read: Contents) -> Iterator[str]:
    """Compares the snapshot's own row and its closing with the document of the round."""
    closing = snapshot.closing
    head = read["round", closing.round.code]
    expected = {
        "taken at": (snapshot.taken_at, datetime.datetime.fromisoformat(head["closed_at"])),
        "taken by": (snapshot.taken_by_id, head["closed_by"]),
        "reckoned on": (snapshot.reckoned_on.isoformat(), head["reckoned_on"]),
        "format": (snapshot.format, head["format"]),
        "closing": (closing.number, head["closing"]),
    }
    for name, (row, document) in expected.items():
        if row != document:
            yield f"{name}: the row says {row}, the bytes {document}"


def _faults_of_numbers(items: list[SnapshotItem], read: Contents) -> Iterator[str]:
    """Compares the action key of each item with the key in the bytes."""
    actions = {key: content["pk"] for (table, key), content in read.items() if table in TABLES_OF_ACTIONS}
    for item in items:
        expected = None if item.table in TABLES_OF_PLAN else actions[item.key]
        if item.action != expected:
            yield f"{item.path}: it is kept under action {item.action}, the bytes say {expected}"


def frozen_head(snapshot: Snapshot, *, of_portal: bool = False) -> str:
    """The head of the plan's trail, or of the portal's, before the closing was recorded; empty in snapshots that do not have it."""
    document = SnapshotItem.objects.get(snapshot=snapshot, table="round")
    return json.loads(bytes(document.content)).get("portal_head" if of_portal else "trail_head", "")
