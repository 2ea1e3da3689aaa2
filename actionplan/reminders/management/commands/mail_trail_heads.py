"""Mails the newest seals of the trail to auditors and to `TRAIL_HEAD_EMAIL`. For cron, once a day (docs/operators/proofs.md)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actionplan.base import clock
from actionplan.reminders.delivery import deliver
from actionplan.reminders.states import DigestState
from actionplan.reminders.trail_heads import mails_with_heads


class Command(BaseCommand):
    help = "Mails the newest seals of the trail to auditors and to TRAIL_HEAD_EMAIL; once a day."

    def handle(self, **options: Any) -> None:
        failed = 0
        for mail in mails_with_heads(clock.now()):
            outcome = deliver(mail)
            failed += outcome.state != DigestState.SENT
            self.stdout.write(f"{outcome.state.value} {mail.to[0]} {outcome.error}".rstrip())
        if failed:
            raise CommandError(f"{failed} not sent for certain; run it again.")
