"""The tests' own PostgreSQL: found, started without a port, and what only it can show."""

from pathlib import Path

import pytest
from django.db import connection

from tests import postgresql


def test_a_given_folder_of_binaries_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BINDIR", str(tmp_path))
    assert postgresql.binaries() == tmp_path


def test_a_missing_server_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "binaries", lambda: None)
    with pytest.raises(RuntimeError, match="apt-get install postgresql"):
        postgresql.start()


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
