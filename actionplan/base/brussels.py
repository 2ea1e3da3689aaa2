"""Days in Brussels: the plan's days are days there, whatever the server's clock is set to."""

import datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def day_of(instant: datetime.datetime) -> datetime.date:
    """The day in Brussels on which an aware instant falls."""
    if instant.tzinfo is None:
        raise ValueError("an aware instant is needed")
    return instant.astimezone(BRUSSELS).date()


def start_of(day: datetime.date) -> datetime.datetime:
    """The first instant of a day in Brussels."""
    return datetime.datetime.combine(day, datetime.time(), tzinfo=BRUSSELS)


def start_of_year(year: int) -> datetime.datetime:
    """The first instant of a calendar year in Brussels."""
    return start_of(datetime.date(year, 1, 1))


def end_of(day: datetime.date) -> datetime.datetime:
    """The last instant of a day in Brussels (inclusive, to the microsecond)."""
    return start_of(day + datetime.timedelta(days=1)) - datetime.timedelta(microseconds=1)
