"""What changed on each action a second way: which fields, what they were and what they are, who came and who went."""

from collections import Counter
from typing import Any

import pytest

from actionplan.portal.dashboards.changed.comparing import Change
from actionplan.portal.dashboards.changed.facts import Line, Milestone, Named, Phase, Reported
from tests.second_way import changes
from tests.second_way.differences import Difference, Facts, differences, facts
from tests.second_way.plain import Plain, When, in_force
from tests.test_changes_agree import between_all, between_all_of_the_amended_plan, on_both_bases, page_between
from tests.two_ways import is_round, when_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


def the_changes_agree(plain: Plain, before: str, after: str, basis: str) -> None:
    details = {detail["one"].key: detail["one"] for detail in page_between(before, after, basis)["details"]}
    then, now = when_of(before, basis), when_of(after, basis)
    for pair in changes.pairs(plain, then, now, closed=is_round(before) and is_round(after)):
        was = side(plain, pair.key, before, then)
        expected = differences(was, side(plain, pair.key, after, now))
        found = details.pop(pair.key)
        assert Counter(map(plainly, found.changes)) == expected, found.code
    assert not details


def side(plain: Plain, key: int, text: str, when: When) -> Facts | None:
    """A closed round has nothing of an action that was not in the plan then."""
    action = plain.by_key["actions.action"][key]
    return facts(plain, key, when) if in_force(action, when.plan_day) or not is_round(text) else None


def plainly(change: Change) -> Difference:
    return (change.field, about(change), value(change, change.before), value(change, change.after))


def about(change: Change) -> str:
    if isinstance(change.about, tuple):
        title, period = change.about
        return f"{title.name} {period or ''}".strip()
    if isinstance(change.about, Named):
        return change.about.name
    return "" if change.about is None else str(change.about)


def value(change: Change, value: Any) -> Any:
    match value:
        case Named():
            return value.name or None
        case Reported():
            return tuple(value)
        case Milestone():
            return value.title.name
        case Line():
            return (value.label.name, value.kind, value.amount, value.per_year)
        case Phase(label=label):
            return (label.name, label.name_nl, *value[1:])
    return None if value == "" else value


@on_both_bases
@between_all
def test_what_changed_on_each_action(plain: Plain, before: str, after: str, basis: str) -> None:
    the_changes_agree(plain, before, after, basis)


@on_both_bases
@between_all_of_the_amended_plan
def test_what_changed_on_each_action_of_the_amended_plan(
    plain_amended: Plain, before: str, after: str, basis: str
) -> None:
    the_changes_agree(plain_amended, before, after, basis)
