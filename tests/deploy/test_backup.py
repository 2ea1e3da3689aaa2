"""The drill: the demo is told, backed up and restored elsewhere by the scripts of `deploy/`, where another role serves than the
one that owns the tables; nothing is lost or changed.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from tests import postgresql
from tests.roles import as_owner

ROOT = Path(settings.BASE_DIR)
NAMES = ["told", "restored", "empty"]
ROWS = "SELECT kept::text FROM {} AS kept ORDER BY 1"


def everything(database: str) -> dict[str, list[tuple]]:
    """Each row of every table, as text, and where each sequence stands."""
    reader = psycopg2.connect(database)
    try:
        with reader, reader.cursor() as cursor:
            cursor.execute(
                "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            )
            tables = [name for (name,) in cursor.fetchall()]
            found = {}
            for table in tables:
                cursor.execute(ROWS.format(table))
                found[table] = cursor.fetchall()
            cursor.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
            return found | {"sequences": cursor.fetchall()}
    finally:
        reader.close()


def files(folder: Path) -> dict[str, str]:
    """The hash of each file, by its path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def serving_role(transactional_db: None) -> Iterator[str]:
    """Of the drill: it may connect, and owns nothing."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE ROLE drill LOGIN")
    yield "drill"
    with as_owner(), connection.cursor() as cursor:
        for name in NAMES:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute("DROP ROLE drill")


def environment(name: str, evidence: Path, role: str) -> dict[str, str]:
    """Of an installation with a database and a folder of its own."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    evidence.mkdir()
    folder, bindir = connection.get_connection_params()["host"], postgresql.binaries()
    return os.environ | {
        "DATABASE_URL": f"postgres://{role}@/{name}?host={folder}",
        "DATABASE_OWNER_URL": f"postgres://postgres@/{name}?host={folder}",
        "EVIDENCE_ROOT": str(evidence),
        "ENV_FILE": os.devnull,
        "DEBUG": "true",
        "SECRET_KEY": "drill",
        "DJANGO_SETTINGS_MODULE": "actionplan.settings",
        "PATH": f"{bindir}:{os.environ['PATH']}",
    }


def timed(*command: str | Path, env: dict[str, str]) -> tuple[float, str]:
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return time.perf_counter() - begun, done.stdout


TELLS = """#!/bin/sh
printf '%s\\n' "${0##*/} $*" "$PGPASSWORD" >>"$TOLD"
for argument; do case $argument in --file=*) : >"${argument#--file=}" ;; esac; done
[ "${0##*/}" = pg_dump ]
"""
"""Stands for pg_dump and pg_restore: tells its arguments and the password; pg_restore fails, so that nothing else is done."""


def test_the_owners_password_is_in_no_argument_which_ps_would_show(tmp_path: Path) -> None:
    told, evidence = tmp_path / "told", tmp_path / "evidence"
    evidence.mkdir()
    for name in ["pg_dump", "pg_restore"]:
        (tmp_path / name).write_text(TELLS)
        (tmp_path / name).chmod(0o755)
    env = os.environ | {
        "DATABASE_OWNER_URL": "postgres://owner:s%40cret%2Fword@db.example.org:5433/portal?sslmode=require",
        "DATABASE_URL": "postgres://portal:other@db.example.org/portal",
        "EVIDENCE_ROOT": str(evidence),
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "TOLD": str(told),
    }
    _seconds, kept = timed("deploy/backup", tmp_path, env=env)
    assert subprocess.run(["deploy/restore", kept.strip()], cwd=ROOT, env=env, check=False).returncode == 1
    dump, dump_password, restored, restored_password = told.read_text().splitlines()
    assert [dump_password, restored_password] == ["s@cret/word", "s@cret/word"]
    for line in [dump, restored]:
        assert "cret" not in line
        facts = {"host=db.example.org", "port=5433", "user=owner", "dbname=portal", "sslmode=require"}
        assert facts <= set(line.replace("--dbname=", "").split())


def test_a_dump_that_fails_leaves_nothing_that_looks_like_a_backup(tmp_path: Path) -> None:
    """Even where it wrote something: pg_dump makes its file before it reads the first table."""
    programs, into, evidence = tmp_path / "programs", tmp_path / "backups", tmp_path / "evidence"
    for folder in [programs, into, evidence]:
        folder.mkdir()
    (programs / "pg_dump").write_text(TELLS.replace("pg_dump ]", "other ]"))
    (programs / "pg_dump").chmod(0o755)
    env = os.environ | {
        "DATABASE_OWNER_URL": "",
        "DATABASE_URL": "postgres://portal@db.example.org/portal",
        "EVIDENCE_ROOT": str(evidence),
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PGPASSWORD": "",
        "TOLD": str(tmp_path / "told"),
    }
    command = ["deploy/backup", str(into)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert "portal.dump" in (tmp_path / "told").read_text()
    assert done.returncode == 1
    assert "No backup was made." in done.stderr
    assert done.stdout == ""
    assert list(into.iterdir()) == []


def test_a_second_backup_in_the_same_second_leaves_the_first_ones_folder(tmp_path: Path) -> None:
    programs, into, evidence = tmp_path / "programs", tmp_path / "backups", tmp_path / "evidence"
    for folder in [programs, into, evidence]:
        folder.mkdir()
    (programs / "date").write_text("#!/bin/sh\necho 2026-11-30T023000\n")
    (programs / "date").chmod(0o755)
    first = into / "2026-11-30T023000.unfinished"
    first.mkdir()
    (first / "portal.dump").write_text("half of it")
    env = os.environ | {
        "EVIDENCE_ROOT": str(evidence),
        "LC_ALL": "C",
        "PATH": f"{programs}:{os.environ['PATH']}",
    }
    command = ["deploy/backup", str(into)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "File exists" in done.stderr
    assert (first / "portal.dump").read_text() == "half of it"


@pytest.mark.full
@pytest.mark.postgresql
def test_a_backup_is_restored_row_by_row_and_file_by_file(
    tmp_path: Path, serving_role: str, tell: Callable[[str], None]
) -> None:
    told, restored = (environment(name, tmp_path / name, serving_role) for name in ["told", "restored"])
    timed(sys.executable, "manage.py", "prepare", env=told)
    before, evidence = everything(told["DATABASE_OWNER_URL"]), files(tmp_path / "told")
    assert len(before["audit_event"]) > 100
    assert evidence

    to_back_up, kept = timed("deploy/backup", tmp_path, env=told)
    to_restore, _said = timed("deploy/restore", kept.strip(), env=restored)

    after = everything(restored["DATABASE_OWNER_URL"])
    assert after.keys() == before.keys()
    assert [table for table in before if after[table] != before[table]] == []
    assert files(tmp_path / "restored") == evidence
    rows = sum(map(len, before.values())) - len(before["sequences"])
    tell(
        f"Backup of {rows:,} rows and {len(evidence)} files of evidence: {to_back_up:.1f} s; "
        f"restored and proved in {to_restore:.1f} s."
    )


@pytest.mark.full
@pytest.mark.postgresql
def test_a_backup_that_was_changed_is_not_restored(tmp_path: Path, serving_role: str) -> None:
    empty = environment("empty", tmp_path / "empty", serving_role)
    _seconds, kept = timed("deploy/backup", tmp_path, env=empty)
    with (Path(kept.strip()) / "evidence.tar").open("ab") as file:
        file.write(b"more")
    with pytest.raises(AssertionError, match="did NOT match"):
        timed("deploy/restore", kept.strip(), env=empty)
