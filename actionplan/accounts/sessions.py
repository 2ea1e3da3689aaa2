"""Sessions in the database, as Django keeps them; only the query that every request begins with is a prepared one."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from actionplan.base.prepared import prepared_plain


class SessionStore(DatabaseSessions):
    def _get_session_from_db(self) -> Any:
        """What the session of the key holds, unless it has expired; a key that is not known is forgotten."""
        session = _sessions.first(self.session_key, timezone.now()) if self.session_key else None
        if session is None:
            self._session_key = None
            return None
        return Kept(*session)


class Kept(NamedTuple):
    """What Django reads of a session's row."""

    session_data: str


@prepared_plain
def _sessions(key: str, now: datetime.datetime) -> QuerySet:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")
