"""Markup that Python fills in: whatever is put into it is escaped before."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString


def joined(pieces: Iterable[str]) -> SafeString:
    """One piece of markup from pieces of which every value was escaped."""
    return SafeString("".join(pieces))


def escaped(words: Any) -> str:
    """As `conditional_escape`, without the way of words that are translated later."""
    return words if isinstance(words, SafeString) else escape(str(words))
