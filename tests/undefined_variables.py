"""An undefined variable in one of our own templates fails the test, wherever Django would print nothing.

`{% if %}` and `|default` may ask whether there is one. Django reports each failed look-up as a debug line of the logger
`django.template`, which a filter turns into an error; `{% blocktranslate %}` reports nothing but prints `string_if_invalid`.
"""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from django.template.base import FilterExpression, Node
from django.template.defaulttags import TemplateLiteral

ROOT = Path(__file__).resolve().parent.parent
FORGIVING_FILTERS = {"default", "default_if_none"}


class UndefinedVariable(Exception):
    """A template of ours names something that is not there."""


class Refused(logging.Filter):
    """Raises for a look-up that failed in a template of ours, and lets no line through."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.msg.startswith("Exception while resolving variable"):
            _refuse(str(record.args[0]))
        return False


class _Undefined(str):
    """An empty text that takes a name by `%`, which is what `{% blocktranslate %}` does with an undefined variable."""

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, name: object) -> str:
        _refuse(str(name))
        return ""


UNDEFINED = _Undefined()


def _refuse(name: str) -> None:
    template = _template_of_ours()
    if template and not _may_be_absent():
        raise UndefinedVariable(f"{name!r} in {template.relative_to(ROOT)}")


def _template_of_ours() -> Path | None:
    """The file of the node being rendered, when it is not a third party's."""
    for frame in _frames():
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            path = Path(node.origin.name)
            return path if path.is_relative_to(ROOT) and ".venv" not in path.parts else None
    return None


def _may_be_absent() -> bool:
    """Whether the nearest expression has a default, or is asked about by `{% if %}`."""
    for frame in _frames():
        asking = frame.f_locals.get("self")
        if isinstance(asking, FilterExpression) and any(
            function.__name__ in FORGIVING_FILTERS for function, _ in asking.filters
        ):
            return True
        if isinstance(asking, TemplateLiteral):
            return True
        if isinstance(asking, Node):
            return False
    return False


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)
    while frame:
        yield frame
        frame = frame.f_back
