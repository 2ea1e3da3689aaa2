"""What the live server is answering, so that no test empties the database below a request.

A page that is closed may send a last save, which the server goes on answering. A request that comes while the tables are
being emptied waits until they are.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started

SECONDS = 120
"""Within which a request is answered, on a busy machine too."""

_under_way: set[threading.Thread] = set()
"""The threads that answer. One that ended is answering nothing any more, however it ended."""
_changed = threading.Condition(threading.RLock())


class StillAnswering(AssertionError):
    """The live server answers a request for longer than any takes."""


def _is_served(sender: Any) -> bool:
    """By a server, not by the test client."""
    return isinstance(sender, type) and issubclass(sender, WSGIHandler)


def _started(sender: Any, **kwargs: Any) -> None:
    if _is_served(sender):
        with _changed:
            _under_way.add(threading.current_thread())


def _finished(sender: Any, **kwargs: Any) -> None:
    """Its connection is closed by now: Django's own receiver was connected before."""
    if _is_served(sender):
        with _changed:
            _under_way.discard(threading.current_thread())
            _changed.notify_all()


request_started.connect(_started, dispatch_uid="tests.requests_under_way")
request_finished.connect(_finished, dispatch_uid="tests.requests_under_way")


@contextmanager
def none_under_way() -> Iterator[None]:
    """Waits until the server answers nothing; what it is asked inside of this, it answers afterwards."""
    with _changed:
        if not _changed.wait_for(_nothing_is_answered, SECONDS):
            raise StillAnswering
        yield


def _nothing_is_answered() -> bool:
    return not any(thread.is_alive() for thread in _under_way - {threading.current_thread()})
