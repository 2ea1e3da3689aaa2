"""Log lines that say what went wrong and where in the code, never what anybody asked for or typed."""

import logging
import traceback
from types import TracebackType

from django.http import HttpRequest


def route_name(request: HttpRequest | None) -> str:
    """The name of the address, such as `actions:action`; `-` where no address fits."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "-"


class RouteNotPath(logging.Filter):
    """Django's own lines about requests name the path: keep the failures, by their route, and drop the rest."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR:
            return False  # the status stands in the line of the request
        record.msg = "failed: route=%s"
        record.args = (route_name(getattr(record, "request", None)),)
        return True


class WordlessFormatter(logging.Formatter):
    """Tracebacks with the kind of every exception but without its message.

    A message may quote a value: PostgreSQL prints the whole row that a constraint refused.
    """

    def formatException(  # noqa: N802 - the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        exception: BaseException | None = ei[1]
        lines: list[str] = []
        while exception is not None:
            frames = traceback.format_tb(exception.__traceback__)
            lines.insert(0, "".join([*frames, type(exception).__qualname__]))
            exception = exception.__cause__ or exception.__context__
        return "\nthen\n".join(lines)
