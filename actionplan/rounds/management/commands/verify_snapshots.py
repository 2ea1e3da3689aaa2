"""Compares every snapshot with its hashes: one line a snapshot, its faults below it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.reporting.models import Snapshot
from actionplan.rounds.verifying import verify


class Command(BaseCommand):
    help = (
        "Verifies the snapshots of closed rounds: the hash of each round, item and text. One line a snapshot; ends with 1 "
        "when something is not as it was frozen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", metavar="CODE", help="the snapshots of this plan only")
        parser.add_argument(
            "--round", metavar="CODE", help="the snapshots of this round only, such as 2022-12"
        )

    def handle(self, *, plan: str | None, round: str | None, **options: Any) -> None:
        snapshots = Snapshot.objects.select_related("closing__round__plan").in_order()
        if plan:
            snapshots = snapshots.filter(closing__round__plan__code=plan)
        if round:
            snapshots = snapshots.filter(closing__round__code=round)
        if (plan or round) and not snapshots:
            raise CommandError("There is no such snapshot.")
        wrong = sum(self.verified(snapshot) for snapshot in snapshots)
        if wrong:
            raise CommandError(
                f"{wrong} of {len(snapshots)} snapshots are not as they were frozen.", returncode=1
            )
        self.stdout.write(f"{len(snapshots)} verified.")

    def verified(self, snapshot: Snapshot) -> bool:
        """Writes the line of a snapshot; True when it has faults."""
        closing, round = snapshot.closing, snapshot.closing.round
        faults = verify(snapshot)
        verdict = f"{len(faults)} FAULTS" if faults else "as frozen"
        self.stdout.write(
            f"{round.plan.code} {round.code} closing {closing.number} {snapshot.sha256} {verdict}"
        )
        for fault in faults:
            self.stdout.write(f"  {fault}")
        return bool(faults)
