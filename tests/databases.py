"""The test database is pytest-django's. On PostgreSQL tests run in it as the role that serves the portal."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.roles import connect_as_role, make_role


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """The role is there before the tables are made, which give it its rights."""
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            make_role()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    if connection.vendor == "sqlite":
        yield
        return
    with django_db_blocker.unblock():
        connect_as_role(is_role=True)
    yield
    with django_db_blocker.unblock():
        connect_as_role(is_role=False)


@pytest.fixture
def made_by_migrations(pytestconfig: pytest.Config) -> None:
    """For tests that look at what migrations did."""
    if pytestconfig.getoption("nomigrations"):
        pytest.skip("the models made the tables: --migrations")
