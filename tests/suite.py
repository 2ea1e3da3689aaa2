"""What `./dev test` runs: the checks, then the tests on both engines at once.

Unless --full, what takes longest runs on one engine: pages, and the walks over all of them, on SQLite, the browser on
PostgreSQL; models, operations, constraints, triggers and races run on both. What is seen in a second language waits for --full.
The first engine's tests are shown as they go, the second's when the first's are through.
"""

import os
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from tests import checks, chromium, postgresql

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS_COLLECTED = 5
ONCE = {"sqlite": ["again", "browser"], "postgresql": ["again", "page", "walk"]}
"""What each engine leaves out unless everything is asked for."""
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def run(python: Path, arguments: list[str]) -> int:
    """1 when any part failed, or could not run where CI=true says that nothing may be skipped; else 0."""
    full = "--full" in arguments
    arguments = [argument for argument in arguments if argument != "--full"]
    selected = any(names_a_test(argument) for argument in arguments)
    outcomes = {} if selected else {"checks": checks.run(python) == 0}
    browser, both = chromium.executable() is not None, postgresql.binaries() is not None
    if not browser:
        outcomes["browser tests"] = absent("Chromium", "chromium")
    if not both:
        outcomes["tests on PostgreSQL"] = absent("PostgreSQL", "postgresql")
    once = {} if full or selected or not both else ONCE
    running = []
    for engine in NAMES if both else ["sqlite"]:
        left_out = {*once.get(engine, []), *([] if browser else ["browser"])}
        running.append(EngineRun(python, engine, sorted(left_out), arguments, shown=not running))
    for tests in running:
        code = tests.finish()
        outcomes[f"tests on {NAMES[tests.engine]}"] = code == 0 or (selected and code == NO_TESTS_COLLECTED)
    print()
    for part, passed in outcomes.items():
        print(f"{'passed' if passed else 'skipped' if passed is None else 'FAILED'}  {part}")
    return 1 if False in outcomes.values() else 0


def names_a_test(argument: str) -> bool:
    """Whether the argument of pytest names a file or folder, or a test in one."""
    return not argument.startswith("-") and (ROOT / argument.split("::")[0]).exists()


def absent(program: str, package: str) -> bool | None:
    """None (skipped) on a developer's machine, False (failed) where everything has to run."""
    print(f"\n{program} is not installed (apt-get install {package}): its tests do not run.", flush=True)
    return False if os.environ.get("CI") == "true" else None


class EngineRun:
    """The tests on one engine, in a process of their own; what they print is kept until it is their turn."""

    def __init__(
        self, python: Path, engine: str, left_out: list[str], arguments: list[str], *, shown: bool
    ) -> None:
        self.engine, self.shown = engine, shown
        self.title = f"\nTests on {NAMES[engine]}{''.join(f', without {mark}s' for mark in left_out)}"
        self.kept = None if shown else tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed in finish)
        if shown:
            print(self.title, flush=True)
        self.process = start_pytest(python, engine, left_out, arguments, self.kept)

    def finish(self) -> int:
        """Wait for the end, print what was kept, and answer with pytest's exit code."""
        code = self.process.wait()
        if self.kept is not None:
            self.kept.seek(0)
            print(f"{self.title}\n{self.kept.read()}", flush=True)
            self.kept.close()
        return code


def start_pytest(
    python: Path, engine: str, left_out: list[str], arguments: list[str], output: IO[str] | None
) -> subprocess.Popen:
    chosen = ["-m", " and ".join(f"not {mark}" for mark in left_out)] if left_out else []
    return subprocess.Popen(
        [python, "-m", "pytest", *chosen, *arguments],
        cwd=ROOT,
        env=os.environ | {"TEST_DATABASE": engine},
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
    )
