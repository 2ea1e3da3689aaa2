"""Middleware: a log line for every request, no caching, 400 for what cannot be read, 503 without a database."""

import codecs
import logging
import time
import traceback
from collections.abc import Callable
from types import TracebackType

from django.contrib.auth import SESSION_KEY
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string

from .errors import bad_request, is_transient, unavailable

PRIVATE_NO_CACHE = "private, no-cache"
"""A response that this person's client may store, but must revalidate each time."""

GetResponse = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger("portal.request")


class RequestLogMiddleware:
    """One line per request: route, method, status, milliseconds, user id; never path, query or form.

    What another system asks with its key has `system` and the id of the key in place of the user's.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = self.get_response(request)
        milliseconds = round((time.perf_counter() - begun) * 1000)
        # Known only if the request itself loaded the session: the log never queries the database.
        session = getattr(request, "session", None)
        available = response.status_code != 503
        key = getattr(request, "system_key", None)
        user = session.get(SESSION_KEY) if session is not None and session.accessed and available else None
        log.info(
            "route=%s method=%s status=%d ms=%d user=%s",
            route_name(request),
            request.method,
            response.status_code,
            milliseconds,
            f"system{key.pk}" if key else user or "-",
        )
        return response


class NoStoreMiddleware:
    """Every page, the sign-in page included, is for one person at one moment: no cache may store it.

    Static files are served before this. A response that already says PRIVATE_NO_CACHE keeps that header.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.get("Cache-Control") != PRIVATE_NO_CACHE:
            response["Cache-Control"] = "private, no-store"
        return response


class UnreadableMiddleware:
    """400 for a request in another charset than UTF-8, and for a cookie with a NUL, which no database column holds.

    Django would find out in the middle: its page of an error in development reads the form that it could not read, and
    PostgreSQL refuses the key of such a session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_in_utf_8(request) or any("\0" in value for value in request.COOKIES.values()):
            return bad_request(request)
        request.encoding = "utf-8"  # by this name alone Django reads a form
        return self.get_response(request)


def is_in_utf_8(request: HttpRequest) -> bool:
    """By whichever of its names, such as `utf8`, or without saying so."""
    named = (request.content_params or {}).get("charset", "utf-8")
    try:
        return codecs.lookup(named).name == "utf-8"
    except LookupError:
        return False


class DatabaseMiddleware:
    """503 when the database cannot be reached or does not answer in time.

    Opening a cursor connects, or tests a persistent connection. `/healthz` has its own response.
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
                return unavailable(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The view's transactions have been rolled back: nothing is half-written."""
        if not is_transient(exception):
            return None
        log.error("the database did not answer in time", exc_info=exception)
        return unavailable(request)


class NotAllowedMiddleware:
    """An explanation when an address that only accepts POST is opened as a page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response.content = render_to_string("405.html")
        return response


# Logging that says what went wrong and where in the code, never what anybody typed


def route_name(request: HttpRequest | None) -> str:
    """The name of the URL pattern, such as `actions:action`; `-` if none matched."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "-"


class RouteInsteadOfPath(logging.Filter):
    """Django's log lines about requests name the path: keep the errors, by route, and drop the rest."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR:
            return False  # the request's own log line has the status
        record.msg = "failed: route=%s"
        record.args = (route_name(getattr(record, "request", None)),)
        return True


class RedactingFormatter(logging.Formatter):
    """Formats tracebacks with the type of each exception but without its message.

    A message may quote data: PostgreSQL prints the whole row that violated a constraint.
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
