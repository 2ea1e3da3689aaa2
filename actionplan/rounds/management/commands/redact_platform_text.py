"""Removes a text of the Platform by law, wherever it is stored, after showing where."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from actionplan.base import clock
from actionplan.reporting.models import Round
from actionplan.rounds.redact_command import RedactCommand
from actionplan.rounds.redacting import redact_platform_text, removal_of_text


class Command(RedactCommand):
    texts = "the text"
    help = (
        "Removes a text of the Platform by law: every version of it in both languages, what other rounds took over of it, "
        "what the trail quotes and what snapshots hold. Shows first where it is kept, never what it says, and asks. "
        "Hashes stay; it cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="the plan's code, as in addresses: 2020-2024")
        parser.add_argument("round", help="the round's code, as in addresses: 2022-12")
        parser.add_argument(
            "text", help="introduction, conclusion, or objective_3 for the paragraph on objective 3"
        )
        super().add_arguments(parser)
        parser.add_argument(
            "--text-version",
            action="append",
            type=int,
            metavar="N",
            help="only this version; may be given more than once",
        )

    def handle(self, *, plan: str, round: str, text: str, by: str, reason: str, **options: Any) -> None:
        row = Round.objects.filter(plan__code=plan, code=round).first()
        if row is None:
            raise CommandError(f"There is no round {round} of a plan {plan}.")
        person = self.person(by)
        versions = options["text_version"]
        self.stdout.write(f"{text} of round {round}, plan {plan}")

        def act() -> None:
            facts = {"reason": reason, "by": person, "at": clock.now(), "versions": versions}
            redact_platform_text(round=row, name=text, **facts)

        removal = removal_of_text(row, text, versions)
        self.remove(removal, act, by=person, named=text, asks=not options["no_input"])
