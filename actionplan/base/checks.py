"""System check: the triggers are in the database, switched on and as the code defines them."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from .triggers import wrong_triggers


@register(Tags.database)
def triggers_are_installed(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` lists the triggers that do not guard, and why."""
    return [
        Error(
            f"The trigger {name} {fault}.",
            hint="Run `manage.py migrate`: it installs the triggers again.",
            id="base.E001",
        )
        for alias in databases or []
        for name, fault in wrong_triggers(connections[alias]).items()
    ]
