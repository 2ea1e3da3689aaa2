"""Error pages: bad request, not found, and the database unavailable.

Django's own 400 page reads the submitted form for its token, and fails when it is the form that cannot be
read.
"""

import logging
import sqlite3
import sys
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error as django_server_error

log = logging.getLogger("portal.request")


FOR_SYSTEMS = "/api/"
"""Addresses below it are asked by programs, which read no pages."""


def error_as_json(status: int, sentence: str, **headers: str) -> HttpResponse:
    return JsonResponse(
        {"error": sentence}, status=status, headers=headers, json_dumps_params={"ensure_ascii": False}
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path_info.startswith(FOR_SYSTEMS):
        return error_as_json(400, _("This request cannot be read."))
    return bad_request_page("")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path_info.startswith(FOR_SYSTEMS):
        return error_as_json(404, _("There is no such address."))
    return render(request, "404.html", status=404)


def bad_request_page(sentence: str) -> HttpResponse:
    """`sentence` says what is wrong with the address; empty where that is unknown."""
    return HttpResponseBadRequest(render_to_string("400.html", {"sentence": sentence}))


def with_unreadable_answered(portal: WSGIApplication) -> WSGIApplication:
    """Where a request names a charset, Django reads its address by it before any middleware; what fails there is 400."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return portal(environ, start_response)
        except (LookupError, UnicodeError, SuspiciousOperation):
            log.info("route=- method=%s status=400 ms=0 user=-", environ["REQUEST_METHOD"])
            response = bad_request_page("")
            start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
            return [response.content]

    return application


TRANSIENT_SQLSTATES = ("08", "40", "53", "55P03", "57")
"""Prefixes of SQLSTATE codes that do not blame the statement: no connection, deadlock, out of resources,
locked, cancelled or shut down.
"""
RETRY_AFTER = 30
"""Seconds."""


def is_transient(error: BaseException | None) -> bool:
    """Whether the database failed to answer, or to answer in time, so that a retry may succeed."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return "is locked" in str(cause)
    code = getattr(cause, "pgcode", None)  # none where there is no connection
    return code is None or code.startswith(TRANSIENT_SQLSTATES)


def unavailable(request: HttpRequest) -> HttpResponse:
    headers = {"Retry-After": str(RETRY_AFTER)}
    if request.path_info.startswith(FOR_SYSTEMS):
        return error_as_json(503, _("The database does not answer in time. Try again later."), **headers)
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


def server_error(request: HttpRequest) -> HttpResponse:
    """The database may also time out outside views, for example when a session is read or saved."""
    if is_transient(sys.exc_info()[1]):
        return unavailable(request)
    return django_server_error(request)
