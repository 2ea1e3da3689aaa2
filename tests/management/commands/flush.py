"""Empties the tables between tests that commit, which the triggers on rows that may never change would refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import CommandError
from django.core.management.commands import flush
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from actionplan.base.triggers import drop_triggers, install_triggers
from tests.requests_under_way import StillAnswering, none_under_way
from tests.roles import as_owner

ATTEMPTS = 5
LOCK_TIMEOUT = "10s"


class NotEmptied(AssertionError):
    """The tables still hold the rows of this test, so that the tests after it would tell a false story."""


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        """Waits for the live server. A lock that something else holds is asked for again, a few times."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with none_under_way():
                    self.empty(**options)
            except (StillAnswering, OperationalError, CommandError) as fault:
                if attempt == ATTEMPTS or isinstance(fault, StillAnswering):
                    raise NotEmptied(f"The tables could not be emptied: {fault!r}") from fault
            else:
                return

    def empty(self, **options: Any) -> None:
        connection = connections[options["database"]]
        with as_owner(), no_lock_waited_for_long(connection):
            drop_triggers(connection)
            try:
                super().handle(**options)
            finally:
                install_triggers(connection)


@contextmanager
def no_lock_waited_for_long(connection: BaseDatabaseWrapper) -> Iterator[None]:
    if connection.vendor == "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        try:
            yield
        finally:
            cursor.execute("RESET lock_timeout")
