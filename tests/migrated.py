"""The test database as the migrations make it: made once, kept in a file or folder, and copied for each run.

It is made again when a migration or what is installed changes. Every run migrates its copy nevertheless, which brings what
is not in migrations, such as the triggers, to what the code says now.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Any

import pytest

from tests import postgresql
from tests.roles import connect_as_role, make_role

ROOT = Path(__file__).resolve().parent.parent
KEPT_IN = ROOT / ".pytest_cache" / "databases"
WHAT_MAKES_IT = ["*/migrations/*.py", "actionplan/*/migrations/*.py", "requirements.txt", "tests/settings.py"]


def kept(engine: str) -> Path:
    """Where the database is kept: there is nothing there as long as it was not made."""
    digest = hashlib.sha256()
    for pattern in WHAT_MAKES_IT:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    server = f"-{postgresql.version()}" if engine == "postgresql" else ""
    return KEPT_IN / f"{engine}{server}-{digest.hexdigest()[:12]}"


_turns: dict[str, IO[str]] = {}


def wait_for_turn(engine: str) -> None:
    """Wait while another process makes the database; who finds that there is none makes it, and holds the others up until
    it is kept, or until the process ends: together they would take as much longer as they are.
    """
    if kept(engine).exists():
        return
    KEPT_IN.mkdir(parents=True, exist_ok=True)
    turn = (KEPT_IN / f"{engine}.turn").open("w")
    fcntl.flock(turn, fcntl.LOCK_EX)
    if kept(engine).exists():
        turn.close()
    else:
        _turns[engine] = turn


def keep(engine: str) -> None:
    """Under another name until it is whole; another process may have been first. Those of other code are removed."""
    from django.db import connection

    KEPT_IN.mkdir(parents=True, exist_ok=True)
    unfinished, target = Path(tempfile.mkdtemp(dir=KEPT_IN, prefix="unfinished-")), kept(engine)
    if engine == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(unfinished / "database")) as copy:
            connection.connection.backup(copy)
    else:
        connection.close()
        postgresql.copy_to(unfinished / "data")
    for old in KEPT_IN.glob(f"{engine}-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)
    with suppress(OSError):
        os.rename(unfinished, target)
    shutil.rmtree(unfinished, ignore_errors=True)
    if engine in _turns:
        _turns.pop(engine).close()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """As pytest-django's, with what is kept; on PostgreSQL, the server was started on a copy of it."""
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    engine = connection.vendor
    if engine == "sqlite":
        wait_for_turn(engine)  # on PostgreSQL the settings did, before they started the server
    was_kept = kept(engine).exists()
    if was_kept and engine == "sqlite":
        shutil.copyfile(kept(engine) / "database", settings.DATABASES["default"]["TEST"]["NAME"])
    elif engine == "postgresql":
        was_kept = postgresql.copied()
    with django_db_blocker.unblock():
        if engine == "postgresql":
            make_role()
        aliases = {"default": None}
        made = setup_databases(0, False, keepdb=was_kept, aliases=aliases, serialized_aliases=set())
        if not was_kept:
            keep(engine)
        if engine == "postgresql":
            connect_as_role(is_role=True)
    yield
    with django_db_blocker.unblock():
        if engine == "postgresql":
            connect_as_role(is_role=False)
        teardown_databases(made, verbosity=0)
