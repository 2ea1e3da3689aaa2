"""Why actions need attention a second way: for each every reason with how long or how much, by the words of the rules."""

from collections import Counter
from decimal import Decimal

from actionplan.base.days import BRUSSELS

from . import milestones, spending
from .exported import Row
from .money import Line
from .plain import Plain, Stand, When, instant

GRAVEST_FIRST = ["off_track", "overdue", "late_start", "milestone_missed", "overspent", "underspent"]
GRAVEST_FIRST += ["never", "needs_attention", "stale"]
RANKS = {"": 0, "on_track": 1, "needs_attention": 2, "off_track": 3}
Reasons = dict[str, Decimal]
"""Gravest first, each with its days or euro; nothing of what is only said."""


def reasons(
    plain: Plain, stands: list[Stand], when: When, lines: list[Line], spent: list[Row]
) -> dict[int, Reasons]:
    """By action."""
    out = spending.out_of_step(lines, spent, when.reckoned_on, stands)
    actions = {line.key: line.action for line in lines}
    over: dict[int, Decimal] = {}
    under: dict[int, Decimal] = {}
    for into, found in [(over, out.over), (under, out.under)]:
        for key, (paid, planned) in found.items():
            into[actions[key]] = into.get(actions[key], Decimal(0)) + abs(paid - planned)
    missed: dict[str, int] = {}
    for one in milestones.each(plain, stands, when):
        if one.outcome == "missed":
            missed[one.code] = max(missed.get(one.code, 0), one.days_late)
    return {
        stand.key: _of(stand, when, missed.get(stand.code), over.get(stand.key), under.get(stand.key))
        for stand in stands
    }


def _of(stand: Stand, when: When, missed: int | None, over: Decimal | None, under: Decimal | None) -> Reasons:
    on, said = when.reckoned_on, (stand.confidence, stand.verdict)
    done = stand.status in ("completed", "stopped")
    handed_in = instant(stand.word["submitted_at"]).astimezone(BRUSSELS) if stand.word else None
    extents = {
        "off_track": 0 if "off_track" in said and not done else None,
        "overdue": (on - stand.ends).days if stand.ends and stand.schedule == "overdue" else None,
        "late_start": (
            (on - stand.starts).days if stand.starts and stand.schedule == "should_have_started" else None
        ),
        "milestone_missed": None if done else missed,
        "overspent": over,
        "underspent": under,
        "never": (
            (on - stand.missing_since).days if stand.freshness == "never" and stand.missing_since else None
        ),
        "needs_attention": 0 if "needs_attention" in said and not done else None,
        "stale": (on - handed_in.date()).days if handed_in and stand.freshness == "stale" else None,
    }
    return {name: Decimal(extents[name]) for name in GRAVEST_FIRST if extents[name] is not None}


def gravest(found: Reasons) -> str:
    return next(iter(found))


def counts(found: dict[int, Reasons]) -> Counter[str]:
    """Each action once."""
    return Counter(gravest(of_action) for of_action in found.values() if of_action)


def worst_first(stands: list[Stand], found: dict[int, Reasons]) -> list[int]:
    """Those with a reason: by the gravest one, within it the longest or largest first, then in the plan's order."""
    named = [stand for stand in stands if found[stand.key]]

    def place(stand: Stand) -> tuple[int, Decimal, int]:
        first = gravest(found[stand.key])
        return GRAVEST_FIRST.index(first), -found[stand.key][first], stand.order

    return [stand.key for stand in sorted(named, key=place)]


def worst_verdict(stands: list[Stand]) -> str:
    """The worst verdict on any of these that are not done."""
    going = [stand.verdict for stand in stands if stand.status not in ("completed", "stopped")]
    return max(going, key=RANKS.__getitem__, default="")
