"""Checks the trail against its seals, its chains against heads, and what was reported and amended against the trail: one line
per chain, with its faults below.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.audit.models import Event, Revision, Seal
from actionplan.audit.sealing import head_of
from actionplan.audit.verifying import fault_of_head, faults_of_chain
from actionplan.reporting.models import Snapshot
from actionplan.rounds.verifying import frozen_head
from actionplan.rounds.verifying_contents import faults_of_contents
from objectives.models import Plan

HEAD = re.compile(r"\d{1,18}:[0-9a-f]{64}")


class Command(BaseCommand):
    help = (
        "Verifies the trail: each event against its seal, each seal against the one before, the heads that closings "
        "froze, and what the trail knows of reports, standings and amendments. Against who owns the database only heads that were kept elsewhere prove anything: give one with --head. "
        "One line a chain; ends with 1 on a fault."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", metavar="CODE", help="the trail of this plan only")
        parser.add_argument(
            "--head",
            metavar="NUMBER:HASH",
            action="append",
            default=[],
            help="a head that was mailed or printed, which must still be in the trail; of the plan, or else of any chain",
        )

    def handle(self, *, plan: str | None, head: list[str], **options: Any) -> None:
        if wrong := [one for one in head if not HEAD.fullmatch(one)]:
            raise CommandError(f"{wrong[0]} is no head: it is a number, a colon and 64 characters.")
        chains = _chains()
        if plan:
            chains = {chain: name for chain, name in chains.items() if name == plan}
            if not chains:
                raise CommandError(f"There is no plan {plan}.")
        plans, faulty = set(Plan.objects.values_list("pk", flat=True)), 0
        for chain, name in chains.items():
            self.stdout.write(f"{name}: {head_of(chain) or 'no event'}")
            faults = [*faults_of_chain(chain), *_faults_of_frozen_heads(chain)]
            if chain in plans:
                faults += faults_of_contents(chain)
            faults += [fault_of_head(chain, one) for one in head if plan]
            faulty += self.tell(faults)
        if not plan:
            faulty += self.tell([_fault_in_all(chains, one) for one in head])
        if faulty:
            raise CommandError("The trail is not as it was sealed.", returncode=1)
        self.stdout.write(f"{len(chains)} verified.")

    def tell(self, faults: list[str]) -> int:
        found = [fault for fault in faults if fault]
        for fault in found:
            self.stdout.write(f"  {fault}")
        return len(found)


def _chains() -> dict[int, str]:
    """Their names, of every plan that is there or was: the portal first."""
    codes = dict(Plan.objects.order_by("pk").values_list("pk", "code"))
    sealed = Seal.objects.order_by("chain").values_list("chain", flat=True).distinct()
    told = Event.objects.order_by("plan").values_list("plan", flat=True).distinct()
    keys = sorted({Revision.PORTAL, *codes, *sealed, *(plan for plan in told if plan)})
    return {key: codes.get(key, f"plan {key}, discarded") if key else "the portal" for key in keys}


def _faults_of_frozen_heads(chain: int) -> Iterator[str]:
    snapshots = Snapshot.objects.filter(closing__round__plan=chain).select_related("closing__round")
    for snapshot in snapshots.order_by("closing"):
        name = f"closing {snapshot.closing.number} of {snapshot.closing.round.code}"
        try:
            head = frozen_head(snapshot)
            fault = fault_of_head(chain, head) if head else ""
        except (ObjectDoesNotExist, ValueError):
            fault = "its head cannot be read; see verify_snapshots"
        if fault:
            yield f"{name}: {fault}"


def _fault_in_all(chains: dict[int, str], head: str) -> str:
    if any(not fault_of_head(chain, head) for chain in chains):
        return ""
    return f"head {head} is in no chain: an end was cut off, or a chain written anew"
