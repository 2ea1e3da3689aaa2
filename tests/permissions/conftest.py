"""The world in which everybody asks for everything: committed, so that pictures are kept as they are for people."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.world import World, new_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                built = new_world()
            yield built
        finally:
            call_command("flush", interactive=False, verbosity=0)
