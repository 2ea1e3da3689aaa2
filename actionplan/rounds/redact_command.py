"""What the commands share that remove texts by law: they show where the texts are kept, ask, and remove them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.reporting.models import Snapshot, SnapshotText


class RedactCommand(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the administrator who does it")
        parser.add_argument("--reason", required=True, help="the law or the decision; it stands in the trail")
        parser.add_argument("--no-input", action="store_true", help="do not ask")

    def person(self, username: str) -> User:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is no user {username}.")
        return person

    def show_snapshots(self, texts: Iterable[SnapshotText]) -> None:
        """How many of the texts each snapshot holds, a line each."""
        counts = Counter(text.snapshot_id for text in texts)
        for snapshot in Snapshot.objects.select_related("closing__round").filter(pk__in=counts).in_order():
            closing = snapshot.closing
            self.stdout.write(
                f"  snapshot of {closing.round.code}, closing {closing.number}: {counts[snapshot.pk]} texts"
            )

    def remove(self, act: Callable[[], object], *, by: User, named: str, texts: str, asks: bool) -> None:
        """Carry the act out, after `named` was typed where the command asks; `texts` is "this text" or "these texts"."""
        if asks and input(f"Type {named} to remove {texts}: ").strip() != named:
            raise CommandError("Nothing was removed.")
        try:
            act()
        except PermissionDenied:
            raise CommandError(f"{by.username} is not an administrator. Nothing was removed.") from None
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was removed.") from None
