"""`./dev bench`: measures every page on each engine, prints the table, and says what misses what is wanted."""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests import postgresql
from tests.served import environment

from .databases import Database
from .table import SIZES, missed, table

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench", description="How fast the pages are, and beside what."
    )
    parser.add_argument("--quick", action="store_true", help="SQLite only")
    parser.add_argument("--check", action="store_true", help="end with 1 where a wanted figure is missed")
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="how often each page is opened (7)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="numbers of actions")
    parser.add_argument("--again", action="store_true", help="make the databases again")
    parser.add_argument("--folder", type=Path, help="where the databases are kept")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    chosen = options(arguments)
    engines = ["sqlite"] if chosen.quick else list(NAMES)
    if "postgresql" in engines and postgresql.binaries() is None:
        print("PostgreSQL is not installed (apt-get install postgresql): SQLite only.")
        engines.remove("postgresql")
    bases = {
        (NAMES[engine], actions): Database(engine, actions, chosen.folder, chosen.again)
        for engine in engines
        for actions in chosen.sizes
    }
    for base in bases.values():
        if not base.is_made:
            print(f"Making {base.actions:,} actions in {base.folder} …", file=sys.stderr)
            step(base, "fill", base.actions)
            base.keep()
    found = {place: json.loads(step(base, "measure", chosen.runs)) for place, base in bases.items()}
    print("\n".join(table(found, datetime.date.today())))
    misses = list(missed(found))
    print("\n".join(["", "Missed:", *misses] if misses else ["", "Everything is as wanted."]))
    return 1 if misses and chosen.check else 0


def step(base: Database, name: str, number: int) -> bytes:
    """Each in a process of its own, which answers on its standard output."""
    command = [sys.executable, "-m", "deploy.measuring.bench.step", name, str(number)]
    return subprocess.run(command, env=environment(base.url), stdout=subprocess.PIPE, check=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
