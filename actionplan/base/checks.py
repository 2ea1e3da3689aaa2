"""System checks: the triggers stand in the database, and derived rows are what follows from others."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from .derived import differing_tables
from .triggers import missing_triggers


@register(Tags.database)
def triggers_are_installed(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` says which triggers are missing."""
    return [
        Error(
            f"The trigger {name} is missing.",
            hint="Run `manage.py migrate`: it installs the triggers again.",
            id="base.E001",
        )
        for alias in databases or []
        for name in missing_triggers(connections[alias])
    ]


@register(Tags.database)
def derived_rows_follow(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` says where a table does not hold what follows from others."""
    return [
        Error(
            f"Rows of {table} are not what follows from the rows they are derived from.",
            hint="Run `manage.py migrate`: it writes them anew.",
            id="base.E002",
        )
        for alias in databases or []
        for table in differing_tables(connections[alias])
    ]
