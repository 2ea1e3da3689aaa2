"""`./dev bench`: measures every page on each engine and prints the tables."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench", description="How fast the pages are, and beside what."
    )
    parser.add_argument("--quick", action="store_true", help="SQLite only")
    parser.add_argument("--runs", type=int, default=9, metavar="N", help="how often each page is opened (9)")
    parser.add_argument("--ratios", action="store_true", help="print ratios, as docs/speed.md has them")
    parser.add_argument("--sizes", type=int, nargs=2, metavar="N", help="other numbers of actions")
    parser.add_argument("--rounds", type=int, metavar="N", help="another number of closed rounds")
    parser.add_argument("--again", action="store_true", help="make the databases again")
    parser.add_argument("--folder", type=Path, help="where the databases are kept")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    chosen = options(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()
    from tests import postgresql

    engines = ["sqlite"] if chosen.quick else list(NAMES)
    if "postgresql" in engines and postgresql.binaries() is None:
        print("PostgreSQL is not installed (apt-get install postgresql): SQLite only.")
        engines.remove("postgresql")
    for engine in engines:
        _measure(engine, chosen)
    return 0


def _measure(engine: str, chosen: argparse.Namespace) -> None:
    from objectives.models import Plan

    from .databases import ROUNDS, Databases
    from .measuring import measured
    from .pages import LARGE, SMALL, pages
    from .table import as_ratios, as_text, lines_of

    few, many = chosen.sizes or (SMALL, LARGE)
    databases = Databases(engine, root=chosen.folder, rounds=chosen.rounds or ROUNDS, again=chosen.again)
    figures = []
    for actions in (few, many):
        databases.use(actions)
        figures.append(measured(chosen.runs))
    write = as_ratios if chosen.ratios else as_text
    print(f"\n{NAMES[engine]}\n")
    print("\n".join(write(lines_of(pages(Plan.objects.get()), *figures), few, many)), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
