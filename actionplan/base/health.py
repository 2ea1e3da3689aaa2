"""The health check, for monitoring."""

import threading
import time
from contextlib import suppress
from queue import Empty, SimpleQueue

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

HEALTH_TIMEOUT = 1.8
"""Seconds within which the check answers, whatever the database does."""
_one_at_a_time = threading.Lock()


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 with the database's answer; 503 when it gives none in time.

    A thread runs the query, since nothing else can end the wait for a database that hangs; only one runs at a
    time.
    """
    until = time.monotonic() + HEALTH_TIMEOUT
    answers: SimpleQueue[str] = SimpleQueue()
    if _one_at_a_time.acquire(timeout=HEALTH_TIMEOUT):
        threading.Thread(target=_ask, args=[answers], daemon=True).start()
    try:
        answer = answers.get(timeout=max(0, until - time.monotonic()))
    except Empty:
        answer = ""
    if not answer:
        return HttpResponse("database: no answer\n", status=503, content_type="text/plain")
    return HttpResponse(f"database: {answer}\n", content_type="text/plain")


def _ask(answers: SimpleQueue[str]) -> None:
    """Query the database on a connection of its own."""
    answer = ""
    try:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            answer = str(cursor.fetchone()[0])
    finally:
        connection.close()
        _one_at_a_time.release()
        answers.put(answer)
