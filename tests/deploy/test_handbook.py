"""The handbook is followed: the blocks of *Two roles*, *Back up and restore* and *Upgrade*, shell and SQL, as they are written and
in their order, on PostgreSQL, in an installation that served as one role so far.

What would fetch from elsewhere, `git` and `pip`, is a stand-in; folders of the machine are folders of the test.
"""

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests import postgresql
from tests.roles import as_owner

pytestmark = [pytest.mark.again, pytest.mark.postgresql]
ROOT = Path(settings.BASE_DIR)
COPIED = ["manage.py", "requirements.txt", "actionplan", "actions", "budgets", "objectives"]
COPIED += ["deploy", "fixtures", "static", "templates", "locale", "docs"]
OPERATORS = (ROOT / "docs/operators.md").read_text()
SQL = ("CREATE ", "REASSIGN ", "ALTER ", "REVOKE ")
OWNER_STEP = "set -a; . /etc/portal/owner.env; set +a\n"
STAND_IN = """#!/bin/sh
echo "$(basename "$0") $*" >>"$ASKED_FOR"
"""


def blocks(title: str) -> list[str]:
    """Of a section of the handbook, without those of the sections in it."""
    [section] = re.findall(rf"^##+ {title}\n(.+?)(?=^##)", OPERATORS, re.MULTILINE | re.DOTALL)
    return re.findall(r"^```\w*\n(.+?)^```", section, re.MULTILINE | re.DOTALL)


class Machine:
    """One with an installation, by the paths of the handbook."""

    def __init__(self, folder: Path, socket: str) -> None:
        self.folder, self.socket, self.asked_for = folder, socket, folder / "asked-for"
        self.portal = folder / "srv/portal"
        programs = folder / "programs"
        for path in ["etc/portal", "srv/portal/.venv/bin", "srv/portal-evidence", "var/backups/portal"]:
            (folder / path).mkdir(parents=True)
        programs.mkdir()
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, self.portal / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, self.portal / name)
        known = (ROOT / ".venv").resolve()
        for name in ["lib", "pyvenv.cfg", "bin/python"]:
            (self.portal / ".venv" / name).symlink_to(known / name)
        for path in [programs / "git", self.portal / ".venv/bin/pip"]:
            path.write_text(STAND_IN)
            path.chmod(0o755)
        key = base64.urlsafe_b64encode(bytes(32)).decode()
        said = {
            "SECRET_KEY": "a-long-text-of-the-test-which-nobody-guesses-0123456789-abcdefghijklmnopqrstuvwxyz",
            "MFA_KEYS": key,
            "BASE_URL": "https://actionplan.example.org",
            "ALLOWED_HOSTS": "actionplan.example.org",
            "DATABASE_URL": f"postgres://portal@/portal?host={socket}",
            "EMAIL_URL": "smtp://localhost:25",
            "EVIDENCE_ROOT": str(folder / "srv/portal-evidence"),
            "ACCESS_LOG": str(folder / "access.log"),
        }
        (self.portal / ".env").write_text("".join(f"{name}={value}\n" for name, value in said.items()))
        address = f'DATABASE_OWNER_URL="postgres://portal_owner@/portal?host={socket}"\n'
        (folder / "etc/portal/owner.env").write_text(address)
        ours = ("DJANGO_SETTINGS_MODULE", "ENV_FILE", "DEBUG", *said)
        self.environment = {name: value for name, value in os.environ.items() if name not in ours} | {
            "PATH": f"{programs}:{postgresql.binaries()}:{os.environ['PATH']}",
            "PGHOST": socket,
            "PGUSER": "postgres",
            "ASKED_FOR": str(self.asked_for),
        }

    def here(self, text: str) -> str:
        text = text.replace("/var/run/postgresql", self.socket)
        return re.sub(r"(?<![\w./])/(srv|var/backups|etc/portal)\b", rf"{self.folder}/\1", text)

    def run(self, *commands: str, fails: bool = False) -> str:
        """In one shell, in the folder of the portal; SQL as a superuser in the portal's database."""
        psql = "psql --quiet --dbname=portal --set=ON_ERROR_STOP=1 <<'SQL'\n{}SQL\n"
        script = "".join(psql.format(block) if block.startswith(SQL) else block for block in commands)
        done = subprocess.run(
            ["sh", "-e", "-c", self.here(script)],
            cwd=self.portal,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(done.returncode) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def backups(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "var/backups/portal").iterdir())


def _on_server(*statements: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def machine(tmp_path: Path, transactional_db: Any) -> Iterator[Machine]:
    """It serves as one role, `portal`, which owns everything."""
    _on_server("CREATE ROLE portal LOGIN", "CREATE DATABASE portal OWNER portal TEMPLATE template0")
    made = Machine(tmp_path, str(connection.get_connection_params()["host"]))
    python = ".venv/bin/python manage.py"
    made.run(f"{python} migrate --verbosity=0\n{python} loaddata --verbosity=0 fixtures/*.json\n")
    yield made
    for name in ["portal", "restored"]:
        _on_server(f"DROP DATABASE IF EXISTS {name}")
    _on_server("DROP ROLE IF EXISTS portal_owner", "DROP ROLE IF EXISTS portal")


def test_the_handbook_leads_from_one_role_to_two_and_through_backup_and_upgrade(machine: Machine) -> None:
    two_roles = blocks("Two roles")
    assert any(block.startswith(SQL) for block in two_roles)
    said = machine.run(*two_roles)
    assert "System check identified no issues" in said

    backup, restore, of_sqlite = blocks("Back up and restore")
    machine.run(backup)
    [made] = machine.backups()
    [named] = re.findall(r"/var/backups/portal/(\S+)", restore)
    said = machine.run(restore.replace(named, made))
    assert said.splitlines()[-1] == "2 verified."
    machine.run(of_sqlite)

    # As the role that serves nothing is left which looks like a backup.
    serving = f'export DATABASE_URL="postgres://portal@/portal?host={machine.socket}"\n'
    said = machine.run(serving + backup.replace(OWNER_STEP, ""), fails=True)
    assert "permission denied for" in said
    assert "No backup was made." in said
    assert machine.backups() == [made]

    [upgrade] = blocks("Upgrade")
    assert "must be owner of " in machine.run(upgrade.replace(OWNER_STEP, ""), fails=True)
    said = machine.run(upgrade)
    assert "System check identified no issues" in said
    assert machine.asked_for.read_text().splitlines()[-2:] == [
        "git pull --ff-only",
        "pip install --require-hashes -r requirements.txt",
    ]
