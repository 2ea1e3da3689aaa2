"""Sessions end: after SESSION_IDLE_MINUTES without a request, and SESSION_COOKIE_AGE after signing in at the latest.

Every request for a page counts as one, and so does saving a form by itself, which happens only while somebody types in
it. What the session knows of it is written once a minute at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

BEGAN, SEEN = "began_at", "seen_at"
"""In the session, in seconds since 1970. Real time, also where a demo has a clock of its own."""
SECONDS_BETWEEN_WRITES = 60


class SessionEndMiddleware:
    """Stands before what sends people to sign in, so that what is sent with an ended session is kept for its person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: Any, view_kwargs: Any
    ) -> None:
        """Of pages that need no sign-in, the session is not read."""
        if not getattr(view_func, "login_required", True) or not request.user.is_authenticated:
            return
        session, now = request.session, int(time.time())
        began, seen = session.get(BEGAN, now), session.get(SEEN)
        idle = 0 if seen is None else now - seen
        if idle >= settings.SESSION_IDLE_MINUTES * 60 or now - began >= settings.SESSION_COOKIE_AGE:
            logout(request)
        elif seen is None or idle >= SECONDS_BETWEEN_WRITES:
            session[BEGAN], session[SEEN] = began, now
