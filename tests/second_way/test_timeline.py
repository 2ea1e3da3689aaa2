"""The timeline's numbers a second way: slips against both ends, how often forecasts moved, and the counts on top."""

from collections.abc import Callable
from typing import Any

import pytest

from actionplan.base.sheets import table_rows
from actionplan.pages.timeline.forms import TimelineFilter
from actionplan.pages.timeline.read import TIMELINE_COLUMNS, CountedDays, groups_of, rows_of, summary_of
from tests.second_way import milestones, slips
from tests.second_way.plain import Stand, counted
from tests.second_way.two_ways import Told, TwoWays

pytestmark = pytest.mark.django_db
SLIPS = ["any", "adopted", "in_force", "overdue", "unforeseen"]


def the_counts_on_top_agree(two: TwoWays) -> None:
    stands, on = two.stands, two.when.reckoned_on
    page = summary_of(two.choices, TimelineFilter())
    found = {stand.key: slips.slip(two.plain, stand, two.when) for stand in stands}
    ends = slips.ends_in(stands)
    assert told(page["later"]) == most(stands, lambda one: found[one.key].most)
    assert told(page["after_adopted"]) == most(stands, lambda one: found[one.key].adopted)
    assert told(page["after_in_force"]) == most(stands, lambda one: found[one.key].in_force)
    assert page["is_amended"] == (told(page["after_adopted"]) != told(page["after_in_force"]))
    overdue = [stand for stand in stands if stand.schedule == "overdue"]
    assert told(page["overdue"]) == most(overdue, lambda one: slips.days(on, one.ends))
    assert page["unforeseen"].count == sum(slips.is_unforeseen(stand, on) for stand in stands)
    assert len(two.choices.actions) == len(stands)
    assert (page["ending"], page["endless"]) == (ends[str(on.year)], ends["none"])


def told(counted: CountedDays) -> tuple[int, int, str]:
    return counted.count, counted.days, counted.worst.code if counted.worst else ""


def most(stands: list[Stand], days_of: Callable[[Stand], int | None]) -> tuple[int, int, str]:
    """How many are later, or overdue, by how many days at most, and which action; the first in the plan's order of several."""
    later = [stand for stand in stands if (days_of(stand) or 0) > 0]
    if not later:
        return 0, 0, ""
    days = max(days_of(stand) or 0 for stand in later)
    return len(later), days, next(stand.code for stand in later if days_of(stand) == days)


def the_rows_agree(two: TwoWays) -> None:
    """As the file has them: ends, days later than each, days overdue, how often the forecast moved, milestones due and achieved."""
    heads, *rows = table_rows(
        TIMELINE_COLUMNS, rows_of(two.choices, TimelineFilter().of(two.choices.actions))
    )
    names = ["End as adopted", "End in force"]
    names += ["Days later than the end as adopted", "Days later than the end in force", "Days past end date"]
    names += ["Times the forecast moved", "Milestones due", "Achieved of those due"]
    places = [heads.index(name) for name in ["Code", *names]]
    assert [[row[place] for place in places] for row in rows] == [row_of(two, one) for one in two.stands]


def row_of(two: TwoWays, stand: Stand) -> list[Any]:
    slip = slips.slip(two.plain, stand, two.when)
    ends = [slips.adopted_period(two.plain, stand.key)[1], stand.ends]
    due = milestones.due_and_achieved(two.plain, stand, two.when)
    overdue = slips.days(two.when.reckoned_on, stand.ends) if stand.schedule == "overdue" else None
    return [stand.code, *ends, slip.adopted, slip.in_force, overdue, slip.moved, *due]


def groups(two: TwoWays, chosen: TimelineFilter) -> dict[str, int]:
    actions = chosen.of(two.choices.actions)
    return {
        group.value: group.count
        for group in groups_of(two.choices, chosen, actions, rows_of(two.choices, actions))
    }


def the_groups_agree(two: TwoWays) -> None:
    assert groups(two, TimelineFilter()) == counted(two.stands, "objective")
    assert groups(two, TimelineFilter(by="year")) == slips.ends_in(two.stands)
    for slip in SLIPS:
        found = [action.code for action in TimelineFilter(slip=slip).of(two.choices.actions)]
        assert found == codes_of(two, slip), slip


def codes_of(two: TwoWays, name: str) -> list[str]:
    if name == "unforeseen":
        on = two.when.reckoned_on
        return [stand.code for stand in two.stands if slips.is_unforeseen(stand, on)]
    if name == "overdue":
        return [stand.code for stand in two.stands if stand.schedule == "overdue"]
    name = {"any": "most"}.get(name, name)
    found = {stand.code: slips.slip(two.plain, stand, two.when) for stand in two.stands}
    return [code for code, slip in found.items() if (getattr(slip, name) or 0) > 0]


def test_the_timeline(told_plan: Told) -> None:
    for two in told_plan.at_every_moment:
        the_counts_on_top_agree(two)
        the_rows_agree(two)
        the_groups_agree(two)
