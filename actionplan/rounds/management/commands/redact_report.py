"""Removes the texts of a report by law, wherever they are kept, after showing where that is."""

from collections import Counter
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from actionplan.reporting.models import ProgressReport
from actionplan.rounds.redact_command import RedactCommand
from actionplan.rounds.redacting import OF_A_REPORT, PARTS, ReportPlaces, places_of, redact


class Command(RedactCommand):
    help = (
        "Removes the texts of a report by law: in the report, in what copied them, in the trail and in every snapshot. "
        "Shows first where they are kept, never what they say, and asks. Facts and hashes stay; it cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("report", type=int, help="the report's number, as in the address of its page")
        super().add_arguments(parser)
        parser.add_argument(
            "--part",
            action="append",
            choices=PARTS,
            metavar="PART",
            help=f"only this part; may be given more than once: {', '.join(PARTS)}",
        )

    def handle(self, *, report: int, by: str, reason: str, part: list[str] | None, **options: Any) -> None:
        row = ProgressReport.objects.select_related("action", "organisation").filter(pk=report).first()
        if row is None:
            raise CommandError(f"There is no report {report}.")
        person = self.person(by)
        parts = part or OF_A_REPORT
        self.show(places_of(row, parts))

        def act() -> None:
            redact(report=row, parts=parts, reason=reason, by=person, at=timezone.now())

        self.remove(act, by=person, named=str(report), texts="these texts", asks=not options["no_input"])
        self.stdout.write("Removed. Backups and files that somebody downloaded before still hold the texts.")

    def show(self, places: ReportPlaces) -> None:
        """Where the texts are kept, a line each."""
        self.stdout.write(f"Report {places.report.pk}: {places.report}")
        sources = Counter(row.report_id for row in places.rows)
        for pk in sorted(places.reports):
            names = [*places.fields.get(pk, []), *([f"{sources[pk]} sources"] if sources[pk] else [])]
            self.stdout.write(
                f"  {'report' if pk == places.report.pk else 'copied in report'} {pk}: {', '.join(names)}"
            )
        others: list[tuple[str, list[Any]]] = [
            ("question", places.questions),
            ("answer", places.answers),
            ("minister’s answer", places.minister_answers),
            ("event in the trail", places.events),
        ]
        for label, rows in others:
            for row in rows:
                self.stdout.write(f"  {label} {row.pk}")
        self.show_snapshots(places.snapshot_texts)
        if places.is_empty:
            self.stdout.write("  nothing")
