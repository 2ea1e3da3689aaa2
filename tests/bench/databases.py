"""Databases to measure in, one for each engine and number of actions: made once, and again when what makes them changes.

They are kept in the folder for temporary files, where PostgreSQL, which does not run as root, can reach its own.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.accounts.workflow import begin_membership, keep_user
from actionplan.settings import read_database
from tests import postgresql
from tests.migrated import kept

ROUNDS = 10
READER = "bench"
WHAT_MAKES_THEM = [
    "*/migrations/*.py",
    "actionplan/*/migrations/*.py",
    "actionplan/portal/synthetic*.py",
    "tests/bench/databases.py",
]
"""When one of these changes; after another change, `--again` makes them again."""


class Databases:
    """Those of one engine; `use` makes one of them the portal's only database."""

    def __init__(
        self, engine: str, *, root: Path | None = None, rounds: int = ROUNDS, again: bool = False
    ) -> None:
        self.rounds = rounds
        self.folder = _folder(engine, root or _root(), again)
        self.server = self._server() if engine == "postgresql" else None

    def _server(self) -> dict[str, Any]:
        os.environ["DATABASE_URL"] = postgresql.start(self.folder)
        return read_database()

    def use(self, actions: int) -> None:
        name = f"bench_{actions}_{self.rounds}"
        if not self._exists(name):
            print(f"Making {actions} actions with {self.rounds} closed rounds …", flush=True)
            begun = time.monotonic()
            self._make(name, actions)
            print(f"Made in {time.monotonic() - begun:.0f} seconds.", flush=True)
        _connect(self._config(name))

    def _config(self, name: str) -> dict[str, Any]:
        if self.server:
            return self.server | {"NAME": name}
        return settings.DATABASES["default"] | {"NAME": str(self.folder / f"{name}.sqlite3")}

    def _exists(self, name: str) -> bool:
        if not self.server:
            return (self.folder / f"{name}.sqlite3").exists()
        _connect(self.server)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None

    def _make(self, name: str, actions: int) -> None:
        """Under another name until it is whole."""
        unfinished = f"{name}_unfinished"
        if self.server:
            self._on_server(f"DROP DATABASE IF EXISTS {unfinished}", f"CREATE DATABASE {unfinished}")
        else:
            for left in self.folder.glob(f"{unfinished}*"):
                left.unlink()
            if (migrated := kept("sqlite") / "database").exists():
                shutil.copyfile(migrated, self.folder / f"{unfinished}.sqlite3")
        _connect(self._config(unfinished))
        _fill(actions, self.rounds)
        if self.server:
            self._on_server(f"ALTER DATABASE {unfinished} RENAME TO {name}")
        else:
            connection.close()
            (self.folder / f"{unfinished}.sqlite3").rename(self.folder / f"{name}.sqlite3")

    def _on_server(self, *statements: str) -> None:
        _connect(self.server)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _root() -> Path:
    return Path(tempfile.gettempdir()) / f"portal-bench-{os.geteuid()}"


def _folder(engine: str, root: Path, again: bool) -> Path:
    """The engine's folder for this code, empty if everything is to be made again; those for other code are removed."""
    folder = root / f"{engine}-{_made_by()}"
    root.mkdir(mode=0o711, parents=True, exist_ok=True)
    for other in root.glob(f"{engine}-*"):
        if again or other != folder:
            shutil.rmtree(other)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _made_by() -> str:
    """A mark of everything that makes the databases what they are."""
    digest = hashlib.sha256()
    for pattern in WHAT_MAKES_THEM:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _connect(config: dict[str, Any]) -> None:
    connection.close()
    connections.settings["default"] = connections.configure_settings({"default": config})["default"]
    del connections["default"]
    ContentType.objects.clear_cache()


def _fill(actions: int, rounds: int) -> None:
    """The invented plan, somebody who sees most of it, and what PostgreSQL knows of its tables where it runs by itself."""
    call_command("migrate", verbosity=0)
    call_command("seed_synthetic", actions=actions, rounds=rounds, stdout=io.StringIO())
    at = timezone.now()
    reader = keep_user(user=User(username=READER, name="Bench"), by=None, at=at)
    reader.set_password("measured, never typed")
    reader.save(update_fields=["password"])
    begin_membership(membership=Membership(user=reader, role=Role.COORDINATOR), by=None, at=at)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
