"""No number that is worked out a second way is zero everywhere: what the demo story has nothing of, the amended plan has."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest

from tests.second_way import attention, changes, milestones, review, slips, spending
from tests.second_way.differences import differences, facts
from tests.second_way.money import Line
from tests.second_way.plain import Plain
from tests.second_way.quality import POINTS, Quality
from tests.second_way.test_changes import BETWEEN
from tests.second_way.two_ways import (
    DAYS,
    ROUNDS,
    Told,
    TwoWays,
    of_the_amended_plan,
    of_the_story,
    when_of,
)

pytestmark = pytest.mark.django_db
NOT_IN_THE_STORY = {
    *(f"changed: {kind}" for kind in ["added", "withdrawn", "renamed"]),
    *(f"changed: {kind}" for kind in ["stopped", "reopened", "resumed", "undone"]),
    *(f"field: {name}" for name in ["added", "withdrawn", "merged", "title", "phase"]),
    *(f"field: {name}" for name in ["milestone_due", "milestone_title", "line", "planned"]),
    *(f"field: {name}" for name in ["minister", "organisation"]),
    *("spread by leads", "stated by the plan", "forecast of amount", "partly unnamed"),
    *("spent without an amount", "spent on a line that ended"),
    *("milestones: dropped", "quality: source left open", "paid only"),
}
EVERYTHING = {
    *(f"attention: {reason}" for reason in attention.GRAVEST_FIRST),
    *(
        "unreviewed",
        "lead and Platform differ",
        "waiting for the Platform",
        "asked with a verdict",
        "taken over from the lead",
        "continuous",
        "without an amount",
        "spread by leads",
        "stated by the plan",
    ),
    *("slipped as adopted", "slipped in force", "slipped otherwise in force", "forecast moved"),
    *("unforeseen", "no end"),
    *(f"milestones: {kind}" for kind in ["on_time", "late", "missed", "open", "dropped"]),
    *(f"milestones: {kind}" for kind in ["undated", "recurring", "due", "soon", "with a number"]),
    *(f"periods {name}" for name in ["due", "told of", "achieved"]),
    *(f"quality: {point} {result}" for point in POINTS for result in ["applies", "left open"]),
    *("overspent", "underspent", "nothing paid", "open", "paid in advance", "shared", "partly unnamed"),
    *("withdrawn", "committed only", "paid only", "years without a word on what was paid"),
    *(f"{measure} of amount" for measure in ["planned", "committed", "paid", "forecast"]),
    *("spent without an amount", "spent on a line that ended"),
    *(f"changed: {kind}" for kind in changes.KINDS),
    *(f"field: {name}" for name in ["added", "withdrawn", "merged", "title", "phase", "line", "status"]),
    *(f"field: {name}" for name in ["runs_until", "on_hold_since", "outcome", "confidence", "verdict"]),
    *(f"field: {name}" for name in ["actual_start", "actual_end", "forecast_end", "slip_adopted"]),
    *(f"field: {name}" for name in ["slip_in_force", "milestone", "milestone_title", "milestone_due"]),
    *(f"field: {name}" for name in ["milestone_state", "planned", "committed", "paid", "lead", "minister"]),
    *(f"field: {name}" for name in ["organisation", "done", "next_steps", "obstacles"]),
}


def told(two: TwoWays) -> Iterator[str]:
    """The names of what there is at the moment."""
    reasons = attention.reasons(two.plain, two.stands, two.when, two.lines, two.spent)
    for stand in two.stands:
        yield from (f"attention: {reason}" for reason in reasons[stand.key])
        slip = slips.slip(two.plain, stand, two.when)
        yield from _named(
            {
                "unreviewed": stand.awaits_review,
                "lead and Platform differ": stand.assessed_otherwise,
                "waiting for the Platform": stand.freshness == "waiting",
                "asked with a verdict": bool(review.asked(two.plain, stand.key, two.when)),
                "taken over from the lead": review.taken_over(stand),
                "continuous": stand.is_continuous,
                "no end": stand.ends is None,
                "unforeseen": slips.is_unforeseen(stand, two.when.reckoned_on),
                "slipped as adopted": (slip.adopted or 0) > 0,
                "slipped in force": (slip.in_force or 0) > 0,
                "slipped otherwise in force": slip.in_force != slip.adopted,
                "forecast moved": slip.moved,
            }
        )
    for one in milestones.each(two.plain, two.stands, two.when):
        yield f"milestones: {one.outcome}"
        yield from _named(
            {
                "milestones: due": one.is_due,
                "milestones: soon": one.is_soon,
                "milestones: with a number": one.number,
                **dict(zip(PERIODS, one.periods or (0, 0, 0), strict=True)),
            }
        )
    for point, (applies, left) in Quality(two.plain, two.when).counts(two.stands).items():
        yield from _named({f"quality: {point} applies": applies, f"quality: {point} left open": left})


PERIODS = ["periods due", "periods told of", "periods achieved"]


def _named(found: dict[str, object]) -> Iterator[str]:
    return (name for name, value in found.items() if value)


def told_of_money(two: TwoWays) -> Iterator[str]:
    cells = two.cells
    kinds = spending.by_kind(two.lines, cells, None)
    yield from (f"{measure} of amount" for measure in kinds.get("amount", {}))
    out_of_step = spending.out_of_step(two.lines, two.spent, two.when.reckoned_on, two.stands)
    open_ = [amount for of in spending.open_commitments(two.spent).values() for amount in of.values()]
    shared: list[Line] = spending.shared(two.lines)
    yield from _named(
        {
            "without an amount": any(line.amount is None for line in two.lines),
            "spread by leads": any(line.by_lead for line in two.lines),
            "stated by the plan": any(line.stated for line in two.lines),
            "overspent": out_of_step.over,
            "underspent": out_of_step.under,
            "nothing paid": out_of_step.unknown,
            "years without a word on what was paid": any(out_of_step.silent.values()),
            "open": any(amount > 0 for amount in open_),
            "paid in advance": any(amount < 0 for amount in open_),
            "withdrawn": any(row["withdrawn"] for row in two.spent),
            "committed only": spending.said_alone(two.spent, "committed", "paid"),
            "paid only": spending.said_alone(two.spent, "paid", "committed"),
            "shared": shared,
            "partly unnamed": any(len(spending.payers(line)) > len(line.funding) for line in shared),
            "spent without an amount": set(kinds) - {"amount", "ended"},
            "spent on a line that ended": "ended" in kinds,
        }
    )


def changed(plain: Plain, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for before, after in pairs:
        then, now = when_of(before, "reported"), when_of(after, "reported")
        for pair in changes.pairs(plain, then, now):
            yield from (f"changed: {name}" for name, holds in changes.KINDS.items() if holds(pair))
            found = differences(facts(plain, pair.key, then), facts(plain, pair.key, now))
            yield from (f"field: {field}" for field, _about, _before, _after in found)


def everything(plan: Told, pairs: Iterable[tuple[str, str]]) -> set[str]:
    found = set(changed(plan.plain, pairs))
    for two in plan.at_every_moment:
        found |= {*told(two), *told_of_money(two)}
    return found


@of_the_story
def test_the_story_has_something_of_all_but_what_an_amendment_brings(told_plan: Told) -> None:
    pairs = [*pairwise(ROUNDS), (DAYS[0], DAYS[-1])]
    assert EVERYTHING - everything(told_plan, pairs) == NOT_IN_THE_STORY


@of_the_amended_plan
def test_the_amended_plan_has_what_the_story_has_nothing_of(told_plan: Told) -> None:
    assert NOT_IN_THE_STORY - everything(told_plan, BETWEEN["amended"]) == set()
