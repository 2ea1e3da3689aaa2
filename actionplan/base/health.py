"""Whether the portal can do its work, for whatever watches over it."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 with the database's own answer, 503 when it gives none."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            (answer,) = cursor.fetchone()
    except DatabaseError:
        return HttpResponse("database: no answer\n", status=503, content_type="text/plain")
    return HttpResponse(f"database: {answer}\n", content_type="text/plain")
