"""Verifying a snapshot: its hash, the hash of each item and text, and what it says it is about."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from actionplan.base.canonical import hash_of_text, sha256
from actionplan.picture.frozen import ACTION_TABLES, LEFT_TABLES, WITHDRAWN_TABLES
from actionplan.reporting.models import Snapshot, SnapshotItem, SnapshotText

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
    texts: dict[int, dict[str, SnapshotText]] = defaultdict(dict)
    for text in SnapshotText.objects.filter(snapshot=snapshot).order_by("pk"):
        texts[text.item_id][text.name] = text
    for item in items:
        known = texts.pop(item.pk, {})
        for name, expected in texts_in(read.get((item.table, item.key))):
            if fault := _fault_of_text(known.pop(name, None), expected):
                yield f"{item.path}{name}: {fault}"
        for name in known:
            yield f"{item.path}{name}: a text of which the bytes know nothing"
    if texts:
        yield "texts of items that are not this snapshot’s"


def _fault_of_text(text: SnapshotText | None, expected: dict[str, Any]) -> str:
    """What is wrong with a text by the bytes; a redacted text has nothing left to compare."""
    if text is None:
        return "the text is missing"
    if (text.of, text.of_key) != (expected["of"], expected["key"]):
        return "the text is said to be another’s than the bytes say"
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
