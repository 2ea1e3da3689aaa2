"""How often pages ask the database: see `table`."""

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, url: str, status: int = 200) -> int:
    """Of an address that shows a page, or gives a file, whose rows are read too."""
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
        if response.streaming:
            b"".join(response.streaming_content)
    assert response.status_code == status, url
    return len(captured)
