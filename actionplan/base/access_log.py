"""The log of who was shown words about limited actions, or took a file along: logger `portal.access`, never words.

One line for each such answer, written from the answer that was given:

- *words*: whoever reads words about a limited action for an answer says so with `note_words`. An answer that shows
  none, that leads elsewhere or that has no body leaves no line, whatever was read for it, and neither does the page
  of an error in its place. A page with a sentence about what went wrong and the words beside it does.
- *file*: everything sent as an attachment, limited words in it or not, since a file goes on without the portal.
"""

import logging
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Protocol

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from .middleware import GetResponse, route_name

log = logging.getLogger("portal.access")

_noted: ContextVar[set[str] | None] = ContextVar("codes of limited actions in the answer", default=None)


class MayBeLimited(Protocol):
    code: str
    limited: bool


def note_words(action: MayBeLimited, words: object = True) -> None:
    """Words about the action, as it is today, stand in the answer that is being made; nothing where they are empty.

    Outside a request it does nothing.
    """
    noted = _noted.get()
    if action.limited and words and noted is not None:
        noted.add(action.code)


class AccessLogMiddleware:
    """Writes the line: kind, page, plan, codes of limited actions, user number, bytes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        noted: set[str] = set()
        _noted.set(noted)
        response = self.get_response(request)
        is_file = response.get("Content-Disposition", "").startswith("attachment")
        has_body = request.method != "HEAD" and not 300 <= response.status_code < 400
        if not has_body or response.status_code >= 500 or not (is_file or noted):
            return response
        kind = "file" if is_file else "words"
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _counted(request, kind, noted, iter(response))
        elif isinstance(response, HttpResponse):
            _write(request, kind, noted, len(response.content))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """The page of an error, made in place of what the view read, shows none of it."""
        noted = _noted.get()
        if noted is not None:
            noted.clear()


def _counted(request: HttpRequest, kind: str, noted: set[str], pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces; then a line with the bytes that were sent, also where the reader broke off."""
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            yield piece
    finally:
        _write(request, kind, noted, size)


def _write(request: HttpRequest, kind: str, noted: set[str], size: int) -> None:
    match = request.resolver_match
    log.info(
        "kind=%s page=%s plan=%s action=%s user=%s size=%d",
        kind,
        route_name(request),
        match.kwargs.get("plan_code", "-") if match else "-",
        ",".join(sorted(noted)) or "-",
        request.session.get(SESSION_KEY, "-"),
        size,
    )
