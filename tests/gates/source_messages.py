"""The messages that the portal's own source marks for translation: what `makemessages` would collect, without gettext."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = ["actionplan/**/*.py", "actions/**/*.py", "budgets/**/*.py", "objectives/**/*.py"]
TEMPLATES = ["templates/**/*.html", "templates/**/*.txt"]
PLAIN = {"gettext", "gettext_lazy", "gettext_noop", "_"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL_IN_CONTEXT = {"npgettext", "npgettext_lazy"}
CALL = re.compile(r"\b(n?p?gettext|_)\s*\(")


class Message(NamedTuple):
    context: str
    text: str
    plural: str = ""


def messages_of_source() -> set[Message]:
    return {
        message
        for patterns, reader in [(PYTHON, _of_python), (TEMPLATES, _of_template)]
        for pattern in patterns
        for path in ROOT.glob(pattern)
        for message in reader(path.read_text())
    }


def _of_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            yield from _message(name, [text for text in texts if isinstance(text, str)])


def _message(name: str, texts: list[str]) -> Iterator[Message]:
    if name in PLAIN and texts:
        yield Message("", texts[0])
    elif name in PLURAL and len(texts) == 2:
        yield Message("", *texts)
    elif (name in CONTEXT and len(texts) == 2) or (name in PLURAL_IN_CONTEXT and len(texts) == 3):
        yield Message(*texts)


def _of_template(source: str) -> Iterator[Message]:
    """Django turns a template into calls for gettext to read; the same calls are read here."""
    code = templatize(source)
    for call in CALL.finditer(code):
        yield from _message(call.group(1), _texts_after(code, call.end()))


def _texts_after(code: str, start: int) -> list[str]:
    """The string literals up to the end of the call, joined where they follow one another without a comma."""
    end = start
    while code[end] != ")":
        end += _literal_length(code, end) or 1
    expression = ast.parse(f"f({code[start:end]})", mode="eval").body
    assert isinstance(expression, ast.Call)
    return [argument.value for argument in expression.args if isinstance(argument, ast.Constant)]


LITERAL = re.compile(r"""u?('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")""")


def _literal_length(code: str, at: int) -> int:
    found = LITERAL.match(code, at)
    return found.end() - at if found else 0
