"""The tests' own PostgreSQL: found, started without a port, and what only it can show."""

import pytest
from django.db import connection


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_server_has_no_port() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone() == ("",)


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_keeps_foreign_keys_and_waits_for_other_writers() -> None:
    with connection.cursor() as cursor:
        pragmas = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ["foreign_keys", "busy_timeout"]
        }
    assert pragmas == {"foreign_keys": 1, "busy_timeout": 20000}
