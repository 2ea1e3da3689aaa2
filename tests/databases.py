"""The test database: made of the models, or with --migrations by migrations. On PostgreSQL tests run in it as the role that
serves the portal.

It is made for every test that asks for it in any way. pytest-django's own leaves out what a fixture of a whole file fills.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from tests.roles import connect_as_role, make_role


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_use_migrations: bool,
    django_db_blocker: Any,
) -> Iterator[None]:
    if not django_db_use_migrations:
        settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            make_role()
        made = setup_databases(0, False, aliases={"default"}, serialized_aliases=set())
        if connection.vendor == "postgresql":
            connect_as_role(is_role=True)
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            connect_as_role(is_role=False)
        teardown_databases(made, verbosity=0)


@pytest.fixture
def made_by_migrations(pytestconfig: pytest.Config) -> None:
    """For tests that look at what migrations did."""
    if pytestconfig.getoption("nomigrations"):
        pytest.skip("the models made the tables: --migrations")
