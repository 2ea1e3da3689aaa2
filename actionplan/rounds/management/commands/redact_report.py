"""Removes the texts of a report by law, wherever they are kept, after showing where that is."""

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.reporting.models import ProgressReport, Snapshot
from actionplan.rounds.redacting import OF_A_REPORT, PARTS, Places, places_of, redact


class Command(BaseCommand):
    help = (
        "Removes the texts of a report by law: in the report, in what copied them, in the trail and in every snapshot. "
        "Shows first where they are kept, never what they say, and asks. Facts and hashes stay; it cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("report", type=int, help="the report's number, as in the address of its page")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the administrator who does it")
        parser.add_argument("--reason", required=True, help="the law or the decision; it stands in the trail")
        parser.add_argument(
            "--part",
            action="append",
            choices=PARTS,
            metavar="PART",
            help=f"only this part; may be given more than once: {', '.join(PARTS)}",
        )
        parser.add_argument("--no-input", action="store_true", help="do not ask")

    def handle(self, *, report: int, by: str, reason: str, part: list[str] | None, **options: Any) -> None:
        row = ProgressReport.objects.select_related("action", "organisation").filter(pk=report).first()
        if row is None:
            raise CommandError(f"There is no report {report}.")
        person = User.objects.filter(username=by).first()
        if person is None:
            raise CommandError(f"There is no user {by}.")
        parts = part or OF_A_REPORT
        self.show(places_of(row, parts))
        if not options["no_input"] and input(f"Type {report} to remove these texts: ").strip() != str(report):
            raise CommandError("Nothing was removed.")
        try:
            redact(report=row, parts=parts, reason=reason, by=person, at=timezone.now())
        except PermissionDenied:
            raise CommandError(f"{by} is not an administrator. Nothing was removed.") from None
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was removed.") from None
        self.stdout.write("Removed. Backups and files that somebody downloaded before still hold the texts.")

    def show(self, places: Places) -> None:
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
        counts = Counter(text.snapshot_id for text in places.snapshot_texts)
        for snapshot in Snapshot.objects.select_related("closing__round").filter(pk__in=counts).in_order():
            closing = snapshot.closing
            self.stdout.write(
                f"  snapshot of {closing.round.code}, closing {closing.number}: {counts[snapshot.pk]} texts"
            )
        if places.is_empty:
            self.stdout.write("  nothing")
