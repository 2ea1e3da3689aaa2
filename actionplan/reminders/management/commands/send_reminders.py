"""Sends people what they have to do and were not told yet: one mail a day each, and in between what cannot wait.

For cron, every hour (docs/operators/mail.md). Running it twice, or two at once, sends nothing twice; after missed days it
mentions each duty once.
"""

from __future__ import annotations

import contextlib
import datetime
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.base import clock
from actionplan.base.refusals import Refused
from actionplan.plan_document.management.commands.export_plan import plan_of
from actionplan.reminders.digests import SentMail, mails_to_send, send_digests
from actionplan.reminders.duty import Duty
from actionplan.reminders.states import MailFailure
from actionplan.reporting.models import Round
from actionplan.reporting.states import RoundState
from actionplan.rounds.life import bring_up_to_date
from objectives.models import Plan


class Command(BaseCommand):
    help = (
        "Mails people what they have to do: one digest a person a day, and what cannot wait in between. "
        "Safe to run at any time, twice, or twice at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", metavar="CODE", help="one plan; without it, all plans")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be sent, and write nothing"
        )

    def handle(self, *, plan: str | None, dry_run: bool, **options: Any) -> None:
        chosen, at = (plan_of(plan) if plan else None), clock.now()
        if dry_run:
            for mail in mails_to_send(at=at, plan=chosen):
                self.stdout.write(f"would send to {mail.person.email}: {in_words(mail.duties)}")
            return
        self.ask_present_leads(chosen, at)
        results = []
        for result in send_digests(at=at, plan=chosen):
            self.say(result)
            results.append(result)
        counts = Counter(str(result.outcome.state.value) for result in results)
        self.stdout.write(
            f"Sent {counts['sent']}, refused {counts['refused']}, outcome unknown {counts['unknown']}."
        )
        if results and results[-1].outcome.trouble == MailFailure.SERVER:
            raise CommandError(f"The mail server: {results[-1].outcome.error}. The next run tries again.")

    def ask_present_leads(self, plan: Plan | None, at: datetime.datetime) -> None:
        """Make rounds under way ask today's leads where a lead changed since."""
        rounds = Round.objects.filter(state__in=[RoundState.OPEN, RoundState.REVIEW])
        for round in rounds.filter(plan=plan) if plan else rounds:
            with contextlib.suppress(Refused):  # a coordinator changed the round at the same moment
                if moved := bring_up_to_date(round=round, by=None, at=at):
                    self.stdout.write(f"{round.code}: requests that moved to the present lead: {moved}.")

    def say(self, result: SentMail) -> None:
        words = f"{result.outcome.state.value} {result.digest.address}: {in_words(result.duties)}"
        self.stdout.write(f"{words} ({result.outcome.error})" if result.outcome.error else words)


def in_words(duties: list[Duty]) -> str:
    """`2 hand_in, 1 returned`."""
    counts = Counter(str(duty.kind.value) for duty in duties)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())
