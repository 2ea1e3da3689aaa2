"""Whether the portal can do its work, for whatever watches over it."""

import threading
import time
from contextlib import suppress
from queue import Empty, SimpleQueue

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

SECONDS = 1.8
"""Within which it is said, whatever the database does."""
_one_at_a_time = threading.Lock()


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 with the database's own answer, 503 when it gives none, or none in time.

    A thread asks, since nothing else ends a wait for a database that hangs; as long as it waits, nobody else asks.
    """
    until = time.monotonic() + SECONDS
    answers: SimpleQueue[str] = SimpleQueue()
    if _one_at_a_time.acquire(timeout=SECONDS):
        threading.Thread(target=_ask, args=[answers], daemon=True).start()
    try:
        answer = answers.get(timeout=max(0, until - time.monotonic()))
    except Empty:
        answer = ""
    if not answer:
        return HttpResponse("database: no answer\n", status=503, content_type="text/plain")
    return HttpResponse(f"database: {answer}\n", content_type="text/plain")


def _ask(answers: SimpleQueue[str]) -> None:
    """On a connection of its own."""
    answer = ""
    try:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            answer = str(cursor.fetchone()[0])
    finally:
        connection.close()
        _one_at_a_time.release()
        answers.put(answer)
