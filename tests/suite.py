"""What `./dev test` runs: the checks, then pytest on every processor, which hands out the tests file by file (pytest-xdist).

On SQLite it needs Python alone. With --full, which CI runs, the browser, LibreOffice, races and what is marked `full` run
besides, on PostgreSQL as in production: what takes long, such as every page and form as everybody, and what sees again for
other people, in another language or for more rows what another test sees. There migrations make the tables, in short the
models do.
"""

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests import checks, chromium, postgresql

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS_COLLECTED = 5
ON_EVERY_PROCESSOR = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
"""In the order of the folders, so that what all files of a folder stand on is made once on each processor."""


class Run(NamedTuple):
    """One run of pytest: `engine` is sqlite or postgresql, `marks` is for its -m."""

    name: str
    engine: str
    marks: str


SHORT = [Run("tests on SQLite", "sqlite", "not browser and not full")]
FULL = [
    Run("browser", "postgresql", "browser"),
    Run("tests on PostgreSQL", "postgresql", "not browser and (full or owner or postgresql)"),
    Run("tests on SQLite", "sqlite", "not browser and (sqlite or not full)"),
]


def run(python: Path, arguments: list[str]) -> int:
    """0 when everything passed, else 1: where CI=true says that nothing may be skipped, what is not installed has failed."""
    full = "--full" in arguments
    arguments = [argument for argument in arguments if argument != "--full"]
    if any(names_a_test(argument) for argument in arguments):
        return start_pytest(python, os.environ.get("TEST_DATABASE", "sqlite"), arguments)
    outcomes = {"checks": checks.run(python) == 0}
    for one in FULL if full else SHORT:
        print(f"\n{one.name[0].upper()}{one.name[1:]}", flush=True)
        if missing := what_is_missing(one):
            print(f"{missing}: its tests do not run.", flush=True)
            outcomes[one.name] = False if os.environ.get("CI") == "true" else None
            continue
        migrations = ["--migrations"] if full else []
        chosen = [*ON_EVERY_PROCESSOR, *migrations, "-m", one.marks]
        code = start_pytest(python, one.engine, [*arguments, *chosen])
        outcomes[one.name] = code == 0 or (bool(arguments) and code == NO_TESTS_COLLECTED)
    print()
    for name, passed in outcomes.items():
        print(f"{'passed' if passed else 'skipped' if passed is None else 'FAILED'}  {name}")
    return 1 if False in outcomes.values() else 0


def names_a_test(argument: str) -> bool:
    """Whether the argument of pytest names a file or folder, or a test in one."""
    return not argument.startswith("-") and (ROOT / argument.split("::")[0]).exists()


def what_is_missing(one: Run) -> str:
    """What this machine lacks for the run, in words; empty where it lacks nothing."""
    if one.engine == "postgresql" and postgresql.binaries() is None:
        return "PostgreSQL is not installed (apt-get install postgresql)"
    if one.marks == "browser" and chromium.executable() is None:
        return "Chromium is not installed (apt-get install chromium)"
    return ""


def start_pytest(python: Path, engine: str, arguments: list[str]) -> int:
    """pytest's exit code. Python may keep what it compiled, which each process would compile again."""
    environment = {name: value for name, value in os.environ.items() if name not in checks.LEFT_OUT}
    command = [python, "-m", "pytest", *arguments]
    return subprocess.call(command, cwd=ROOT, env=environment | {"TEST_DATABASE": engine})
