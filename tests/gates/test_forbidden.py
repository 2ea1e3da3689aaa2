"""What hides a write, or works on one engine only, appears nowhere in our code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOLDERS = ["actionplan", "objectives", "actions", "budgets"]
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
LOCKS = sorted(ROOT.glob("requirements*"))

CLOCKS = {"auto_now", "auto_now_add"}
ONE_ENGINE = {"nulls_distinct", "deferrable"}
SIGNAL_NAMES = {
    *["receiver", "Signal", "pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"],
    *["pre_init", "post_init", "pre_migrate", "post_migrate", "class_prepared"],
}
HIDDEN_WRITES = {"save", "delete", "save_base"}
PSYCOPG_3 = re.compile(r"^\s*psycopg(?![0-9])([-_](c|binary|pool))?\b", re.MULTILINE | re.IGNORECASE)


def is_form(base: ast.expr) -> bool:
    return "Form" in ast.unparse(base)


def in_node(node: ast.AST) -> Iterator[str]:
    """What is forbidden about one node of the tree."""
    if isinstance(node, ast.keyword) and node.arg in CLOCKS | ONE_ENGINE:
        yield node.arg
    if isinstance(node, ast.ImportFrom):
        names = {alias.name for alias in node.names}
        module = node.module or ""
        if (
            module == "django.dispatch"
            or "signals" in module.split(".")
            or names & (SIGNAL_NAMES | {"signals"})
        ):
            yield "signal"
        if module.split(".")[0] == "psycopg":
            yield "psycopg 3"
    if isinstance(node, ast.Import):
        modules = [alias.name.split(".") for alias in node.names]
        if any("signals" in parts or parts[:2] == ["django", "dispatch"] for parts in modules):
            yield "signal"
        if any(parts[0] == "psycopg" for parts in modules):
            yield "psycopg 3"
    if isinstance(node, ast.ClassDef) and not any(is_form(base) for base in node.bases):
        for member in node.body:
            if isinstance(member, ast.FunctionDef) and member.name in HIDDEN_WRITES:
                yield f"{node.name}.{member.name}"


def forbidden(source: str) -> list[str]:
    return [words for node in ast.walk(ast.parse(source)) for words in in_node(node)]


def test_nothing_in_our_code_is_forbidden() -> None:
    found = {str(path.relative_to(ROOT)): words for path in SOURCES if (words := forbidden(path.read_text()))}
    assert found == {}


def test_one_module_asks_what_time_it_is() -> None:
    """`base/clock.py`; whether a session has ended is about the real time."""
    asks = re.compile(r"timezone\.now\(|datetime\.now\(|utcnow\(|date\.today\(|localdate\(")
    found = {str(path.relative_to(ROOT)) for path in SOURCES if asks.search(path.read_text())}
    assert found == {"actionplan/base/clock.py", "actionplan/accounts/sessions.py"}


def test_psycopg_3_is_in_no_lock() -> None:
    assert len(LOCKS) >= 2
    assert [path.name for path in LOCKS if PSYCOPG_3.search(path.read_text())] == []


@pytest.mark.parametrize(
    "source",
    [
        "at = models.DateTimeField(auto_now=True)",
        "at = models.DateTimeField(auto_now_add=True)",
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "from django.dispatch import receiver",
        "from django.dispatch import Signal as S",
        "from allauth.account.signals import user_logged_in",
        "import django.dispatch",
        "import django.db.models.signals",
        "class Action(models.Model):\n    def save(self, **options): ...",
        "class Rows(InForce):\n    def delete(self): ...",
        'models.UniqueConstraint(fields=["a"], name="a", nulls_distinct=False)',
        'models.UniqueConstraint(fields=["a"], name="a", deferrable=Deferrable.DEFERRED)',
        "import psycopg",
        "from psycopg.rows import dict_row",
    ],
)
def test_a_planted_fault_is_found(source: str) -> None:
    assert forbidden(source)


@pytest.mark.parametrize(
    "source",
    [
        "class ReportForm(forms.ModelForm):\n    def save(self, commit=True): ...",
        "import psycopg2",
        "row.save(update_fields=['until'])",
        "at = models.DateTimeField()",
    ],
)
def test_what_is_allowed_is_no_fault(source: str) -> None:
    assert forbidden(source) == []


@pytest.mark.parametrize(
    "line", ["psycopg==3.2.1 \\", "psycopg[binary]>=3", "psycopg-c==3.2", "psycopg_pool"]
)
def test_psycopg_3_in_a_lock_is_found(line: str) -> None:
    assert PSYCOPG_3.search(f"django==5.2\n{line}\n")


@pytest.mark.parametrize("line", ["psycopg2-binary==2.9.13 \\", "psycopg2==2.9"])
def test_psycopg_2_in_a_lock_is_no_fault(line: str) -> None:
    assert not PSYCOPG_3.search(f"{line}\n")
