"""What time it is, for all that people do and read: the web asks once a request (`request.now`), commands when they begin.

Sessions, rate limits and keys in mails end by the real time, which Django keeps.
"""

from __future__ import annotations

import datetime
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from .middleware import GetResponse
from .models import DemoClock

_of_request: ContextVar[tuple[DemoClock | None] | None] = ContextVar(
    "demo clock of the request", default=None
)


def now() -> datetime.datetime:
    """The real instant; where a demo was told, that of its clock, which runs at the same speed some years behind."""
    clock = demo_clock() if settings.DEMO_CLOCK else None
    return timezone.now() - clock.behind if clock else timezone.now()


def demo_clock() -> DemoClock | None:
    """The clock of the demo that was told here; None where DEBUG is off, whatever the database says.

    A request reads it once; commands and what a request leaves behind read it each time.
    """
    if not settings.DEBUG:
        return None
    read = _of_request.get()
    return read[0] if read else DemoClock.objects.first()


def set_demo_clock(at: datetime.datetime) -> None:
    """From now on it is `at` in the demo. Raises ValueError if that is earlier than it says: it never runs backwards."""
    behind = timezone.now() - at
    if DemoClock.objects.filter(behind__lt=behind).exists():
        raise ValueError("the clock of the demo cannot run backwards")
    DemoClock.objects.update_or_create(pk=1, defaults={"behind": behind})


class ClockMiddleware:
    """Sets `request.now`, the single instant of the request, passed to operations as `at=`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        read = _of_request.set((demo_clock(),))
        try:
            request.now = now()  # type: ignore[attr-defined]
            return self.get_response(request)
        finally:
            _of_request.reset(read)
