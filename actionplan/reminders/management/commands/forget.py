"""Removes what is kept about people and is over its time; docs/operators/personal-data.md has the table. Run it once a day."""

import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand

from actionplan.accounts.models import Invitation
from actionplan.accounts.sign_ins import delete_old_sign_ins
from actionplan.base import clock
from actionplan.base.tokens import forget_carried_out
from actionplan.reminders.models import Digest


class Command(BaseCommand):
    help = "Forgets what is kept about people and is over its time."

    def handle(self, **options: Any) -> None:
        call_command("clearsessions")
        left = Session.objects.values("session_key")
        now = clock.now()
        before = now - datetime.timedelta(days=settings.MAIL_DAYS)
        forgotten = {
            "records of ended sessions": UserSession.objects.exclude(session_key__in=left).delete()[0],
            "records of signing in": delete_old_sign_ins(now),
            "tokens of forms": forget_carried_out(now),
            "invitations that nobody took up": Invitation.objects.lapsed_before(before).delete()[0],
            "addresses of mails": Digest.objects.forget_addresses(before),
        }
        for what, count in forgotten.items():
            self.stdout.write(f"{what}: {count}")
