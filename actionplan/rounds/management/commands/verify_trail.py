"""Checks the trail against its seals, its chains against heads, and what is kept of plans against the trail: one line per
chain, below it what was compared and what was not, and its faults.
"""

import re
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.audit.models import Event, Revision, Seal
from actionplan.audit.sealing import head_of
from actionplan.audit.verifying import fault_of_head, faults_of_chain
from actionplan.reporting.models import Snapshot
from actionplan.rounds.comparison import NEVER_COMPARED, Comparison
from actionplan.rounds.verifying import frozen_head
from actionplan.rounds.verifying_contents import compare_contents
from objectives.models import Plan

HEAD = re.compile(r"\d{1,18}:[0-9a-f]{64}")


class Command(BaseCommand):
    help = (
        "Verifies the trail: each event against its seal, each seal against the one before, the heads that closings "
        "froze, and what the trail knows of reports, amendments, the actions of the plan, rounds and what they ask. Against who owns the database only heads that were kept elsewhere prove anything: give one with --head. "
        "One line a chain, with what was compared and what was not; ends with 1 on a fault."
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
            kept, faults = _compare_frozen_heads(chain)
            faults += [fault_of_head(chain, one) for one in head if plan]
            self.tell_heads(kept + len(head if plan else []))
            faults += faults_of_chain(chain)
            if chain in plans:
                result = compare_contents(chain)
                faults += result.faults
                self.tell_compared(result)
            faulty += self.tell(faults)
        if not plan:
            faulty += self.tell([_fault_in_all(chains, one) for one in head])
        if faulty:
            raise CommandError("The trail is not as it was sealed.", returncode=1)
        self.stdout.write(f"Compared with nothing: {NEVER_COMPARED}.")
        self.stdout.write(f"{len(chains)} verified.")

    def tell_heads(self, kept: int) -> None:
        """With how many heads of the past the chain was compared."""
        none = "none: that its end, or all of it, was cut off or written anew would not be seen"
        self.stdout.write(f"  compared with kept heads: {kept or none}")

    def tell_compared(self, result: Comparison) -> None:
        for name, counts in [("compared", result.compared), ("not compared", result.not_compared)]:
            if counts:
                words = ", ".join(f"{count} {kind}" for kind, count in counts.items())
                self.stdout.write(f"  {name}: {words}")

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


def _compare_frozen_heads(chain: int) -> tuple[int, list[str]]:
    """How many heads closings froze of the chain, and what it says against them. Closings of every plan freeze the portal's."""
    snapshots = Snapshot.objects.select_related("closing__round__plan").order_by("closing")
    if chain:
        snapshots = snapshots.filter(closing__round__plan=chain)
    count, faults = 0, []
    for snapshot in snapshots:
        round = snapshot.closing.round
        name = f"closing {snapshot.closing.number} of {round.code}"
        if not chain:
            name = f"{name} of {round.plan.code}"
        try:
            head = frozen_head(snapshot, of_portal=not chain)
            fault = fault_of_head(chain, head) if head else ""
            count += bool(head)
        except (AttributeError, ObjectDoesNotExist, TypeError, ValueError):
            fault = "its head cannot be read; see verify_snapshots"
        if fault:
            faults.append(f"{name}: {fault}")
    return count, faults


def _fault_in_all(chains: dict[int, str], head: str) -> str:
    if any(not fault_of_head(chain, head) for chain in chains):
        return ""
    return f"head {head} is in no chain: an end was cut off, or a chain written anew"
