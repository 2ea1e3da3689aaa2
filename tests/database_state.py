"""What the database holds, to prove that a request wrote something or nothing."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
OTHERS = [Session, EmailAddress]
"""Sessions, and the copy of people's addresses that django-allauth makes when it first meets them."""


def digest() -> str:
    """A fingerprint of every row of every table except those of others."""
    found = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model not in OTHERS and model._meta.managed:
            found.update(
                repr((model._meta.label, list(model._base_manager.order_by("pk").values_list()))).encode()
            )
    return found.hexdigest()


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
def undone() -> Iterator[Watch]:
    """Whatever is written inside is rolled back; the watch says what was sent."""
    watch = Watch()
    with transaction.atomic(), connection.execute_wrapper(watch):
        yield watch
        transaction.set_rollback(True)


def has_written(watch: Watch, before: str) -> bool:
    """Whether the rows differ from those of `before`; only looked at when a statement could have changed them."""
    return bool(watch.statements) and digest() != before
