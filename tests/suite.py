"""What `./dev test` runs: the checks, then the tests, in as many processes as keep two cores busy to the end.

Unless --full, everything runs on SQLite but the browser, which runs on PostgreSQL, as do races and what is about engines:
constraints, triggers and the large queries (marked `engine`) run on both. What was seen already and is seen
again, in a second language, on one more day or for other people, waits for --full.
The first process is shown as it goes, the others when those before are through.
"""

import os
import subprocess
import tempfile
from pathlib import Path
from typing import IO, NamedTuple

from tests import checks, chromium, postgresql

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS_COLLECTED = 5
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
KINDS = {
    "tests": "not walk and not story and not browser",
    "walks": "(walk or story) and not browser",
    "browser": "browser",
}
"""How the tests are divided over processes, for pytest's -m: what stands on the demo story has it told once."""
HALVES = {"tests": f"not page and {KINDS['tests']}", "pages": f"page and {KINDS['tests']}"}
"""The largest of them, where two cores would wait for it in the end."""
ENGINE = {"what is about engines": "(engine or postgresql) and not story and not browser and not plain"}
"""What the engines may do differently."""
BEHIND = 5
"""The niceness of all but the browser, whose tests wait for pages by the clock."""


class Part(NamedTuple):
    """The tests of one process."""

    engine: str
    kind: str = ""
    """One of KINDS, of HALVES where everything is seen once, or of ENGINE; or everything."""
    once: bool = False
    """Without what is marked as seen again."""

    @property
    def title(self) -> str:
        once = f", without what is marked {AGAIN}" if self.once else ""
        return f"{self.kind or 'tests'} on {NAMES[self.engine]}{once}"

    @property
    def choice(self) -> str:
        if not self.once:
            return KINDS.get(self.kind, "")
        return f"{(KINDS | HALVES | ENGINE)[self.kind]} and not {AGAIN}"


AGAIN = "again"


def parts(engines: list[str], browser: bool, full: bool, chosen: bool) -> list[Part]:
    """What runs, where somebody did not choose the tests: on each engine everything, or each thing once."""
    if chosen:
        return [Part(engine) for engine in engines]
    if full:
        found = [Part(engine, kind) for kind in KINDS for engine in engines]
    else:
        found = [Part("sqlite", kind, once=True) for kind in [*HALVES, "walks"]]
        found.append(Part(engines[-1], "browser", once=True))
        found += [Part(engine, kind, once=True) for engine in engines[1:] for kind in ENGINE]
    return [part for part in found if browser or part.kind != "browser"]


def run(python: Path, arguments: list[str]) -> int:
    """1 when any part failed, or could not run where CI=true says that nothing may be skipped; else 0."""
    full = "--full" in arguments
    arguments = [argument for argument in arguments if argument != "--full"]
    selected = any(names_a_test(argument) for argument in arguments)
    outcomes = {} if selected else {"checks": checks.run(python) == 0}
    browser, both = chromium.executable() is not None, postgresql.binaries() is not None
    if not browser:
        outcomes["browser"] = absent("Chromium", "chromium")
        arguments = [*(["-m", "not browser"] if selected else []), *arguments]
    if not both:
        outcomes["tests on PostgreSQL"] = absent("PostgreSQL", "postgresql")
    engines = list(NAMES) if both else ["sqlite"]
    running: list[PartRun] = []
    for part in parts(engines, browser, full, selected or "-m" in arguments):
        running.append(PartRun(python, part, arguments, shown=not running))
    for one in running:
        code = one.finish()
        outcomes[one.part.title] = code == 0 or (bool(arguments) and code == NO_TESTS_COLLECTED)
    print()
    for name, passed in outcomes.items():
        print(f"{'passed' if passed else 'skipped' if passed is None else 'FAILED'}  {name}")
    return 1 if False in outcomes.values() else 0


def names_a_test(argument: str) -> bool:
    """Whether the argument of pytest names a file or folder, or a test in one."""
    return not argument.startswith("-") and (ROOT / argument.split("::")[0]).exists()


def absent(program: str, package: str) -> bool | None:
    """None (skipped) on a developer's machine, False (failed) where everything has to run."""
    print(f"\n{program} is not installed (apt-get install {package}): its tests do not run.", flush=True)
    return False if os.environ.get("CI") == "true" else None


class PartRun:
    """A part that runs; what it prints is kept until it is its turn."""

    def __init__(self, python: Path, part: Part, arguments: list[str], *, shown: bool) -> None:
        self.part, self.title = part, f"\n{part.title[0].upper()}{part.title[1:]}"
        self.kept = None if shown else tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed in finish)
        if shown:
            print(self.title, flush=True)
        self.process = start_pytest(python, part, arguments, self.kept)

    def finish(self) -> int:
        """Wait for the end, print what was kept, and answer with pytest's exit code."""
        code = self.process.wait()
        if self.kept is not None:
            self.kept.seek(0)
            print(f"{self.title}\n{self.kept.read()}", flush=True)
            self.kept.close()
        return code


def environment() -> dict[str, str]:
    """Without what forbids Python to keep what it compiled, which each process would compile again."""
    return {name: value for name, value in os.environ.items() if name not in checks.LEFT_OUT}


def start_pytest(python: Path, part: Part, arguments: list[str], output: IO[str] | None) -> subprocess.Popen:
    chosen = ["-m", part.choice] if part.choice else []
    behind = [] if part.kind == "browser" else ["nice", "-n", str(BEHIND)]
    return subprocess.Popen(
        [*behind, python, "-m", "pytest", *chosen, *arguments],
        cwd=ROOT,
        env=environment() | {"TEST_DATABASE": part.engine},
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
    )
