"""Removes a text of the Platform by law, wherever it is kept, after showing where that is."""

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.reporting.models import Round, Snapshot
from actionplan.rounds.redacting import TextPlaces, redact_platform_text, text_places_of


class Command(BaseCommand):
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
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the administrator who does it")
        parser.add_argument("--reason", required=True, help="the law or the decision; it stands in the trail")
        parser.add_argument(
            "--text-version",
            action="append",
            type=int,
            metavar="N",
            help="only this version; may be given more than once",
        )
        parser.add_argument("--no-input", action="store_true", help="do not ask")

    def handle(self, *, plan: str, round: str, text: str, by: str, reason: str, **options: Any) -> None:
        row = Round.objects.filter(plan__code=plan, code=round).first()
        if row is None:
            raise CommandError(f"There is no round {round} of a plan {plan}.")
        person = User.objects.filter(username=by).first()
        if person is None:
            raise CommandError(f"There is no user {by}.")
        versions = options["text_version"]
        self.stdout.write(f"{text} of round {round}, plan {plan}")
        self.show(text_places_of(row, text, versions))
        if not options["no_input"] and input(f"Type {text} to remove this text: ").strip() != text:
            raise CommandError("Nothing was removed.")
        said = {"reason": reason, "by": person, "at": timezone.now(), "versions": versions}
        try:
            redact_platform_text(round=row, name=text, **said)
        except PermissionDenied:
            raise CommandError(f"{by} is not an administrator. Nothing was removed.") from None
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was removed.") from None
        self.stdout.write("Removed. Backups and files that somebody downloaded before still hold the text.")

    def show(self, places: TextPlaces) -> None:
        """Where the text is kept, a line each."""
        for row in places.versions:
            self.stdout.write(f"  version {row.version}")
        for row in places.copies:
            self.stdout.write(f"  taken over in round {row.round.code}, version {row.version}")
        for event in places.events:
            self.stdout.write(f"  event in the trail {event.pk}")
        counts = Counter(text.snapshot_id for text in places.snapshot_texts)
        for snapshot in Snapshot.objects.select_related("closing__round").filter(pk__in=counts).in_order():
            closing = snapshot.closing
            self.stdout.write(
                f"  snapshot of {closing.round.code}, closing {closing.number}: {counts[snapshot.pk]} texts"
            )
        if places.is_empty:
            self.stdout.write("  nothing")
