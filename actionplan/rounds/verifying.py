"""Verifying a snapshot: the hash of the whole, each item's hash, each text's hash, and the rows against the bytes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models

from actionplan.reporting.models import (
    Snapshot,
    SnapshotAction,
    SnapshotItem,
    SnapshotLine,
    SnapshotMilestone,
    SnapshotMoney,
    SnapshotParty,
    SnapshotRequest,
    SnapshotText,
)

from .canonical import KNOWN_FORMATS, hash_of_items, hash_of_text, sha256, texts_in
from .rows import instant, rows_of
from .tables import WHOLE_TABLES

ROW_MODELS: list[type[models.Model]] = [
    SnapshotAction,
    SnapshotRequest,
    SnapshotLine,
    SnapshotMoney,
    SnapshotMilestone,
    SnapshotParty,
]
Read = dict[tuple[str, str], Any]


def verify(snapshot: Snapshot) -> list[str]:
    """What is not as it was frozen, a sentence each; nothing when all is well. A fixed number of queries."""
    if snapshot.format not in KNOWN_FORMATS:
        return [f"the format {snapshot.format} is not known to this version of the portal"]
    items = list(SnapshotItem.objects.filter(snapshot=snapshot).order_by("pk"))
    read: Read = {}
    faults = [
        *_faults_of_the_whole(snapshot, items),
        *_faults_of_items(items, read),
        *_faults_of_texts(snapshot, items, read),
    ]
    try:
        faults += _faults_of_the_head(snapshot, read)
        faults += _faults_of_numbers(items, read)
        faults += _faults_of_rows(snapshot, read)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        faults.append(f"the rows cannot be told from the items: {type(error).__name__} {error}")
    return faults


def _faults_of_the_whole(snapshot: Snapshot, items: list[SnapshotItem]) -> Iterator[str]:
    if hash_of_items((item.path, item.sha256) for item in items) != snapshot.sha256:
        yield "the round’s hash is not that of its items: one was added, taken away, renamed or changed"


def _faults_of_items(items: list[SnapshotItem], read: Read) -> Iterator[str]:
    """Fills `read` with what the items hold."""
    for item in items:
        content = bytes(item.content)
        if sha256(content) != item.sha256:
            yield f"{item.path}: the bytes do not have the item’s hash"
        try:
            read[item.table, item.key] = json.loads(content)
        except ValueError:
            yield f"{item.path}: the bytes cannot be read"


def _faults_of_texts(snapshot: Snapshot, items: list[SnapshotItem], read: Read) -> Iterator[str]:
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
    """What is wrong with a text, by what the bytes hold in its place; a redacted one has nothing left to compare."""
    if text is None:
        return "the text is missing"
    if (text.of, text.of_key) != (expected["of"], expected["key"]):
        return "the text is said to be another’s than the bytes say"
    if text.redacted_at is None and hash_of_text(text.salt, text.text) != expected["sha256"]:
        return "the text does not have the hash that the bytes hold"
    return ""


def _faults_of_the_head(snapshot: Snapshot, read: Read) -> Iterator[str]:
    """The snapshot's own row and its closing against the document of the round."""
    closing = snapshot.closing
    head = read["round", closing.round.code]
    expected = {
        "taken at": (snapshot.taken_at, instant(head["closed_at"])),
        "taken by": (snapshot.taken_by_id, head["closed_by"]),
        "reckoned on": (snapshot.reckoned_on.isoformat(), head["reckoned_on"]),
        "format": (snapshot.format, head["format"]),
        "closing": (closing.number, head["closing"]),
    }
    for name, (row, document) in expected.items():
        if row != document:
            yield f"{name}: the row says {row}, the bytes {document}"


def _faults_of_numbers(items: list[SnapshotItem], read: Read) -> Iterator[str]:
    """The action that each item is found by, against the document of that action."""
    actions = {key: content["action"] for (table, key), content in read.items() if table == "action"}
    for item in items:
        expected = None if item.table in WHOLE_TABLES else actions[item.key]
        if item.action != expected:
            yield f"{item.path}: it is kept under action {item.action}, the bytes say {expected}"


def _faults_of_rows(snapshot: Snapshot, read: Read) -> Iterator[str]:
    expected: dict[type, Counter] = {model: Counter() for model in ROW_MODELS}
    for row in rows_of(read, snapshot.pk):
        expected[type(row)][values_of(row)] += 1
    for model in ROW_MODELS:
        found = Counter(values_of(row) for row in model._default_manager.filter(snapshot=snapshot))
        label = str(model._meta.verbose_name)
        for values in (expected[model] - found).elements():
            yield f"{label}: a row is missing or changed: {_shown(model, values)}"
        for values in (found - expected[model]).elements():
            yield f"{label}: a row that the bytes do not say: {_shown(model, values)}"


def values_of(row: models.Model) -> tuple:
    """Every column but the row's own key."""
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key)


def _shown(model: type[models.Model], values: tuple) -> str:
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    return ", ".join(
        f"{name}={value}" for name, value in zip(names, values, strict=True) if value not in ("", None)
    )
