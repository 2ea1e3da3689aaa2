"""On PostgreSQL, tests run as the role that serves the portal, which owns nothing; the owner is the server's superuser."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


def make_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.SERVING_ROLE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {settings.SERVING_ROLE}")
    connection.close()


def connect_as_role(*, is_role: bool) -> None:
    """Whether connections of all threads are from now on the role's; else the owner's."""
    settings.DATABASES["default"]["OPTIONS"]["options"] = (
        f"-c role={settings.SERVING_ROLE}" if is_role else ""
    )
    connection.close()


@contextmanager
def as_owner() -> Iterator[None]:
    """As the commands that change tables, or rows that nobody else may change; where it fails in a transaction, the
    transaction is rolled back and the role with it.
    """
    if connection.vendor == "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        [before] = cursor.fetchone()
    _set_role("NONE")
    try:
        yield
    except BaseException:
        if not connection.in_atomic_block:
            _set_role(before)
        raise
    _set_role(before)


def _set_role(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
