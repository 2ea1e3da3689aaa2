"""Canonical bytes of what is kept under a hash, and hashes of texts that may be removed by law.

Sorted keys, no spaces, UTF-8; amounts and numbers as strings with two decimals, days in ISO 8601, instants in
ISO 8601 in UTC to the microsecond.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from decimal import Decimal
from typing import Any

from .money import cents

SALT_BYTES = 16


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


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def new_salt() -> str:
    """A random salt, in hexadecimal."""
    return secrets.token_hex(SALT_BYTES)


def hash_of_text(salt: str, text: str) -> str:
    """The salt has a fixed length, so that no other pair of salt and text gives the same bytes."""
    return sha256(f"{salt}{text}".encode())
