"""The one way in which a document of a snapshot is written as bytes, and the hashes over it (docs/decisions/snapshots.md).

Sorted keys, no spaces, UTF-8; amounts and numbers as strings with two decimals, days as ISO, instants as ISO in UTC to the
microsecond. A text that people wrote is not in the bytes: in its place stands whose text it is and SHA-256 of salt and text.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actionplan.base.money import cents

FORMAT = 1
"""Counted up when what the bytes hold changes; old snapshots keep their number."""
SALT_BYTES = 16


@dataclass(frozen=True)
class Word:
    """A text that people wrote, on its way into a snapshot: whose text it is decides who may read it."""

    text: str
    of: str
    key: int


@dataclass(frozen=True)
class SaltedText:
    """A text with its salt and the place in its document, as a JSON pointer."""

    name: str
    word: Word
    salt: str


@dataclass(frozen=True)
class Sealed:
    """A document as bytes, with the texts that the bytes hold by their hashes only."""

    content: bytes
    texts: list[SaltedText]

    @property
    def sha256(self) -> str:
        return sha256(self.content)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hash_of_text(salt: str, text: str) -> str:
    """The salt is written in hexadecimal and has a fixed length, so that no other pair gives the same bytes."""
    return sha256(f"{salt}{text}".encode())


def seal(document: Any) -> Sealed:
    """The document with every `Word` replaced by its hash. An empty text hides nothing and stays an empty text."""
    texts: list[SaltedText] = []
    return Sealed(canonical(_without_words(document, "", texts)), texts)


def canonical(document: Any) -> bytes:
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    ).encode()


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{cents(value):.2f}"
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _without_words(value: Any, place: str, texts: list[SaltedText]) -> Any:
    if isinstance(value, dict):
        return {key: _without_words(part, f"{place}/{key}", texts) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_words(part, f"{place}/{index}", texts) for index, part in enumerate(value)]
    if not isinstance(value, Word):
        return value
    if not value.text:
        return ""
    salt = secrets.token_hex(SALT_BYTES)
    texts.append(SaltedText(place, value, salt))
    return {"of": value.of, "key": value.key, "sha256": hash_of_text(salt, value.text)}


def texts_in(document: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every text that a read document holds by its hash: its JSON pointer, and what stands there."""
    if isinstance(document, dict):
        if is_hashed(document):
            yield place, document
            return
        for key, part in document.items():
            yield from texts_in(part, f"{place}/{key}")
    elif isinstance(document, list):
        for index, part in enumerate(document):
            yield from texts_in(part, f"{place}/{index}")


def is_hashed(value: Any) -> bool:
    """Whether a read value stands in the place of a text."""
    return isinstance(value, dict) and set(value) == {"of", "key", "sha256"}


def list_of_hashes(items: Iterable[tuple[str, str]]) -> bytes:
    """Names and hashes of items as `sha256sum` writes and checks them, in the order of their names."""
    return "".join(f"{sha}  {path}\n" for path, sha in sorted(items)).encode()


def hash_of_items(items: Iterable[tuple[str, str]]) -> str:
    """The hash of the whole: SHA-256 over the list of names and hashes."""
    return sha256(list_of_hashes(items))
