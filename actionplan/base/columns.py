"""The columns of rows that are read along with others, of which a page tells a few."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model


def other_columns(model: type[Model], path: str, *, told: Collection[str]) -> list[str]:
    """For `defer`: the columns of the model at the end of the path, without its key and those that are told."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return [f"{path}__{field.name}" for field in fields if field.name not in told]
