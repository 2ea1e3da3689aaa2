"""What `./dev test` runs: the checks, then the tests, in parts that keep two cores busy to the end.

Each test runs once: on SQLite, but the browser, races and what is about engines (constraints, triggers and the large
queries, marked `engine`) on PostgreSQL. What was seen already and is seen again, in a second language, on one more day or
for other people (marked `again`), waits for --full: this runs all of it on PostgreSQL, as in production. On SQLite, where
`./dev test` sees everything else once, --full sees every page and every operation by the walk through the permission table,
the figures by the second way, and what is about engines. Some of what --full sees whole, `./dev test` sees by a sample
(marked so), which --full leaves out on PostgreSQL.
A part is some folders, so that no process reads files whose tests it does not run. One part more than there are cores
runs at a time, the longest begin, and the short ones come last, so that all end together. The first is shown as it goes,
the others when those before are through.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, NamedTuple

from tests import checks, chromium, postgresql

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS_COLLECTED = 5
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
BROWSER = "tests/browser"
LONG = {
    "permissions": ["tests/permissions"],
    "figures worked out a second way": ["tests/second_way"],
    "gates": ["tests/gates", "tests/query_counts"],
}
"""What takes longer than its lines say."""
OTHERS = 6
"""In how many parts the other folders run: each starts Django anew, which takes four seconds of a processor."""
ON_BOTH = ["tests/permissions", "tests/second_way"]
"""Where every page and operation, and every figure, is seen: with --full on SQLite too."""
AGAIN = "again"
ONCE = f"not {AGAIN}"
WHOLE = "not sample"
"""With --full, on PostgreSQL."""
ABOUT_ENGINES = "what is about engines"
ENGINE = f"(engine or postgresql) and not story and not plain and {ONCE}"
"""What the engines may do differently."""
REST_ONCE = f"{ONCE} and not ({ENGINE})"
"""On SQLite, where PostgreSQL runs that."""
ON_SQLITE_TOO = f"{ONCE} and not plain"
"""With --full, of `ON_BOTH`: PostgreSQL runs what is marked again."""
ENGINE_ON_SQLITE = f"(engine or sqlite) and {WHOLE}"
"""With --full, of all other folders."""
AT_ONCE = (os.cpu_count() or 1) + 1
BEHIND = 5
"""The niceness of all but the browser, whose tests wait for pages by the clock."""


class Part(NamedTuple):
    """The tests of one process."""

    engine: str
    kind: str = "tests"
    paths: tuple[str, ...] = ()
    """Everything, where there are none."""
    choice: str = ""
    """For pytest's -m."""

    @property
    def title(self) -> str:
        once = f", without what is marked {AGAIN}" if ONCE in self.choice else ""
        return f"{self.kind} on {NAMES[self.engine]}{once}"


def parts(engines: list[str], browser: bool, full: bool, chosen: bool) -> list[Part]:
    """What runs, where somebody did not choose the tests: each thing once, or on each engine everything."""
    if chosen:
        return [Part(engine) for engine in engines]
    both = len(engines) > 1
    main, choice = engines[-1] if full else "sqlite", WHOLE if full else REST_ONCE if both else ONCE
    found = [Part(main, kind, tuple(paths), choice) for kind, paths in [*LONG.items(), *other_folders()]]
    if both and full:
        found.append(Part("sqlite", "every page and figure", tuple(ON_BOTH), ON_SQLITE_TOO))
        found.append(Part("sqlite", ABOUT_ENGINES, tuple(about_engines("sqlite")), ENGINE_ON_SQLITE))
    elif both:
        found.insert(1, Part("postgresql", ABOUT_ENGINES, tuple(about_engines("postgresql")), ENGINE))
    if browser:
        found.insert(0, Part(engines[-1], "browser", (BROWSER,), WHOLE if full else ONCE))
    return found


def other_folders() -> Iterator[tuple[str, list[str]]]:
    """In parts of about as many lines; a folder stays together, and so do the fixtures of a package."""
    apart = {BROWSER, *(path for paths in LONG.values() for path in paths)}
    lines = {
        f"tests/{folder.name}": sum(path.read_text().count("\n") for path in folder.glob("test_*.py"))
        for folder in (ROOT / "tests").iterdir()
        if folder.is_dir()
    }
    found: list[list[str]] = [[] for _part in range(OTHERS)]
    for folder in sorted(set(lines) - apart, key=lambda one: (-lines[one], one)):
        if lines[folder]:
            min(found, key=lambda part: sum(lines[one] for one in part)).append(folder)
    return ((f"tests, part {number}", part) for number, part in enumerate(found, start=1))


def about_engines(engine: str) -> list[str]:
    """The files that name a mark of what is about engines, or about this one."""
    names = ("mark.engine", f"mark.{engine}")
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    found = [path for path in files if any(name in path.read_text() for name in names)]
    return [str(path.relative_to(ROOT)) for path in found if not path.is_relative_to(ROOT / BROWSER)]


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
    chosen = parts(engines, browser, full, selected or "-m" in arguments)
    for part, code in run_parts(python, chosen, arguments):
        outcomes[part.title] = code == 0 or (bool(arguments) and code == NO_TESTS_COLLECTED)
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


def run_parts(python: Path, chosen: list[Part], arguments: list[str]) -> Iterator[tuple[Part, int]]:
    """Each with pytest's exit code, as soon as those before are through and what it printed is shown."""
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        for part in chosen[:1]:
            print(title_of(part), flush=True)
        outputs = [None, *map(tempfile.TemporaryFile, ["w+"] * len(chosen[1:]))]
        codes = [
            pool.submit(lambda *of: start_pytest(*of).wait(), python, part, arguments, output)
            for part, output in zip(chosen, outputs, strict=True)
        ]
        for part, output, code in zip(chosen, outputs, codes, strict=True):
            code.result()
            if output is not None:
                output.seek(0)
                print(f"{title_of(part)}\n{output.read()}", flush=True)
                output.close()
            yield part, code.result()
    finally:
        pool.shutdown(cancel_futures=True)


def title_of(part: Part) -> str:
    return f"\n{part.title[0].upper()}{part.title[1:]}"


def environment() -> dict[str, str]:
    """Without what forbids Python to keep what it compiled, which each process would compile again."""
    return {name: value for name, value in os.environ.items() if name not in checks.LEFT_OUT}


def start_pytest(python: Path, part: Part, arguments: list[str], output: IO[str] | None) -> subprocess.Popen:
    chosen = ["-m", part.choice] if part.choice else []
    behind = [] if part.kind == "browser" else ["nice", "-n", str(BEHIND)]
    return subprocess.Popen(
        [*behind, python, "-m", "pytest", *chosen, *arguments, *part.paths],
        cwd=ROOT,
        env=environment() | {"TEST_DATABASE": part.engine},
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
    )
