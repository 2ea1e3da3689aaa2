"""Points of attention a second way: for each action every reason, by the words of the rules, and where too much was paid."""

from collections import Counter
from decimal import Decimal

from .exported import Row
from .money import Line
from .plain import Stand

WORST_FIRST = ["off_track", "overdue", "late_start", "overspent", "voices_differ", "stale", "never"]
RANKS = {"": 0, "on_track": 1, "needs_attention": 2, "off_track": 3}


def overspent(lines: list[Line], spent: list[Row]) -> dict[int, tuple[Decimal, Decimal]]:
    """By line: planned and paid, over all organisations and years, where more was paid; lines with an amount only."""
    found = {}
    for line in lines:
        paid = [Decimal(row["paid"]) for row in spent if row["line"] == line.key and row["paid"] is not None]
        planned = sum(line.planned.values(), Decimal(0))
        if line.amount is not None and sum(paid) > planned:
            found[line.key] = (planned, sum(paid, Decimal(0)))
    return found


def reasons(stand: Stand, overspent_actions: set[int]) -> list[str]:
    """Worst first."""
    holds = {
        "off_track": "off_track" in (stand.confidence, stand.verdict),
        "overdue": stand.schedule == "overdue",
        "late_start": stand.schedule == "should_have_started",
        "overspent": stand.key in overspent_actions,
        "voices_differ": stand.voices_differ,
        "stale": stand.freshness == "stale",
        "never": stand.freshness == "never",
    }
    return [name for name in WORST_FIRST if holds[name]]


def counts(found: dict[int, list[str]]) -> Counter[str]:
    return Counter(reason for of_action in found.values() for reason in of_action)


def worst_first(stands: list[Stand], found: dict[int, list[str]]) -> list[int]:
    """Those with a reason: by the worst one, then by how many there are, then in the plan's order."""
    named = [stand for stand in stands if found[stand.key]]

    def place(stand: Stand) -> tuple[int, int, int]:
        of_action = found[stand.key]
        return WORST_FIRST.index(of_action[0]), -len(of_action), stand.order

    return [stand.key for stand in sorted(named, key=place)]


def worst_verdict(stands: list[Stand]) -> tuple[str, bool]:
    """The worst verdict on any of these, and whether it was given on continuous actions alone."""
    worst = max((stand.verdict for stand in stands), key=RANKS.__getitem__)
    return worst, all(stand.is_continuous for stand in stands if stand.verdict == worst)
