"""The handbook is followed: its blocks are run as they are written and in their order, on PostgreSQL.

`docs/operators.md` leads through installing, backing up, a drill, an upgrade, and a restore on a bare machine, where nothing is
lost or changed; `docs/operators/database-roles.md` from one role to two. Programs that would change the machine or fetch something, such as `git`,
`pip` and `systemctl`, are stand-ins, and the folders of the machine are folders of the test.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from tests import postgresql
from tests.roles import as_owner

pytestmark = [pytest.mark.full, pytest.mark.postgresql]
ROOT = Path(settings.BASE_DIR)
HANDBOOK = (ROOT / "docs/operators.md").read_text()
ROLES = (ROOT / "docs/operators/database-roles.md").read_text()
OF_THE_CLONE = ["manage.py", "requirements.txt", "actionplan", "actions", "budgets", "objectives"]
OF_THE_CLONE += ["deploy", "fixtures", "static", "templates", "locale", "docs"]
FOLDERS = r"(?<![\w./])/(srv|var/backups|var/log|etc/portal|etc/systemd)\b"
OWNER_STEP = "set -a; . /etc/portal/owner.env; set +a\n"
VERSION = "5e5f38a9"

RECORD = '#!/bin/sh\necho "${0##*/} $*" >>"$ASKED_FOR"\n'
GIT = f"""{RECORD}
case $1 in
clone) cp -r "$CLONE" "$3" ;;
rev-parse) echo {VERSION} ;;
esac
"""
PYTHON3 = f"""#!/bin/sh
[ "$1 $2" = "-m venv" ] || exec {sys.executable} "$@"
mkdir -p "$3/bin"
ln -s {ROOT}/.venv/lib {ROOT}/.venv/pyvenv.cfg "$3"
ln -s {ROOT}/.venv/bin/python "$3/bin"
cp "$(dirname "$0")/pip" "$3/bin"
"""
RUNUSER = '#!/bin/sh\nshift 3\nexec "$@"\n'
STAND_INS = {"git": GIT, "python3": PYTHON3, "runuser": RUNUSER} | dict.fromkeys(
    ["apt-get", "chown", "curl", "pip", "systemctl", "useradd"], RECORD
)
"""What they do in place of the programs of these names."""

STORY = """cd /srv/portal
.venv/bin/python manage.py shell --no-imports <<END
import datetime
from actionplan.base.days import BRUSSELS
from actionplan.demo import days
from actionplan.demo.accounts import add_demo_accounts
from actionplan.demo.telling import Teller
from objectives.models import Plan
plan = Plan.objects.get()
cast = add_demo_accounts(plan=plan, at=days.STORY_BEGINS)
Teller(plan, cast).tell(until=datetime.datetime(2021, 12, 7, tzinfo=BRUSSELS))
END
"""
"""What people do until a round is closed and evidence is given."""
ONE_ROLE = """psql --quiet --dbname=portal --set=ON_ERROR_STOP=1 <<'SQL'
REASSIGN OWNED BY portal_owner TO portal;
DROP OWNED BY portal_owner;
DROP ROLE portal_owner;
SQL
"""


def blocks(page: str, title: str) -> list[str]:
    """Those of a section, without those of the sections in it."""
    [section] = re.findall(rf"^##+ {title}\n(.+?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
    return re.findall(r"^```\w*\n(.+?)^```", section, re.MULTILINE | re.DOTALL)


def install(*steps: int) -> list[str]:
    """The blocks of some steps of *Install*."""
    titles = dict(re.findall(r"^### ((\d)\. .+)$", HANDBOOK, re.MULTILINE))
    of_step = {int(number): title for title, number in titles.items()}
    return [block for step in steps for block in blocks(HANDBOOK, re.escape(of_step[step]))]


class Machine:
    """A bare machine, whose folders are in one folder and whose database server is that of the tests."""

    def __init__(self, folder: Path, clone: Path) -> None:
        self.folder = folder
        self.socket = str(connection.get_connection_params()["host"])
        for path in ["srv", "var/backups", "etc/systemd/system", "programs"]:
            (folder / path).mkdir(parents=True)
        for name, text in STAND_INS.items():
            (folder / "programs" / name).write_text(text)
            (folder / "programs" / name).chmod(0o755)
        ours = ("DJANGO_SETTINGS_MODULE", "ENV_FILE", "DEBUG", "SECRET_KEY")
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        self.environment = kept | {
            "PATH": f"{folder}/programs:{postgresql.binaries()}:{os.environ['PATH']}",
            "PGHOST": self.socket,
            "PGUSER": "postgres",
            "ASKED_FOR": str(folder / "asked-for"),
            "CLONE": str(clone),
        }

    def here(self, text: str) -> str:
        """The server of the tests listens on a socket; no mail leaves."""
        for said, meant in {
            "@127.0.0.1:5432/portal": f"@/portal?host={self.socket}",
            "%/portal}/drill": f"%/portal?host=*}}/drill?host={self.socket}",
            "smtp://localhost:25": "consolemail://",
        }.items():
            text = text.replace(said, meant)
        return re.sub(FOLDERS, rf"{self.folder}/\1", text)

    def run(self, *commands: str, fails: bool = False) -> str:
        """In one shell, which ends where a command fails; what it said."""
        done = subprocess.run(
            ["sh", "-e", "-c", self.here("".join(commands))],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(done.returncode) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def asked_for(self) -> list[str]:
        return (self.folder / "asked-for").read_text().splitlines()

    def kept(self) -> dict[str, Any]:
        """Each row of every table, as text, where each sequence stands, and the hash of each file of evidence."""
        reader = psycopg2.connect(host=self.socket, user="postgres", dbname="portal")
        with reader.cursor() as cursor:

            def rows(statement: str) -> list[tuple]:
                cursor.execute(statement)
                return cursor.fetchall()

            names = rows("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
            found: dict[str, Any] = {
                name: rows(f"SELECT kept::text FROM {name} AS kept ORDER BY 1") for (name,) in names
            }
            found["sequences"] = rows("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
        reader.close()
        folder = self.folder / "srv/portal-evidence"
        files = (path for path in folder.rglob("*") if path.is_file())
        return found | {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
        }


@pytest.fixture
def clone(tmp_path: Path, transactional_db: None) -> Iterator[Path]:
    """What `git clone` brings; afterwards no database or role of the handbook is left."""
    folder = tmp_path / "clone"
    folder.mkdir()
    for name in OF_THE_CLONE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    shutil.copy(ROOT / ".env.example", folder)
    yield folder
    _on_server(*[f"DROP DATABASE IF EXISTS {name}" for name in ["portal", "drill"]])
    _on_server(*[f"DROP ROLE IF EXISTS {name}" for name in ["portal_owner", "portal"]])


def _on_server(*statements: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_the_handbook_installs_backs_up_upgrades_and_restores_on_a_bare_machine(
    tmp_path: Path, clone: Path
) -> None:
    machine = Machine(tmp_path / "machine", clone)
    said = machine.run(*install(1, 2, 3, 4, 5, 7))
    assert "System check identified no issues" in said

    machine.run(ONE_ROLE)
    statements, commands = blocks(ROLES, "From one role to two")
    machine.run(f"psql --quiet --dbname=portal --set=ON_ERROR_STOP=1 <<'SQL'\n{statements}SQL\n")
    assert "System check identified no issues" in machine.run(commands)

    machine.run(STORY)
    kept = machine.kept()
    assert len(kept["audit_event"]) > 100
    assert kept["reporting_evidence"]
    backup, old_ones, drill, after_the_drill, of_sqlite = blocks(HANDBOOK, "Back up")
    made = machine.run(backup).strip()
    example = re.findall(r"/var/backups/portal/\d\S+", drill)[0]
    said = machine.run(
        drill.replace(example, made), 'cd /tmp\necho "drilled in $EVIDENCE_ROOT"\n', after_the_drill
    )
    *_, verified, drilled_in = said.splitlines()
    assert verified == "2 verified."
    assert not Path(drilled_in.removeprefix("drilled in ")).exists()
    machine.run(of_sqlite, old_ones)

    # The role that serves the pages can make no backup, and leaves nothing that looks like one.
    serving = "cd /srv/portal\nexport DATABASE_URL=$(sed -n 's/^DATABASE_URL=//p' .env)\n"
    said = machine.run(serving + backup.replace(OWNER_STEP, ""), fails=True)
    assert "permission denied for" in said
    assert "No backup was made." in said
    backups = machine.folder / "var/backups/portal"
    assert [path.name for path in backups.iterdir()] == [Path(made).name]

    _first, upgrade = blocks(HANDBOOK, "Upgrade")
    assert "must be owner of " in machine.run(upgrade.replace(OWNER_STEP, ""), fails=True)
    assert machine.asked_for()[-1] == "pip install --require-hashes -r requirements.txt", (
        "nothing follows what fails"
    )
    assert "System check identified no issues" in machine.run(upgrade)
    assert machine.asked_for()[-2:] == ["systemctl start portal-web.service", "git rev-parse HEAD"]

    # The machine is gone, and its database with it; of it there is a backup that was brought away.
    code, load, begin_again, afterwards = blocks(HANDBOOK, "Restore")
    machine.run(begin_again)
    bare = Machine(tmp_path / "bare", clone)
    bare.run(*install(1))
    for folder in ["var/backups/portal", "etc/portal/kept"]:
        shutil.copytree(machine.folder / folder, bare.folder / folder, dirs_exist_ok=True)
    bare.run(code.replace("VERSION", VERSION), *install(3))
    assert f"git checkout {VERSION}" in bare.asked_for()
    load = load.replace(example, f"/var/backups/portal/{Path(made).name}")
    evidence = bare.folder / "var/backups/portal" / Path(made).name / "evidence.tar"
    content = evidence.read_bytes()
    evidence.write_bytes(content + b"more")
    assert "did NOT match" in bare.run(load, fails=True)
    evidence.write_bytes(content)
    assert bare.run(load).splitlines()[-1] == "2 verified."
    assert "already exists" in bare.run(load, fails=True), "a full database is not loaded"
    restored = bare.kept()
    assert [name for name in kept | restored if restored.get(name) != kept.get(name)] == []
    bare.run(afterwards, *install(5, 7))
