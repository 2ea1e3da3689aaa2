"""What `./dev test` runs: the checks, then the tests on each engine, the browser on the first unless --full."""

import os
import subprocess
from pathlib import Path

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
    for engine, name in NAMES.items():
        if engine == "postgresql" and postgresql.binaries() is None:
            outcomes[f"tests on {name}"] = absent(name, "postgresql")
            continue
        with_browser = browser and (full or engine == "sqlite")
        print(f"\nTests on {name}{'' if with_browser else ', without the browser'}", flush=True)
        code = run_pytest(python, engine, with_browser, arguments)
        outcomes[f"tests on {name}"] = code == 0 or (selected and code == NO_TESTS_COLLECTED)
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


def run_pytest(python: Path, engine: str, with_browser: bool, arguments: list[str]) -> int:
    chosen = [] if with_browser else ["-m", "not browser"]
    command = [python, "-m", "pytest", *chosen, *arguments]
    return subprocess.call(command, cwd=ROOT, env=os.environ | {"TEST_DATABASE": engine})
