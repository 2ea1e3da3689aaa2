"""Checks the snapshot of every closing against its hashes and the trail: one line per closing, with its faults below."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.reporting.models import Closing, Round
from actionplan.rounds.verifying import faults_of_closing, verify


class Command(BaseCommand):
    help = (
        "Verifies the snapshots of closed rounds: that each closing has one with the hash that its event in the trail tells, the hash of each round, item and text, and that a sealed event tells of each text that was removed by law. Run verify_trail too: it says whether those events are what was sealed. "
        "One line a closing; ends with 1 when something is not as it was frozen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", metavar="CODE", help="the snapshots of this plan only")
        parser.add_argument(
            "--round", metavar="CODE", help="the snapshots of this round only, such as 2022-12"
        )

    def handle(self, *, plan: str | None, round: str | None, **options: Any) -> None:
        rounds = Round.objects.select_related("plan").order_by("plan__code", "about", "pk")
        if plan:
            rounds = rounds.filter(plan__code=plan)
        if round:
            rounds = rounds.filter(code=round)
        closings = list(
            Closing.objects.filter(round__in=rounds)
            .select_related("snapshot", "round__plan")
            .order_by("round__plan__code", "round__about", "round", "number")
        )
        standing = Closing.objects.filter(reopened_at=None)
        without = rounds.closed().exclude(closings__in=standing)
        if (plan or round) and not (closings or without):
            raise CommandError("There is no such snapshot.")
        wrong = sum(self.verified(closing) for closing in closings)
        for unfrozen in without:
            self.stdout.write(f"{unfrozen.plan.code} {unfrozen.code} NO CLOSING, though the round is closed")
            wrong += 1
        total = len(closings) + len(without)
        if wrong:
            raise CommandError(f"{wrong} of {total} snapshots are not as they were frozen.", returncode=1)
        self.stdout.write(f"{total} verified.")

    def verified(self, closing: Closing) -> bool:
        """Write the line of a closing; returns True if its snapshot has faults or is missing."""
        name = f"{closing.round.plan.code} {closing.round.code} closing {closing.number}"
        snapshot = getattr(closing, "snapshot", None)
        if snapshot is None:
            self.stdout.write(f"{name} NO SNAPSHOT")
            return True
        faults = [*faults_of_closing(closing), *verify(snapshot)]
        verdict = f"{len(faults)} FAULTS" if faults else "as frozen"
        self.stdout.write(f"{name} {snapshot.sha256} {verdict}")
        for fault in faults:
            self.stdout.write(f"  {fault}")
        return bool(faults)
