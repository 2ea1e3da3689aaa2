"""What changed between two days and between two rounds a second way: the counts on top, how statuses moved, and each action:
which fields, what they were and what they are, who came and who went.
"""

from collections import Counter
from itertools import pairwise
from operator import attrgetter
from typing import Any

import pytest

from actionplan.pages.changes.read import (
    Comparison,
    changes_of,
    comparison_of,
    counts_of,
    moves_of,
    spoken_of,
)
from actionplan.picture.difference import FieldChange, TwinText
from actionplan.picture.indicators import IndicatorPicture
from actionplan.picture.picture import LinePicture, MilestonePicture, PhasePicture, ReportedMilestonePicture
from actionplan.picture.words import WrittenText
from objectives.models import Plan
from tests.second_way import changes
from tests.second_way.differences import Difference, Facts, differences, facts
from tests.second_way.plain import Plain, When, in_force
from tests.second_way.two_ways import BASES, DAYS, PLAN, ROUNDS, Told, asked, when_of

pytestmark = pytest.mark.django_db
AMENDED_MOMENTS = [
    *["2022-01-10", "2021-12", "2022-06", "2022-07-31", "2022-08-31", "2022-09-01", "2022-10-15"],
    *["2022-12", "2023-01-31", "2023-06-30"],
]
"""As they follow one another: rounds close twenty days after what they are about."""
BETWEEN = {
    "story": [
        *pairwise(ROUNDS),
        ("2021-10-31", "2022-06"),
        ("2022-12-06", "2023-01-20"),
        (DAYS[0], DAYS[-1]),
    ],
    "amended": [
        *pairwise(AMENDED_MOMENTS),
        *[("2022-06", "2022-12"), ("2021-12", "2022-12"), ("2021-12", "2022-10-15")],
        *[("2022-08-31", "2022-12"), ("2022-06", "2023-01-31"), (AMENDED_MOMENTS[0], AMENDED_MOMENTS[-1])],
    ],
}


def between(before: str, after: str, basis: str, **more: str) -> Comparison:
    request: Any = asked(**{"from": before, "to": after, "basis": basis, **more})
    compared = comparison_of(request, Plan.objects.get(code=PLAN))
    sides = compared.sides
    assert (sides.before.value, sides.after.value, compared.choices.basis) == (before, after, basis)
    return compared


def the_counts_agree(compared: Comparison, found: list[changes.Pair]) -> None:
    counts = {name: sum(map(holds, found)) for name, holds in changes.KINDS.items()}
    assert {one["name"]: one["count"] for one in counts_of(compared)} == {
        name: count for name, count in counts.items() if count
    }
    codes = [(pair.after or pair.before).code for pair in found]
    assert [pair.last.code for pair in compared.differences] == codes
    moved(moves_of(compared), changes.moves(found))


def moved(page: list[dict[str, Any]], expected: Counter[tuple[str, str]]) -> None:
    found = {one["url"].split("moved=")[1]: one["count"] for one in page}
    assert found == {f"{was}.{now}": count for (was, now), count in expected.items() if was != now}


def the_changes_agree(
    plain: Plain, compared: Comparison, pairs: list[changes.Pair], then: When, now: When
) -> None:
    told = changes_of(compared.differences, spoken_of(compared.sides, compared.differences))
    found = {pair.last.pk: one for pair, one in zip(compared.differences, told, strict=True)}
    for pair in pairs:
        expected = differences(side(plain, pair.key, then), side(plain, pair.key, now))
        assert Counter(map(plainly, found.pop(pair.key))) == expected, pair.key
    assert not found


def side(plain: Plain, key: int, when: When) -> Facts | None:
    """A side has nothing of an action that was not in the plan then."""
    action = plain.by_key["actions.action"][key]
    return facts(plain, key, when) if in_force(action, when.plan_day) else None


def plainly(change: FieldChange) -> Difference:
    before, after = (value(side, change.field) for side in (change.before, change.after))
    return (change.field, about(change), before, after)


def about(change: FieldChange) -> str:
    if isinstance(change.about, TwinText):
        return f"{change.about.text} {change.period or ''}".strip()
    if change.field in ("planned", "committed", "paid", "forecast") and change.about is None:
        return "total"
    return "" if change.about is None else str(change.about)


def value(value: Any, field: str) -> Any:
    match value:
        case TwinText() | WrittenText():
            return value.text or None
        case ReportedMilestonePicture():
            return attrgetter("state", "achieved_on", "number", "expected_on")(value)
        case MilestonePicture():
            return value.title
        case IndicatorPicture():
            aims = tuple((target.year, target.value) for target in value.targets)
            latest = value.latest and (value.latest.value, value.latest.day, str(value.state))
            return latest if field == "measured" else aims
        case LinePicture():
            return attrgetter("label", "kind", "amount", "per_year")(value)
        case PhasePicture():
            days = ["start", "start_precision", "end", "end_precision"]
            return attrgetter("label", "label_nl", *days, "continuous")(value)
    return None if value == "" else value


def test_what_changed(told_plan: Told) -> None:
    for basis in BASES:
        for before, after in BETWEEN[told_plan.name]:
            compared, then, now = between(before, after, basis), when_of(before, basis), when_of(after, basis)
            pairs = changes.pairs(told_plan.plain, then, now)
            the_counts_agree(compared, pairs)
            the_changes_agree(told_plan.plain, compared, pairs, then, now)
