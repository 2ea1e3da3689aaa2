"""What the database holds, to prove that a request wrote something or nothing."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Model

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
OTHERS = [Session, UserSession, EmailAddress]
"""Sessions, what is kept of them, and the copy of people's addresses that django-allauth makes when it first meets them."""


def tables() -> dict[str, str]:
    """By table, except those of others: a fingerprint of every row."""
    models = [model for model in apps.get_models() if model not in OTHERS and model._meta.managed]
    return {model._meta.db_table: _fingerprint(model) for model in models}


def _fingerprint(model: type[Model]) -> str:
    rows = [
        [bytes(value) if isinstance(value, memoryview) else value for value in row]  # a file, on PostgreSQL
        for row in model._base_manager.order_by("pk").values_list()
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


class Watch:
    """Collects the statements that write, to other tables than those of others."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        ours = not any(f'"{model._meta.db_table}"' in sql for model in OTHERS)
        if ours and sql.lstrip("( ").upper().startswith(WRITES):
            self.statements.append(sql)
        return execute(sql, params, many, context)


@contextmanager
def watched() -> Iterator[Watch]:
    """For what writes nothing, as a reader asks for it: outside a transaction."""
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch


@contextmanager
def undone() -> Iterator[Watch]:
    """Whatever is written inside is rolled back; the watch says what was sent."""
    with transaction.atomic(), watched() as watch:
        yield watch
        transaction.set_rollback(True)


def has_written(watch: Watch, before: dict[str, str]) -> bool:
    """Whether rows differ from `before`, in the tables that a statement could have changed."""
    return any(
        _fingerprint(model) != before[model._meta.db_table]
        for model in apps.get_models()
        if model._meta.db_table in before
        and any(f'"{model._meta.db_table}"' in statement for statement in watch.statements)
    )
