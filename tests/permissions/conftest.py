"""The world in which everybody asks for everything."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.world import World, committed_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with committed_world(django_db_blocker) as built:
        yield built
