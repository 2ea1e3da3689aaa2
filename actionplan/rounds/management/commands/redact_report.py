"""Removes the texts of a report by law, wherever they are stored, after showing where."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from actionplan.base import clock
from actionplan.reporting.models import ProgressReport
from actionplan.rounds.redact_command import RedactCommand
from actionplan.rounds.redacting import DEFAULT_PARTS, EVIDENCE, REDACTABLE_PARTS, redact, removal_of


class Command(RedactCommand):
    texts = "the texts"
    help = (
        "Removes the texts of a report by law: in the report, in what copied them, in the trail and in every snapshot, and the files of its evidence. "
        "Shows first where they are kept, never what they say, and asks. Facts and hashes stay; it cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("report", type=int, help="the report's number, as in the address of its page")
        super().add_arguments(parser)
        parser.add_argument(
            "--part",
            action="append",
            choices=REDACTABLE_PARTS,
            metavar="PART",
            help=f"only this part; may be given more than once: {', '.join(REDACTABLE_PARTS)}",
        )

        parser.add_argument(
            "--evidence",
            action="append",
            type=int,
            metavar="N",
            help="only this piece of evidence, by the number in its address; may be given more than once",
        )

    def handle(self, *, report: int, by: str, reason: str, part: list[str] | None, **options: Any) -> None:
        row = ProgressReport.objects.select_related("action", "organisation").filter(pk=report).first()
        if row is None:
            raise CommandError(f"There is no report {report}.")
        person = self.person(by)
        pieces = options["evidence"]
        parts = part or ([EVIDENCE] if pieces else DEFAULT_PARTS)
        self.stdout.write(f"Report {row.pk}: {row}")

        def act() -> None:
            redact(report=row, parts=parts, pieces=pieces, reason=reason, by=person, at=clock.now())

        removal = removal_of(row, parts, pieces)
        self.remove(removal, act, by=person, named=str(report), asks=not options["no_input"])
