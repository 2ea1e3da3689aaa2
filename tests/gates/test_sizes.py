"""The advice about sizes finds what it is for; `./dev check` shows it of the portal itself."""

from pathlib import Path

from tests.gates.sizes import how_large, too_long


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_long_file_is_named(tmp_path: Path) -> None:
    write(tmp_path / "actions" / "models.py", "x = 1\n" * 500)
    assert list(too_long(tmp_path)) == ["actions/models.py: 500 lines, of advised 500"]


def test_a_long_function_is_named(tmp_path: Path) -> None:
    write(tmp_path / "budgets" / "queries.py", "def spread():\n" + "    x = 1\n" * 49)
    assert list(too_long(tmp_path)) == ["budgets/queries.py:1: spread has 50 lines, of advised 50"]


def test_a_wide_line_of_a_template_is_named(tmp_path: Path) -> None:
    write(tmp_path / "templates" / "page.html", "<p>\n" * 200 + "x" * 161)
    assert list(too_long(tmp_path)) == ["templates/page.html:201: 161 characters, of advised 160"]


def test_a_migration_may_be_long(tmp_path: Path) -> None:
    write(tmp_path / "actions" / "migrations" / "0001_initial.py", "x = 1\n" * 600)
    assert list(too_long(tmp_path)) == []


def test_one_line_or_character_less_is_not_named(tmp_path: Path) -> None:
    write(tmp_path / "actions" / "models.py", "def spread():\n" + "    x = 1\n" * 48 + "x = 1\n" * 450)
    write(tmp_path / "templates" / "page.html", "x" * 160)
    assert list(too_long(tmp_path)) == []


def test_how_large_it_is_is_said_in_one_line(tmp_path: Path) -> None:
    write(tmp_path / "actionplan" / "base" / "money.py", "x = 1\n" * 3)
    write(tmp_path / "actions" / "models.py", "x = 1\n" * 2)
    write(tmp_path / "tests" / "test_money.py", "x = 1\n")
    said = "code 5 in 2; of it base 3 in 1; demo story and synthetic plan 0 in 0; tests 1 in 1"
    assert how_large(tmp_path) == said
