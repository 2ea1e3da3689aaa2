"""The scripts of `deploy/` that back up and restore, with stand-ins for the programs of PostgreSQL; `test_handbook` runs them."""

import os
import subprocess
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


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
    backup = ["deploy/backup", str(tmp_path)]
    kept = subprocess.run(
        backup, cwd=ROOT, env=env, capture_output=True, text=True, check=True
    ).stdout.strip()
    assert subprocess.run(["deploy/restore", kept], cwd=ROOT, env=env, check=False).returncode == 1
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
