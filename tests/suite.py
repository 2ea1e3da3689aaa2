"""What `./dev test` runs: the checks, then pytest on every processor, which hands out the tests file by file (pytest-xdist).

On SQLite it needs Python alone. With --full, which CI runs, the browser, LibreOffice, races and what is marked `full` run
besides, on PostgreSQL as in production: what takes long, such as every page and form as everybody, and what sees again for
other people, in another language or for more rows what another test sees. There migrations make the tables, in short the
models do. At the end stand the slowest tests of each part, and how each failure begins.
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from tests import checks, chromium, postgresql

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "test-results"
NO_TESTS_COLLECTED = 5
ON_EVERY_PROCESSOR = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
"""In the order of the folders, so that what all files of a folder stand on is made once on each processor."""


SLOWEST, LINES_OF_A_FAILURE = 20, 40


class Part(NamedTuple):
    """One run of pytest: `engine` is sqlite or postgresql, `marks` is for its -m."""

    name: str
    engine: str
    marks: str


SHORT = [Part("sqlite", "sqlite", "not browser and not full")]
FULL = [
    Part("browser", "postgresql", "browser"),
    Part("postgresql", "postgresql", "not browser and (full or owner or postgresql)"),
    Part("sqlite", "sqlite", "not browser and (sqlite or not full)"),
]
PARTS = ["checks", *(part.name for part in FULL)]


def run(python: Path, arguments: list[str]) -> int:
    """0 when everything passed, else 1: where CI=true says that nothing may be skipped, what is not installed has failed."""
    parser = argparse.ArgumentParser(prog="./dev test", add_help=False, allow_abbrev=False)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", choices=PARTS)
    options, arguments = parser.parse_known_args(arguments)
    if any(names_a_test(argument) for argument in arguments):
        return start_pytest(python, os.environ.get("TEST_DATABASE", "sqlite"), arguments)
    parts = FULL if options.full or options.only else SHORT
    outcomes: dict[str, bool | None] = {}
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="portal-tests-results-") as folder:
        if options.only in (None, "checks"):
            begun = time.monotonic()
            outcomes["checks"] = checks.run(python) == 0
            seconds["checks"] = time.monotonic() - begun
        for part in parts:
            if options.only in (None, part.name):
                begun = time.monotonic()
                outcomes[part.name] = run_part(
                    python, part, arguments, Path(folder), migrations=parts is FULL
                )
                seconds[part.name] = time.monotonic() - begun
        tell_what_happened(Path(folder), seconds)
    print()
    for name, passed in outcomes.items():
        verdict = "passed" if passed else "skipped" if passed is None else "FAILED"
        print(f"{verdict}  {name}, {seconds[name]:.0f} s")
    return 1 if False in outcomes.values() else 0


def run_part(
    python: Path, part: Part, arguments: list[str], folder: Path, *, migrations: bool
) -> bool | None:
    """Whether its tests passed; None where they could not run."""
    print(f"\nTests: {part.name}", flush=True)
    if missing := what_is_missing(part):
        print(f"{missing}: its tests do not run.", flush=True)
        return False if os.environ.get("CI") == "true" else None
    results = [
        f"--junitxml={folder / part.name}.xml",
        "-o",
        "junit_logging=all",
        "-o",
        "junit_log_passing_tests=false",
    ]
    if part.name == "browser":
        results.append("--screenshot=only-on-failure")
    chosen = [*ON_EVERY_PROCESSOR, *results, *(["--migrations"] if migrations else []), "-m", part.marks]
    code = start_pytest(python, part.engine, [*arguments, *chosen])
    return code == 0 or (bool(arguments) and code == NO_TESTS_COLLECTED)


def tell_what_happened(folder: Path, seconds: dict[str, float]) -> None:
    """What took longest in each part, and after that how every failure begins."""
    results = {
        part: ElementTree.parse(folder / f"{part}.xml") for part in PARTS if (folder / f"{part}.xml").exists()
    }
    for part, result in results.items():
        print(f"\nThe slowest of {part}, which took {seconds[part]:.0f} s")
        tests = sorted(result.iter("testcase"), key=lambda test: float(test.get("time", 0)), reverse=True)
        for test in tests[:SLOWEST]:
            print(f"{float(test.get('time', 0)):7.1f} s  {test.get('classname')}.{test.get('name')}")
    for part, result in results.items():
        for test in result.iter("testcase"):
            for fault in [*test.iter("failure"), *test.iter("error")]:
                print(f"\nFAILED in {part}: {test.get('classname')}.{test.get('name')}")
                said = [fault.text or "", *(output.text or "" for output in test.iter("system-out"))]
                for lines in said:
                    print("\n".join(lines.splitlines()[:LINES_OF_A_FAILURE]))
    if "browser" in results and (screenshots := sorted(SCREENSHOTS.rglob("*.png"))):
        print("\nScreenshots of what failed:", *screenshots, sep="\n")


def names_a_test(argument: str) -> bool:
    """Whether the argument of pytest names a file or folder, or a test in one."""
    return not argument.startswith("-") and (ROOT / argument.split("::")[0]).exists()


def what_is_missing(part: Part) -> str:
    """What this machine lacks for the run, in words; empty where it lacks nothing."""
    if part.engine == "postgresql" and postgresql.binaries() is None:
        return "PostgreSQL is not installed (apt-get install postgresql)"
    if part.name == "browser" and chromium.executable() is None:
        return "Chromium is not installed (apt-get install chromium)"
    return ""


def start_pytest(python: Path, engine: str, arguments: list[str]) -> int:
    """pytest's exit code. Python may keep what it compiled, which each process would compile again."""
    environment = {name: value for name, value in os.environ.items() if name not in checks.LEFT_OUT}
    command = [python, "-m", "pytest", *arguments]
    return subprocess.call(command, cwd=ROOT, env=environment | {"TEST_DATABASE": engine})
