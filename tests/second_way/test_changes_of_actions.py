"""What changed on each action a second way: which fields, what they were and what they are, who came and who went."""

from collections import Counter
from operator import attrgetter
from typing import Any

import pytest

from actionplan.pages.changes.read import changes_of
from actionplan.picture.difference import FieldChange, TwinText
from actionplan.picture.picture import LinePicture, MilestonePicture, PhasePicture, ToldMilestone
from actionplan.picture.words import WrittenText
from tests.second_way import changes
from tests.second_way.differences import Difference, Facts, differences, facts
from tests.second_way.plain import Plain, When, in_force
from tests.second_way.test_changes import BETWEEN, between, on_both_bases
from tests.second_way.two_ways import Told, when_of

pytestmark = pytest.mark.django_db


def the_changes_agree(plain: Plain, before: str, after: str, basis: str) -> None:
    compared = between(before, after, basis)
    told = changes_of(compared.sides, compared.differences)
    found = {pair.last.pk: one for pair, one in zip(compared.differences, told, strict=True)}
    then, now = when_of(before, basis), when_of(after, basis)
    for pair in changes.pairs(plain, then, now):
        expected = differences(side(plain, pair.key, then), side(plain, pair.key, now))
        assert Counter(map(plainly, found.pop(pair.key))) == expected, pair.key
    assert not found


def side(plain: Plain, key: int, when: When) -> Facts | None:
    """A side has nothing of an action that was not in the plan then."""
    action = plain.by_key["actions.action"][key]
    return facts(plain, key, when) if in_force(action, when.plan_day) else None


def plainly(change: FieldChange) -> Difference:
    return (change.field, about(change), value(change.before), value(change.after))


def about(change: FieldChange) -> str:
    if isinstance(change.about, TwinText):
        return f"{change.about.text} {change.period or ''}".strip()
    if change.field in ("planned", "committed", "paid", "forecast") and change.about is None:
        return "total"
    return "" if change.about is None else str(change.about)


def value(value: Any) -> Any:
    match value:
        case TwinText() | WrittenText():
            return value.text or None
        case ToldMilestone():
            return attrgetter("state", "achieved_on", "number")(value)
        case MilestonePicture():
            return value.title
        case LinePicture():
            return attrgetter("label", "kind", "amount", "per_year")(value)
        case PhasePicture():
            days = ["start", "start_precision", "end", "end_precision"]
            return attrgetter("label", "label_nl", *days, "continuous")(value)
    return None if value == "" else value


@on_both_bases
def test_what_changed_on_each_action(told_plan: Told, basis: str) -> None:
    for before, after in BETWEEN[told_plan.name]:
        the_changes_agree(told_plan.plain, before, after, basis)
