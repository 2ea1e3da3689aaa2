"""What `./dev test` runs: which tests on which engine, and what it says of what failed or could not run."""

import itertools
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import checks, fonts, suite


@dataclass
class Ended:
    """A run of pytest that has ended with a code."""

    code: int

    def wait(self) -> int:
        return self.code


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[suite.Part]:
    """What pytest was started for, in any order."""
    runs: list[suite.Part] = []

    def start_pytest(python: Path, part: suite.Part, *rest: object) -> Ended:
        runs.append(part)
        return Ended(0)

    monkeypatch.setattr(suite, "start_pytest", start_pytest)
    monkeypatch.setattr(suite.chromium, "executable", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(suite.postgresql, "binaries", lambda: Path("/usr/bin"))
    monkeypatch.setattr(checks, "run", lambda python: 0)
    monkeypatch.delenv("CI", raising=False)
    return runs


def test_in_full_all_of_it_runs_on_postgresql_and_every_page_and_figure_and_what_is_about_engines_on_sqlite_too(
    parts,
) -> None:
    suite.run(Path("python"), ["--full"])
    on_postgresql = [part for part in parts if part.engine == "postgresql"]
    assert files_of(on_postgresql) == set((suite.ROOT / "tests").rglob("test_*.py"))
    assert {part.choice for part in on_postgresql} == {"not sample"}
    everywhere, about_engines = (part for part in parts if part.engine == "sqlite")
    assert everywhere.paths == ("tests/permissions", "tests/second_way")
    for again, engine in itertools.product(["", "again"], ["", "engine", "story"]):
        assert is_chosen(everywhere.choice, {again, engine}) == (not again)
        assert is_chosen(everywhere.choice, {again, engine, "sample"}) == (not again)
        assert is_chosen(about_engines.choice, {again, engine}) == (engine == "engine")
    assert is_chosen(about_engines.choice, {"sqlite"})
    asked = ("mark.engine", "mark.sqlite")
    assert files_of([about_engines]) == {
        path
        for path in (suite.ROOT / "tests").rglob("test_*.py")
        if any(mark in path.read_text() for mark in asked) and "browser" not in path.parts
    }


def files_of(parts: list[suite.Part]) -> set[Path]:
    paths = [suite.ROOT / path for part in parts for path in part.paths]
    return {file for path in paths for file in ([path] if path.is_file() else path.rglob("test_*.py"))}


def test_in_short_each_test_runs_once_and_what_is_seen_again_does_not() -> None:
    marks = ["again", "plain", "story", "engine", "sample", "sqlite", "postgresql"]
    for chosen in itertools.product(*([mark, ""] for mark in marks)):
        held = set(chosen)
        if ("postgresql" in held and held & {"plain", "story", "sqlite"}) or {"sqlite", "engine"} <= held:
            continue  # no test is marked so
        on_sqlite = "postgresql" not in held and is_chosen(suite.REST_ONCE, held)
        on_postgresql = "sqlite" not in held and is_chosen(suite.ENGINE, held)
        assert int(on_sqlite) + on_postgresql == ("again" not in held), held


def is_chosen(choice: str, marks: set[str]) -> bool:
    """What pytest's -m, which is a condition as Python writes it, says of a test with these marks."""
    known = ["again", "engine", "plain", "sample", "sqlite", "postgresql", "story"]
    return eval(choice, {mark: mark in marks for mark in known})


def test_every_file_is_in_one_part_alone(parts) -> None:
    suite.run(Path("python"), [])
    folders = [path for part in parts if part.kind != "what is about engines" for path in part.paths]
    files = {path for folder in folders for path in (suite.ROOT / folder).rglob("test_*.py")}
    assert len(folders) == len(set(folders))
    assert files == set((suite.ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("program", ["postgresql.binaries", "chromium.executable"])
def test_what_cannot_run_is_said_and_fails_where_everything_is_tested(
    parts, monkeypatch, capsys, program: str
) -> None:
    module, function = program.split(".")
    monkeypatch.setattr(getattr(suite, module), function, lambda: None)
    assert suite.run(Path("python"), ["--full"]) == 0
    assert f"is not installed (apt-get install {module})" in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    assert suite.run(Path("python"), ["--full"]) == 1


def test_a_font_that_is_missing_skips_and_fails_where_everything_is_tested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "is_there", lambda: False)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="fonts-liberation"):
        fonts.needed()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="fonts-liberation"):
        fonts.needed()


@pytest.mark.parametrize("fault", ["checks", "sqlite", "postgresql", "gates", "browser"])
def test_a_part_that_fails_fails_the_whole(parts, monkeypatch, fault: str) -> None:
    monkeypatch.setattr(checks, "run", lambda python: int(fault == "checks"))
    monkeypatch.setattr(
        suite, "start_pytest", lambda python, part, *rest: Ended(int(fault in (part.kind, part.engine)))
    )
    assert suite.run(Path("python"), []) == 1


def test_naming_a_test_leaves_the_checks_out(parts, monkeypatch) -> None:
    monkeypatch.setattr(checks, "run", lambda python: pytest.fail("the checks ran"))
    assert suite.run(Path("python"), ["tests/gates/test_suite.py::test_naming", "-q"]) == 0
    assert sorted(parts) == [suite.Part("postgresql"), suite.Part("sqlite")]


@pytest.fixture(scope="module")
def built_once(django_db_setup: None) -> None:
    """As a fixture does that fills the database for a whole file."""


def test_what_asks_the_database_in_any_way_runs_on_both_engines(
    request: pytest.FixtureRequest, built_once: None
) -> None:
    assert not request.node.get_closest_marker("plain")


def test_what_asks_none_is_marked_and_runs_on_one(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("plain")
