"""The demo story, told once for all tests of a file, which only read it."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tests.printed_plan import load_plan


def seed() -> str:
    """What the command said."""
    said = io.StringIO()
    with override_settings(DEBUG=True):
        call_command("seed_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def demo_story(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What the command said. The file's tests are marked `django_db`; all is taken back after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_plan()
        yield seed()
        transaction.set_rollback(True)
