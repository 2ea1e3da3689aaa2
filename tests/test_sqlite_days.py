"""Days of SQLite are read as Django reads them, and each once."""

import datetime

import pytest
from django.db import connection

from actionplan.base.sqlite_days import day_of

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.mark.parametrize("day", [datetime.date.min, datetime.date(2024, 2, 29), datetime.date.max])
def test_a_day_is_what_was_written(day: datetime.date) -> None:
    assert day_of(day.isoformat().encode()) == day


def test_rows_about_one_day_share_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE days (day date NULL)")
        cursor.execute("INSERT INTO days VALUES (%s), (%s), (NULL)", [datetime.date(2022, 6, 15)] * 2)
        cursor.execute("SELECT day FROM days")
        (first,), (second,), (none,) = cursor.fetchall()
    assert first == datetime.date(2022, 6, 15)
    assert first is second
    assert none is None
