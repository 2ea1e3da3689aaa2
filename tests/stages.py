"""What many tests stand on, built once for them outside of their own transactions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
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


def stage_of(build: Callable[[], Any], scope: Any = "package") -> Any:
    """A fixture: what was built, for all tests of the folder whose conftest, or of the module (`scope`), that has it."""

    @pytest.fixture(scope=scope)
    def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
        with rolled_back(django_db_blocker, build) as built:
            yield built

    return stage
