"""The language in which a page or a mail is written: it is asked for hundreds of times, and Django takes a while to say it.

Whoever writes in another language than the request's says so here (`speaking`), and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language, override

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
"""Within a request and within `speaking`; elsewhere Django is asked."""


def language_now() -> str:
    """As `get_language`; empty where nothing is translated."""
    return _spoken.get() or get_language() or ""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Whatever is written within is written in that language."""
    with override(language), _keeping_to_it():
        yield


@contextmanager
def _keeping_to_it() -> Iterator[None]:
    """Django's language of this moment, until the end."""
    before = _spoken.set(get_language())
    try:
        yield
    finally:
        _spoken.reset(before)


class OneLanguageMiddleware:
    """A request is answered in the language that was found for it. Stands behind what finds it (`LocaleMiddleware`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with _keeping_to_it():
            return self.get_response(request)
