"""What `./dev test` runs: the checks, then the tests on both engines at once, the browser on the first unless --full.

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
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def run(python: Path, arguments: list[str]) -> int:
    """1 when any part failed, or could not run where CI=true says that nothing may be skipped; else 0."""
    full = "--full" in arguments
    arguments = [argument for argument in arguments if argument != "--full"]
    selected = any(names_a_test(argument) for argument in arguments)
    outcomes = {} if selected else {"checks": checks.run(python) == 0}
    browser = chromium.executable() is not None
    if not browser:
        outcomes["browser tests"] = absent("Chromium", "chromium")
    running = []
    for engine, name in NAMES.items():
        if engine == "postgresql" and postgresql.binaries() is None:
            outcomes[f"tests on {name}"] = absent(name, "postgresql")
            continue
        with_browser = browser and (full or engine == "sqlite")
        running.append(EngineRun(python, engine, with_browser, arguments, shown=not running))
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
        self, python: Path, engine: str, with_browser: bool, arguments: list[str], *, shown: bool
    ) -> None:
        self.engine, self.shown = engine, shown
        self.title = f"\nTests on {NAMES[engine]}{'' if with_browser else ', without the browser'}"
        self.kept = None if shown else tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed in finish)
        if shown:
            print(self.title, flush=True)
        self.process = start_pytest(python, engine, with_browser, arguments, self.kept)

    def finish(self) -> int:
        """Wait for the end, print what was kept, and answer with pytest's exit code."""
        code = self.process.wait()
        if self.kept is not None:
            self.kept.seek(0)
            print(f"{self.title}\n{self.kept.read()}", flush=True)
            self.kept.close()
        return code


def start_pytest(
    python: Path, engine: str, with_browser: bool, arguments: list[str], output: IO[str] | None
) -> subprocess.Popen:
    chosen = [] if with_browser else ["-m", "not browser"]
    return subprocess.Popen(
        [python, "-m", "pytest", *chosen, *arguments],
        cwd=ROOT,
        env=os.environ | {"TEST_DATABASE": engine},
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
    )
