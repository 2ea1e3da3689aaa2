"""A person's due dates as an iCalendar object (RFC 5545): the same bytes all day, as long as nothing changes."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from actionplan.base.brussels import day_of, start_of

from .due_dates import DueDate

REFRESHED_EVERY = datetime.timedelta(hours=6)


def feed(dates: list[DueDate], at: datetime.datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Action plan portal//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("name", _("Action plan: due dates"))
    calendar.add("x-wr-calname", _("Action plan: due dates"))
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", REFRESHED_EVERY)
    for one in dates:
        calendar.add_component(_event(one, at))
    return calendar.to_ical()


def _event(one: DueDate, at: datetime.datetime) -> Event:
    """A whole day, whose end is the day after (exclusive); it takes nobody's time in a planner."""
    event = Event()
    event.add("uid", f"{one.key}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", start_of(day_of(at)).astimezone(datetime.UTC))
    event.add("dtstart", one.day)
    event.add("dtend", one.day + datetime.timedelta(days=1))
    event.add("summary", one.title, parameters={"language": get_language() or "en"})
    event.add("description", "\n".join([*one.details, one.url]))
    event.add("url", one.url)
    event.add("transp", "TRANSPARENT")
    return event
