"""From version 1.0 on: migrations are not edited, an older database is refused, one of 1.0 is brought up to date."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from actionplan.base.management.commands.migrate import FIRST
from tests import postgresql
from tests.versions.make_dump import DUMP

ROOT = Path(settings.BASE_DIR)
HASHES = Path(__file__).with_name("hashes.txt")
"""As `sha256sum` writes them: `sha256sum */migrations/0*.py actionplan/*/migrations/0*.py > tests/versions/hashes.txt`."""

PICTURES = DUMP.with_name("version_1.pictures.json.gz")
"""What `manage.py picture` of version 1.0 printed of the database of the dump, by its arguments."""

RUN_EACH = """
import contextlib, django, io, json, sys
from django.core.management import call_command
django.setup()
said = []
for command in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        call_command(*command)
    said.append(output.getvalue())
print(json.dumps(said))
"""
"""What each of several commands prints, in one process."""


def migrations() -> dict[str, str]:
    """The hash of each, by its path."""
    paths = [path for pattern in ("*", "actionplan/*") for path in ROOT.glob(f"{pattern}/migrations/0*.py")]
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_no_migration_is_edited_and_each_new_one_is_noted() -> None:
    lines = HASHES.read_text(encoding="utf-8").splitlines()
    assert {path: digest for digest, path in map(str.split, lines)} == migrations()


def test_each_app_begins_with_version_1() -> None:
    assert {Path(path).stem for path in migrations() if "/0001" in path} == {FIRST}


@pytest.mark.full
@pytest.mark.usefixtures("made_by_migrations")
@pytest.mark.django_db
@pytest.mark.owner
def test_an_older_database_is_refused_before_anything_changes() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_applied("reporting", "0001_initial")
    applied = recorder.applied_migrations().keys()
    with pytest.raises(CommandError, match="made by another version"):
        call_command("migrate", verbosity=0)
    assert recorder.applied_migrations().keys() == applied


@pytest.mark.full
@pytest.mark.usefixtures("made_by_migrations")
@pytest.mark.django_db
@pytest.mark.owner
def test_what_a_library_dropped_of_its_own_migrations_stops_nothing() -> None:
    MigrationRecorder(connection).record_applied("sessions", "0000_squashed_long_ago")
    call_command("migrate", verbosity=0)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.owner
def test_a_database_of_version_1_is_brought_up_to_date() -> None:
    folder, bindir = connection.get_connection_params()["host"], postgresql.binaries()
    assert bindir is not None
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE version_1")
    psql = [bindir / "psql", "--quiet", "--set=ON_ERROR_STOP=1", "--username=postgres", f"--host={folder}"]
    unpacked = subprocess.run(["gzip", "-dc", DUMP], check=True, capture_output=True).stdout
    subprocess.run([*psql, "--dbname=version_1"], input=unpacked, check=True, stdout=subprocess.DEVNULL)
    environment = {
        "DATABASE_URL": f"postgres://postgres@/version_1?host={folder}",
        "DEBUG": "true",
        "SECRET_KEY": "version-1",
        "DJANGO_SETTINGS_MODULE": "actionplan.settings",
    }

    pictures = json.loads(gzip.decompress(PICTURES.read_bytes()))
    commands = [["migrate", "--verbosity=0"], ["check", "--database", "default"]]
    commands += [["verify_snapshots"], ["verify_trail"]]
    commands += [["picture", *arguments.split()] for arguments in pictures]
    done = subprocess.run(
        [sys.executable, "-c", RUN_EACH],
        cwd=ROOT,
        env=os.environ | environment,
        input=json.dumps(commands),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    _migrated, checked, snapshots, trails, *printed = json.loads(done.stdout)
    assert "no issues" in checked
    assert "1 verified." in snapshots
    assert "2 verified." in trails  # its migration sealed what was there
    for (arguments, before), picture in zip(pictures.items(), printed, strict=True):
        assert known_to(before, json.loads(picture)) == before, arguments


def known_to(before: Any, now: Any) -> Any:
    """`now` without the members that objects did not have before."""
    if isinstance(before, dict) and isinstance(now, dict):
        return {name: known_to(before[name], now[name]) for name in before if name in now}
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        return [known_to(*pair) for pair in zip(before, now, strict=True)]
    return now
