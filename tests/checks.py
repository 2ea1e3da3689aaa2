"""What `./dev check` runs: every linter and static check, side by side, the output of those that fail."""

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PRODUCTION = {
    "ENV_FILE": os.devnull,
    "DEBUG": "false",
    "SECRET_KEY": "as-long-and-as-random-as-a-key-in-production-0123456789-abcdefghijklmnopqrstuvwxyz",
    "MFA_KEYS": "YXMtcmFuZG9tLWFzLWluLXByb2R1Y3Rpb24tMDAwMDA=",
    "BASE_URL": "https://actionplan.example.org",
    "ALLOWED_HOSTS": "actionplan.example.org",
    "DATABASE_URL": "sqlite://:memory:",
}
ADVICE = "sizes"
"""Shown although it never fails."""
LEFT_OUT = {"TEST_DATABASE", "PYTHONDONTWRITEBYTECODE"}
"""The second forbids Python to keep what it compiled."""


def commands(python: Path) -> dict[str, list[str | Path]]:
    """The checks by name, the slowest first, so that the others fit beside it."""
    tools = python.parent
    manage = [python, "manage.py"]
    templates = sorted(path for folder in TEMPLATE_FOLDERS for path in ROOT.glob(f"{folder}/**/*.html"))
    checks: dict[str, list[str | Path]] = {
        "types (mypy)": [tools / "mypy", "--no-error-summary"],
        "migrations are complete": [*manage, "makemigrations", "--check", "--dry-run"],
        "fit for production": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        ADVICE: [python, "-m", "tests.gates.sizes"],
        "import order (import-linter)": [tools / "lint-imports", "--no-cache"],
        "style (ruff)": [tools / "ruff", "check", "--quiet", "."],
        "format (ruff)": [tools / "ruff", "format", "--check", "--quiet", "."],
    }
    if templates:
        checks["templates (djade)"] = [tools / "djade", "--check", "--target-version", "5.2", *templates]
    return checks


TEMPLATE_FOLDERS = [
    "templates",
    "actionplan/*/templates",
    "actions/templates",
    "budgets/templates",
    "objectives/templates",
]


def run(python: Path) -> int:
    """Prints one line a check, and what the failed ones said; 1 when one failed, else 0."""
    environment = {name: value for name, value in os.environ.items() if name not in LEFT_OUT} | PRODUCTION

    def attempt(name: str, command: list[str | Path]) -> bool:
        begun = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        passed = done.returncode == 0
        verdict = "passed" if passed else "FAILED"
        print(f"{verdict}  {name}, {time.monotonic() - begun:.1f} s", flush=True)
        if not passed or name == ADVICE:
            print(f"{done.stdout}{done.stderr}", flush=True)
        return passed

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda item: attempt(*item), commands(python).items()))
    return 0 if all(results) else 1
