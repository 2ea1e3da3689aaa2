"""The world in which everybody asks for everything, and gets bare answers to what is refused or not there."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.world import World, committed_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with committed_world(django_db_blocker) as built:
        yield built


@pytest.fixture(scope="package", autouse=True)
def _bare_answers() -> Iterator[None]:
    """Once for all, since all addresses are read again when they change."""
    with override_settings(ROOT_URLCONF="tests.plain_errors"):
        yield
