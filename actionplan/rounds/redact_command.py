"""The base of the commands that remove texts by law: show where the texts are, ask, remove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.reporting.models import Snapshot
from actionplan.rounds.redacting import Removal


class RedactCommand(BaseCommand):
    texts: str
    """ "the text" or "the texts"."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the administrator who does it")
        parser.add_argument("--reason", required=True, help="the law or the decision; it stands in the trail")
        parser.add_argument("--no-input", action="store_true", help="do not ask")

    def person(self, username: str) -> User:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is no user {username}.")
        return person

    def remove(
        self, removal: Removal, act: Callable[[], object], *, by: User, named: str, asks: bool
    ) -> None:
        """Show where the texts are, and run `act`; with `asks`, only after `named` was typed."""
        self._show(removal)
        if asks and input(f"Type {named} to remove {self.texts}: ").strip() != named:
            raise CommandError("Nothing was removed.")
        try:
            act()
        except PermissionDenied:
            raise CommandError(f"{by.username} is not an administrator. Nothing was removed.") from None
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was removed.") from None
        self.stdout.write(
            f"Removed. Backups and files that somebody downloaded before still hold {self.texts}."
        )

    def _show(self, removal: Removal) -> None:
        """Show where the texts are stored, a line each."""
        for place in removal.places:
            if place.name:
                self.stdout.write(f"  {place.name}")
        for event in removal.events:
            self.stdout.write(f"  event in the trail {event.pk}")
        counts = Counter(text.snapshot_id for text in removal.snapshot_texts)
        for snapshot in Snapshot.objects.select_related("closing__round").filter(pk__in=counts).in_order():
            closing = snapshot.closing
            self.stdout.write(
                f"  snapshot of {closing.round.code}, closing {closing.number}: {counts[snapshot.pk]} texts"
            )
        for document in removal.files:
            self.stdout.write(f"  file of a document that was sent, {document.pk}: {document.file_name}")
        if removal.is_empty:
            self.stdout.write("  nothing")
