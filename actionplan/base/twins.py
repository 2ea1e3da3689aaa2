"""Dutch twins: a field `title` in English with its `title_nl` beside it."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language


def in_dutch() -> bool:
    return (get_language() or "").startswith("nl")


def local(obj: Any, field: str) -> str:
    """The field in the language of the page; the English words where the Dutch twin is empty."""
    dutch = getattr(obj, f"{field}_nl", "") if in_dutch() else ""
    return dutch or getattr(obj, field)


def local_value(field: str) -> Any:
    """As `local`, as an expression for a lookup path, where rows are sorted or read as plain values."""
    return Coalesce(NullIf(F(f"{field}_nl"), Value("")), F(field)) if in_dutch() else F(field)


class Twin:
    """A read-only attribute that answers with a field in the language of the page: `local_title = Twin("title")`."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, obj: Any, owner: type) -> Any:
        return self if obj is None else local(obj, self.field)
