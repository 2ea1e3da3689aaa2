"""The pages for what the portal cannot read or does not have, and for when its database does not answer in time.

Django's own pages of the former read the form that was sent, for its token, and fail where the form is what cannot be read.
"""

import sqlite3
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import server_error as django_server_error


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return not_understood("")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def not_understood(sentence: str) -> HttpResponse:
    """`sentence` says what of the address it is; empty where that cannot be said."""
    return HttpResponseBadRequest(render_to_string("400.html", {"sentence": sentence}))


NOT_NOW = ("08", "40", "53", "55P03", "57")
"""How the SQLSTATE begins of what says nothing about the statement: no connection, given up so that another could go on
(a deadlock), no room, locked, cancelled or shut down."""
RETRY_AFTER = 30
"""Seconds."""


def is_not_now(error: BaseException | None) -> bool:
    """Whether the database could not answer, or not in time: the same may be asked again in a moment."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return "is locked" in str(cause)
    code = getattr(cause, "pgcode", None)  # none where there is no connection
    return code is None or code.startswith(NOT_NOW)


def unavailable() -> HttpResponse:
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_AFTER)})


def server_error(request: HttpRequest) -> HttpResponse:
    """Outside of views, too, such as where a session is read or kept, the database may not answer in time."""
    if is_not_now(sys.exc_info()[1]):
        return unavailable()
    return django_server_error(request)
