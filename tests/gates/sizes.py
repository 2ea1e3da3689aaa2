"""Advice: files and functions that have grown past what a reader takes in at once, and lines of templates too wide to read.

`./dev check` lists them and fails on none, since a module is as long as its subject.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = [
    "dev",
    "*.py",
    "actionplan/**/*.py",
    "actions/**/*.py",
    "budgets/**/*.py",
    "objectives/**/*.py",
    "tests/**/*.py",
]
TEMPLATES = ["templates/**/*.html", "actionplan/**/*.html"]
FILE_LINES, FUNCTION_LINES = 500, 50
TEMPLATE_WIDTH = 160
"""Characters of a line."""


def too_long(root: Path = ROOT) -> Iterator[str]:
    """A sentence for each file of 500 lines or more, function of 50 or more, line of a template above 160 characters."""
    for path in _files(root, CODE):
        if "migrations" in path.parts:
            continue
        text = path.read_text()
        if (lines := text.count("\n")) >= FILE_LINES:
            yield f"{path.relative_to(root)}: {lines} lines, of advised {FILE_LINES}"
        for function in _functions(text):
            if (lines := function.end_lineno - function.lineno + 1) >= FUNCTION_LINES:
                where = f"{path.relative_to(root)}:{function.lineno}"
                yield f"{where}: {function.name} has {lines} lines, of advised {FUNCTION_LINES}"
    for path in _files(root, TEMPLATES):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if len(line) > TEMPLATE_WIDTH:
                where = f"{path.relative_to(root)}:{number}"
                yield f"{where}: {len(line)} characters, of advised {TEMPLATE_WIDTH}"


def how_large(root: Path = ROOT) -> str:
    """One line to see whether it grows: lines of Python without migrations, and in how many modules."""
    parts = {
        "code": CODE[1:-1],
        "of it base": ["actionplan/base/**/*.py"],
        "demo story and synthetic plan": ["actionplan/demo/**/*.py"],
    }
    parts["tests"] = CODE[-1:]
    found = []
    for name, patterns in parts.items():
        files = [path for path in _files(root, patterns) if "migrations" not in path.parts]
        lines = sum(path.read_text().count("\n") for path in files)
        found.append(f"{name} {lines:,} in {len(files)}")
    return "; ".join(found)


def _files(root: Path, patterns: list[str]) -> list[Path]:
    return sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()})


def _functions(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


if __name__ == "__main__":
    print("\n".join([*too_long(), how_large()]))
