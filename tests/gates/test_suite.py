"""What `./dev test` runs: which tests on which engine, and what it says of what failed or could not run."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

from tests import checks, suite
from tests.conftest import DATABASE


@dataclass
class Ended:
    """A run of pytest that has ended with a code."""

    code: int

    def wait(self) -> int:
        return self.code


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Engine, and pytest's -m, of each run of pytest."""
    runs: list[tuple[str, str]] = []

    def start_pytest(python: Path, part: suite.Part, *rest: object) -> Ended:
        runs.append((part.engine, part.choice))
        return Ended(0)

    monkeypatch.setattr(suite, "start_pytest", start_pytest)
    monkeypatch.setattr(suite.chromium, "executable", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(suite.postgresql, "binaries", lambda: Path("/usr/bin"))
    monkeypatch.setattr(checks, "run", lambda python: 0)
    monkeypatch.delenv("CI", raising=False)
    return runs


def test_both_engines_are_tested_and_the_browser_on_one(parts) -> None:
    assert suite.run(Path("python"), []) == 0
    assert parts == [
        ("sqlite", "not page and not walk and not story and not browser and not again"),
        ("sqlite", "page and not walk and not story and not browser and not again"),
        ("sqlite", "(walk or story) and not browser and not again"),
        ("postgresql", "browser and not again"),
        ("postgresql", "(engine or postgresql) and not story and not browser and not plain and not again"),
    ]


def test_on_one_engine_nothing_is_seen_again_unless_in_full(parts, monkeypatch) -> None:
    monkeypatch.setattr(suite.postgresql, "binaries", lambda: None)
    assert suite.run(Path("python"), []) == 0
    assert parts == [
        ("sqlite", "not page and not walk and not story and not browser and not again"),
        ("sqlite", "page and not walk and not story and not browser and not again"),
        ("sqlite", "(walk or story) and not browser and not again"),
        ("sqlite", "browser and not again"),
    ]


def test_what_was_compiled_is_kept_for_the_next_run(monkeypatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PATH", "/bin")
    assert "PYTHONDONTWRITEBYTECODE" not in suite.environment()
    assert suite.environment()["PATH"] == "/bin"


def test_every_combination_is_tested_in_full(parts) -> None:
    assert suite.run(Path("python"), ["--full"]) == 0
    kinds = ["not walk and not story and not browser", "(walk or story) and not browser", "browser"]
    assert parts == [(engine, kind) for kind in kinds for engine in ["sqlite", "postgresql"]]


def holds(choice: str, marked: set[str]) -> bool:
    return bool(Expression.compile(choice).evaluate(lambda name, **_rest: name in marked))


def test_every_test_is_in_one_of_the_kinds_alone() -> None:
    marks = [
        set(),
        {"walk"},
        {"browser"},
        {"page"},
        {"page", "walk"},
        {"story"},
        {"story", "walk"},
        {"plain"},
    ]
    for marked in marks:
        chosen = [kind for kind, choice in suite.KINDS.items() if holds(choice, marked)]
        assert len(chosen) == 1, marked
        halves = [half for half, choice in suite.HALVES.items() if holds(choice, marked)]
        assert len(halves) == (chosen == ["tests"]), marked


def test_a_developer_without_postgresql_is_told_what_was_left_out(parts, monkeypatch, capsys) -> None:
    monkeypatch.setattr(suite.postgresql, "binaries", lambda: None)
    assert suite.run(Path("python"), ["--full"]) == 0
    assert {engine for engine, _ in parts} == {"sqlite"}
    assert "PostgreSQL is not installed (apt-get install postgresql)" in capsys.readouterr().out


@pytest.mark.parametrize("program", ["postgresql.binaries", "chromium.executable"])
def test_nothing_may_be_left_out_where_everything_is_tested(parts, monkeypatch, program: str) -> None:
    module, function = program.split(".")
    monkeypatch.setattr(getattr(suite, module), function, lambda: None)
    monkeypatch.setenv("CI", "true")
    assert suite.run(Path("python"), ["--full"]) == 1


@pytest.mark.parametrize("fault", ["checks", "sqlite", "postgresql", "tests", "walks", "browser"])
def test_a_part_that_fails_fails_the_whole(parts, monkeypatch, fault: str) -> None:
    monkeypatch.setattr(checks, "run", lambda python: int(fault == "checks"))
    monkeypatch.setattr(
        suite, "start_pytest", lambda python, part, *rest: Ended(int(fault in (part.kind, part.engine)))
    )
    assert suite.run(Path("python"), []) == 1


def test_naming_a_test_leaves_the_checks_out(parts, monkeypatch) -> None:
    monkeypatch.setattr(checks, "run", lambda python: pytest.fail("the checks ran"))
    assert suite.run(Path("python"), ["tests/gates/test_suite.py::test_naming", "-q"]) == 0
    assert parts == [("sqlite", ""), ("postgresql", "")]


def test_what_asks_no_database_is_marked_and_runs_on_one_engine(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("plain")


@pytest.mark.parametrize("fixture", ["small_plan", "printed_document", "transactional_db"])
def test_what_asks_it_in_any_way_is_not(request: pytest.FixtureRequest, fixture: str) -> None:
    definitions = request.session._fixturemanager.getfixtureclosure(request.node, [fixture], set())
    assert DATABASE & set(definitions[0])


@pytest.mark.django_db
def test_nor_what_is_marked_to_ask_it(request: pytest.FixtureRequest) -> None:
    assert not request.node.get_closest_marker("plain")
