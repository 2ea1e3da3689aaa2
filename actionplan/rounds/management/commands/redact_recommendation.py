"""Removes the texts of a recommendation by law, wherever they are stored, after showing where."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from actionplan.base import clock
from actionplan.rounds.redact_command import RedactCommand
from actionplan.rounds.redacting import redact_recommendation, removal_of_recommendation
from objectives.models import Plan


class Command(RedactCommand):
    texts = "the texts"
    help = (
        "Removes the texts of a recommendation by law: every version in both languages, what the trail quotes and what "
        "snapshots hold. Shows first where they are kept, never what they say, and asks. Hashes stay; it cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="the plan's code, as in addresses: 2020-2024")
        parser.add_argument("number", type=int, help="the number of the recommendation")
        super().add_arguments(parser)

    def handle(self, *, plan: str, number: int, by: str, reason: str, **options: Any) -> None:
        row = Plan.objects.filter(code=plan).first()
        if row is None:
            raise CommandError(f"There is no plan {plan}.")
        person = self.person(by)
        self.stdout.write(f"recommendation {number} of plan {plan}")

        def act() -> None:
            redact_recommendation(plan=row, number=number, reason=reason, by=person, at=clock.now())

        removal = removal_of_recommendation(row, number)
        self.remove(removal, act, by=person, named=str(number), asks=not options["no_input"])
