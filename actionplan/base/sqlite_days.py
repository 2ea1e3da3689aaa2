"""Days as SQLite keeps them, in words: each word is read once, since thousands of rows are about the same few days."""

import datetime
import sqlite3
from functools import lru_cache

from django.db import connection
from django.utils.dateparse import parse_date


@lru_cache(maxsize=1 << 14)
def day_of(stored: bytes) -> datetime.date | None:
    """As Django reads it."""
    return parse_date(stored.decode())


def remember_days() -> None:
    """Instead of reading each anew; the converter of SQLite, which Django sets when it is loaded, is one for all connections."""
    if connection.vendor == "sqlite":
        sqlite3.register_converter("date", day_of)
