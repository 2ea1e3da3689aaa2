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

_under_way = 0
_changed = threading.Condition(threading.RLock())


class StillAnswering(AssertionError):
    """The live server answers a request for longer than any takes."""


def _count(by: int, sender: Any) -> None:
    global _under_way
    if isinstance(sender, type) and issubclass(sender, WSGIHandler):  # a server's, not the test client's
        with _changed:
            _under_way += by
            _changed.notify_all()


def _started(sender: Any, **kwargs: Any) -> None:
    _count(1, sender)


def _finished(sender: Any, **kwargs: Any) -> None:
    """Its connection is closed by now: Django's own receiver was connected before."""
    _count(-1, sender)


request_started.connect(_started, dispatch_uid="tests.requests_under_way")
request_finished.connect(_finished, dispatch_uid="tests.requests_under_way")


@contextmanager
def none_under_way() -> Iterator[None]:
    """Waits until the server answers nothing; what it is asked inside of this, it answers afterwards."""
    with _changed:
        if not _changed.wait_for(lambda: not _under_way, SECONDS):
            raise StillAnswering
        yield
