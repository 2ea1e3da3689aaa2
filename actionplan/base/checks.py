"""System check: the triggers stand in the database."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

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
