"""The items of a snapshot as bytes, and the hashes over them (docs/decisions/snapshots.md). This is format 1.

The bytes are those of `base.canonical`; what is unknown is null, never zero. Texts that people wrote are not in them. In their
place stands `{"key":12,"of":"report","sha256":"…"}`: whose text it is, and the SHA-256 of its salt (32 hexadecimal characters)
followed by the text. An empty text stays `""`. People are numbers; their names are the texts of the table `people`.

The name of an item is `table/key.json`, such as `accepted/3.1.json` or `people/2020-2024.json`; `taking.py` lists the tables.
Names and hashes make the list `SHA256SUMS`, sorted by name. The hash of the round is the SHA-256 of that list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from actionplan.base.canonical import canonical, hash_of_text, new_salt, sha256

FORMAT = 1
"""Increased whenever the contents of the bytes change; old snapshots keep their number."""


@dataclass(frozen=True)
class HashedText:
    """A text to be replaced by its hash in a document; `of` (a TextOwner) and `key` say whose text it is."""

    text: str
    of: str
    key: int


@dataclass(frozen=True)
class SaltedText:
    """A text with its salt, and with its place in the document as a JSON pointer (`name`)."""

    name: str
    hashed: HashedText
    salt: str


@dataclass(frozen=True)
class Sealed:
    """A document as bytes, with the texts whose hashes are in the bytes."""

    content: bytes
    texts: list[SaltedText]

    @property
    def sha256(self) -> str:
        return sha256(self.content)


def seal(document: Any) -> Sealed:
    """The document with every `HashedText` replaced by its hash. An empty text stays empty."""
    texts: list[SaltedText] = []
    return Sealed(canonical(_with_hashes(document, "", texts)), texts)


def _with_hashes(value: Any, place: str, texts: list[SaltedText]) -> Any:
    if isinstance(value, dict):
        return {key: _with_hashes(part, f"{place}/{key}", texts) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_hashes(part, f"{place}/{index}", texts) for index, part in enumerate(value)]
    if not isinstance(value, HashedText):
        return value
    if not value.text:
        return ""
    salt = new_salt()
    texts.append(SaltedText(place, value, salt))
    return {"of": value.of, "key": value.key, "sha256": hash_of_text(salt, value.text)}


def texts_in(document: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON pointer of every hashed text in a parsed document, with the object that replaces it."""
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
    """Whether a parsed value replaces a text."""
    return isinstance(value, dict) and set(value) == {"of", "key", "sha256"}


def list_of_hashes(items: Iterable[tuple[str, str]]) -> bytes:
    """Names and hashes of items in the format of `sha256sum`, sorted by name."""
    return "".join(f"{sha}  {path}\n" for path, sha in sorted(items)).encode()


def hash_of_items(items: Iterable[tuple[str, str]]) -> str:
    """The hash of a snapshot: the SHA-256 of the list of names and hashes."""
    return sha256(list_of_hashes(items))
