"""What many tests stand on, built once for them outside of their own transactions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import transaction


@contextmanager
def committed(blocker: Any, build: Callable[[], Any]) -> Iterator[Any]:
    """For what threads, processes and kept pictures see: the database is emptied behind."""
    with blocker.unblock():
        try:
            with transaction.atomic():
                built = build()
            yield built
        finally:
            call_command("flush", interactive=False, verbosity=0)


@contextmanager
def rolled_back(blocker: Any, build: Callable[[], Any]) -> Iterator[Any]:
    """In a transaction around those of the tests, each of which is rolled back to what was built."""
    with blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
