"""The documents name only what is there, and leave nothing out that an operator has to know."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.core.management import get_commands

from actionplan.demo.accounts import PASSWORD, user_names
from actionplan.plan_document.management.commands.prepare import DEMO_ACCOUNTS

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
README = DOCUMENTS[0].read_text()
OPERATORS = (ROOT / "docs/operators.md").read_text()
SETTINGS = (ROOT / "docs/operators/settings.md").read_text()
INCIDENTS = (ROOT / "docs/operators/incidents.md").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
READ = re.compile(r"""\benv\.\w+\(\s*"([A-Z_]+)"|os\.environ(?:\.get\(|\[)\s*"([A-Z_]+)\"""")
CHECK = re.compile(r'id="(\w+\.E\d+)"')
COMMAND = re.compile(r"(?:manage\.py|\./dev manage) ([a-z_]+)")
SUBCOMMAND = re.compile(r"\./dev (?!manage)([a-z]+)")
PATH = re.compile(r"`((?:actionplan|actions|budgets|objectives|templates|static|tests|locale)/[\w./-]+)`")
SHORT = re.compile(
    r"`((?!tests/|docs/|templates/|static/|actionplan/|objectives/|actions/|budgets/)[\w-]+/[\w/-]+\.(?:py|html))`"
)
"""A module as people name it inside its package: `picture/live.py`."""


NAME = re.compile(r"`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\([^`]*\))?`")
"""A function, a class, a setting, a module, in backticks: `record()`, `base.days.InForce`."""
OF_CODE = [ROOT / "docs/developers.md", *sorted(ROOT.glob("docs/decisions/*.md"))]
OF_WHAT_WENT = {"what-went.md"}
"""Decisions that name what is no longer there."""
OF_OTHERS = {
    "PYTHONDONTWRITEBYTECODE",
    "__date",
    "auto_now",
    "dumpdata",
    "get_late_items",
    "id_token_hint",
    "noun",
}
"""Of Python, of Django, of a standard, and of nobody: what is not done here."""
CODE_ENDINGS = {".py", ".html", ".js", ".css", ".txt", ".toml", ".service", ".timer", ""}


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors_of(document: Path) -> set[str]:
    """The anchors of a document's headings, as web pages of repositories make them."""
    headings = re.findall(r"^#+ (.+)$", without_code(document.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(document: Path, text: str) -> Iterator[str]:
    for target in LINK.findall(without_code(text)):
        link = urlsplit(target)
        if link.scheme:
            continue
        path = (document.parent / unquote(link.path)).resolve() if link.path else document
        anchors = anchors_of(path) if link.fragment and path.suffix == ".md" else {link.fragment}
        if not path.exists() or unquote(link.fragment) not in anchors:
            yield target


def variables_read(source: str) -> set[str]:
    return {one or other for one, other in READ.findall(source)}


def missing_paths(text: str) -> list[str]:
    """Those from the root on, and shorter ones in which no file's path ends."""
    missing = [path for path in PATH.findall(text) if not (ROOT / path).exists()]
    return missing + [path for path in SHORT.findall(text) if not any(ROOT.glob(f"actionplan/**/{path}"))]


@cache
def words_of_the_code() -> set[str]:
    """Every word of the portal's code; of the tests, which use names of their own, what they define."""
    folders = ["actionplan", "actions", "budgets", "objectives", "templates", "static", "deploy"]
    paths = [path for name in folders for path in (ROOT / name).rglob("*")]
    paths += [ROOT / "dev", *ROOT.glob("*.toml"), *ROOT.glob("requirements*.in")]
    found = {path.name for path in ROOT.glob("*.*")}
    for path in paths:
        if path.suffix in CODE_ENDINGS and path.is_file():
            found |= {path.name, *re.findall(r"\w+", path.read_text(errors="ignore"))}
    for path in (ROOT / "tests").rglob("*.py"):
        found |= {path.name, path.stem, *re.findall(r"(?:def|class) (\w+)", path.read_text())}
    return found | set(get_commands()) | OF_OTHERS


def missing_names(text: str) -> set[str]:
    """Those of which a part stands nowhere in the code."""
    known = words_of_the_code()
    names = set(NAME.findall(without_code(text)))
    return {name for name in names if name not in known and not set(name.split(".")) <= known}


@pytest.mark.parametrize("document", OF_CODE, ids=lambda path: path.name)
def test_every_name_of_the_code_is_one(document: Path) -> None:
    if document.name not in OF_WHAT_WENT:
        assert missing_names(document.read_text()) == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    assert list(broken_links(document, document.read_text())) == []


def test_operators_read_of_no_check_of_the_database_that_is_not_there() -> None:
    rows = re.findall(r"^\| `check --database default`", INCIDENTS, re.MULTILINE)
    checks = {
        check for path in ROOT.glob("actionplan/*/checks.py") for check in CHECK.findall(path.read_text())
    }
    assert 0 < len(rows) <= len(checks)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_and_command_that_is_named_exists(document: Path) -> None:
    text = document.read_text()
    assert missing_paths(text) == []
    assert set(COMMAND.findall(text)) <= set(get_commands())
    commands = re.search(r"^COMMANDS = \{(.+?)\}$", (ROOT / "dev").read_text(), re.DOTALL | re.MULTILINE)
    known = set(re.findall(r'"(\w+)"', commands[1]))
    assert set(SUBCOMMAND.findall(text)) <= known


def test_a_planted_fault_is_found() -> None:
    text = "[a](nothing.md) [b](docs/operators.md#nowhere) [c](docs/index.md) [d](https://example.org)"
    assert list(broken_links(ROOT / "README.md", text)) == ["nothing.md", "docs/operators.md#nowhere"]
    named = "see `tests/nothing.py`, `tests/world.py`, `picture/live.py` and `picture/dead.py`"
    assert missing_paths(named) == ["tests/nothing.py", "picture/dead.py"]
    names = (
        "`record()`, `base.days.InForce`, `gone_for_good`, `base.days.gone_for_good(day)`, `gone_for_good.py`"
    )
    assert missing_names(names) == {
        *["gone_for_good", "base.days.gone_for_good", "gone_for_good.py"],
    }
    assert variables_read('env.str("A_B", default="")\nos.environ.get("C", "")\nenv.list("D")') == {
        *["A_B", "C", "D"]
    }


def test_the_environment_variables_are_those_that_the_settings_read() -> None:
    read = variables_read((ROOT / "actionplan/settings.py").read_text())
    assert len(read) >= 10
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS, re.MULTILINE)) == read
    named = set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)(?:=|,)", EXAMPLE, re.MULTILINE))
    assert named == read


def test_every_command_of_ours_is_in_a_document() -> None:
    ours = {path.stem for path in ROOT.glob("actionplan/*/management/commands/[a-z]*.py")}
    said = "\n".join(document.read_text() for document in DOCUMENTS)
    assert {name for name in ours - {"prepare"} if name not in said} == set()


def test_the_demo_accounts_of_the_readme_can_be_signed_in_with() -> None:
    named = set(re.findall(r"`([a-z0-9]+)`", "\n".join(re.findall(r"^\| (`.+?) \|", README, re.MULTILINE))))
    assert named == set(DEMO_ACCOUNTS)
    assert named <= set(user_names())
    assert f"password `{PASSWORD}`" in README


def test_the_packages_are_the_same_wherever_they_are_named() -> None:
    """`.ci/run` installs what the tests use. The README names them, and what trying the portal needs. Operators need some of
    them, and programs that only a server needs.
    """
    installed = (ROOT / ".ci/run").read_text()
    of_tests = {name for found in re.findall(r"missing\+=\(([^)]+)\)", installed) for name in found.split()}
    in_readme = re.findall(r"apt-get install ([^`]+)`", README)
    assert {name for found in in_readme for name in found.split()} == of_tests - {"python3"}
    [for_operators] = re.findall(r"^apt-get install --yes (.+)$", OPERATORS, re.MULTILINE)
    named = set(for_operators.split())
    assert {"python3-venv", "postgresql"} <= named <= of_tests | {"curl", "git", "nginx", "openssl"}


def test_the_readme_begins_with_the_two_commands() -> None:
    first_block = re.findall(r"^```\n(.*?)^```", README, re.DOTALL | re.MULTILINE)[0]
    assert [line.split("  ")[0] for line in first_block.splitlines()] == ["./dev run", "./dev test"]


def test_no_document_names_a_folder_of_somebody_s_machine() -> None:
    for document in DOCUMENTS:
        assert not re.search(r"/(home|root|work|Users|tmp)/", document.read_text()), document
