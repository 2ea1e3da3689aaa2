"""The migrated database is kept for the next run, and made again when what makes it changes."""

import fcntl
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests import migrated


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some code, in a folder of its own."""
    (tmp_path / "actions/migrations").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("django==5.2\n")
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    monkeypatch.setattr(migrated, "KEPT_IN", tmp_path / "kept")
    return tmp_path


@pytest.mark.parametrize("name", ["actions/migrations/0002_more.py", "requirements.txt"])
def test_another_migration_or_another_django_is_another_database(code: Path, name: str) -> None:
    before = migrated.kept("sqlite")
    assert migrated.kept("sqlite") == before
    (code / name).write_text("changed")
    assert migrated.kept("sqlite") != before


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_what_is_kept_is_migrated_and_what_was_kept_of_other_code_goes(code: Path) -> None:
    (code / "kept/sqlite-of-other-code").mkdir(parents=True)
    (code / "kept/postgresql-of-this").mkdir(parents=True)
    for _turn in range(2):  # the second time, another process was first
        migrated.keep("sqlite")
    kept = migrated.kept("sqlite")
    assert {path.name for path in (code / "kept").iterdir()} == {kept.name, "postgresql-of-this"}
    with closing(sqlite3.connect(kept / "database")) as copy:
        (count,) = copy.execute("SELECT count(*) FROM django_migrations WHERE app = 'reporting'").fetchone()
        assert count


def is_free(engine: str) -> bool:
    """Whether another process may make the database now."""
    with (migrated.KEPT_IN / f"{engine}.turn").open("w") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_one_process_makes_it_and_the_others_wait_until_it_is_kept(code: Path) -> None:
    migrated.wait_for_turn("sqlite")
    assert not is_free("sqlite")
    migrated.keep("sqlite")
    assert is_free("sqlite")
    migrated.wait_for_turn("sqlite")
    assert is_free("sqlite"), "nobody waits for what is kept"
