"""What `./dev test` runs, and what it says of what failed or could not run."""

from pathlib import Path

import pytest

from tests import checks, fonts, suite

JUNIT = """<testsuites><testsuite>
<testcase classname="tests.quick" name="test_quick" time="0.1"/>
<testcase classname="tests.slow" name="test_slow" time="12.3"><failure>{said}</failure></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """The engine and the arguments with which pytest was started."""
    started: list[tuple[str, list[str]]] = []

    def start_pytest(python: Path, engine: str, arguments: list[str]) -> int:
        started.append((engine, arguments))
        return 0

    monkeypatch.setattr(suite, "start_pytest", start_pytest)
    monkeypatch.setattr(suite.chromium, "executable", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(suite.postgresql, "binaries", lambda: Path("/usr/bin"))
    monkeypatch.setattr(checks, "run", lambda python: 0)
    monkeypatch.delenv("CI", raising=False)
    return started


def test_in_short_it_needs_no_server_and_no_browser(runs) -> None:
    assert suite.run(Path("python"), []) == 0
    [(engine, arguments)] = runs
    assert (engine, arguments[-1]) == ("sqlite", "not browser and not full")


@pytest.mark.parametrize("mark", ["", "full", "browser", "owner", "sqlite", "postgresql"])
def test_in_full_each_test_runs_and_migrations_make_the_tables(runs, mark: str) -> None:
    assert suite.run(Path("python"), ["--full"]) == 0
    choices: dict[str, list[str]] = {engine: [] for engine in ["sqlite", "postgresql"]}
    for engine, arguments in runs:
        assert "--migrations" in arguments
        choices[engine].append(arguments[-1])
    known = ["full", "browser", "owner", "sqlite", "postgresql"]
    for marks in [{mark}, {mark, "full"}]:
        where = {
            engine
            for engine, chosen in choices.items()
            for choice in chosen
            if eval(
                choice, {name: name in marks for name in known}
            )  # as Python writes conditions, so does pytest
        }
        assert where - {"sqlite": {"postgresql"}, "postgresql": {"sqlite"}}.get(mark, set())


@pytest.mark.parametrize("program", ["postgresql.binaries", "chromium.executable"])
def test_what_cannot_run_is_said_and_fails_where_everything_is_tested(
    runs, monkeypatch, capsys, program: str
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


@pytest.mark.parametrize("fault", ["checks", "sqlite", "postgresql", "browser"])
def test_a_run_that_fails_fails_the_whole(runs, monkeypatch, fault: str) -> None:
    monkeypatch.setattr(checks, "run", lambda python: int(fault == "checks"))
    monkeypatch.setattr(
        suite, "start_pytest", lambda python, engine, arguments: int(fault in (engine, arguments[-1]))
    )
    assert suite.run(Path("python"), ["--full"]) == 1


def test_naming_a_test_leaves_the_checks_and_the_processors_out(runs, monkeypatch) -> None:
    monkeypatch.setattr(checks, "run", lambda python: pytest.fail("the checks ran"))
    named = ["tests/gates/test_suite.py::test_naming", "-q"]
    assert suite.run(Path("python"), named) == 0
    assert runs == [("sqlite", named)]


def test_one_part_runs_alone(runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "run", lambda python: pytest.fail("the checks ran"))
    assert suite.run(Path("python"), ["--full", "--only", "browser"]) == 0
    assert [arguments[-1] for _engine, arguments in runs] == ["browser"]


def test_at_the_end_stand_the_slowest_tests_and_how_each_failure_begins(tmp_path: Path, capsys) -> None:
    said = "\n".join(f"line {number}" for number in range(1, 42))
    (tmp_path / "sqlite.xml").write_text(JUNIT.format(said=said))
    suite.tell_what_happened(tmp_path, {"sqlite": 60})
    told = capsys.readouterr().out
    assert told.index("12.3 s  tests.slow.test_slow") < told.index("0.1 s  tests.quick.test_quick")
    assert "FAILED in sqlite: tests.slow.test_slow\nline 1\n" in told
    assert "line 40" in told
    assert "line 41" not in told
