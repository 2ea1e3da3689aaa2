"""What happens around every request: a line in the log, no copy left behind, one moment to speak of."""

import logging
import time
import traceback
from collections.abc import Callable
from types import TracebackType

from django.contrib.auth import SESSION_KEY
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import timezone

from .errors import is_not_now, unavailable

ASKED_AGAIN = "private, no-cache"
"""For one person, who may keep a copy if they ask each time whether it is still right."""

GetResponse = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger("portal.request")


class RequestLogMiddleware:
    """One line a request: route name, method, status, milliseconds, user id; never the path, the query or the form."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = self.get_response(request)
        milliseconds = round((time.perf_counter() - begun) * 1000)
        # Known only when the request itself asked who it is from, and was told: the log never asks the database.
        session = getattr(request, "session", None)
        told = response.status_code != 503
        user = session.get(SESSION_KEY) if session is not None and session.accessed and told else None
        log.info(
            "route=%s method=%s status=%d ms=%d user=%s",
            route_name(request),
            request.method,
            response.status_code,
            milliseconds,
            user or "-",
        )
        return response


class NoStoreMiddleware:
    """Every page is for one person at one moment, the sign-in page too: nothing on the way keeps a copy.

    Static files are answered before they get here. An answer that says so itself may be kept by whom it is for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.get("Cache-Control") != ASKED_AGAIN:
            response["Cache-Control"] = "private, no-store"
        return response


class DatabaseMiddleware:
    """Answers 503 where the database cannot be reached, or does not answer a page in time.

    Opening a cursor connects, or tries a connection that was kept. `/healthz` says it in its own words.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info != "/healthz":
            try:
                with connection.cursor():
                    pass
            except (OperationalError, InterfaceError):
                log.exception("the database cannot be reached")
                return unavailable()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The view's transactions are rolled back: nothing is half-written."""
        if not is_not_now(exception):
            return None
        log.error("the database did not answer in time", exc_info=exception)
        return unavailable()


class NotAllowedMiddleware:
    """Says something where an address that only takes a form is opened as a page, as after an error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response.content = render_to_string("405.html")
        return response


class ClockMiddleware:
    """Sets `request.now`, the one instant of the request, which operations are given as `at=`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.now = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)


# Log lines that say what went wrong and where in the code, never what anybody asked for or typed


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
