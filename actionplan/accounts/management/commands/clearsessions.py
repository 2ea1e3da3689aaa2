"""Django's `clearsessions`, which also deletes the records of ended sessions and old sign-in records."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.management.commands.clearsessions import Command as ClearSessions
from django.contrib.sessions.models import Session

from actionplan.accounts.sign_ins import delete_old_sign_ins
from actionplan.base import clock


class Command(ClearSessions):
    def handle(self, **options: Any) -> None:
        super().handle(**options)
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
        delete_old_sign_ins(clock.now())
