"""What sums lack, a second way: partners that fund a line and reported nothing on it, and figures that were withdrawn."""

import pytest

from actionplan.picture.unknown_figures import unknown_figures
from tests.second_way.two_ways import Told, TwoWays

pytestmark = pytest.mark.django_db
Lacking = tuple[str, int, str, int | None, tuple[str, ...]]


def lacking(two: TwoWays) -> set[Lacking]:
    """Action, place, organisation; of a withdrawn figure the year and the measures too."""
    plain, stands = two.plain, {stand.key: stand for stand in two.stands}
    keys = plain.by_key["organisations.organisation"]
    lines = plain.by_key["budgets.budgetline"]

    def who(row: dict) -> str:
        return keys[plain.report(row["report"])["organisation"]]["key"]

    found: set[Lacking] = set()
    told = set()
    for row in two.spent:
        amounts = ["committed", "paid", "forecast"]
        gone = tuple(name for name in row["withdrawn"].split() if name in amounts)
        place, code = lines[row["line"]]["place"], stands[row["action"]].code
        if gone or any(row[name] is not None for name in amounts):
            told.add((row["line"], who(row)))
        if gone:
            found.add((code, place, who(row), row["year"], gone))
    for line in two.lines:
        years = [line.starts_in] if line.amount is None else line.planned
        begun = min(years, default=9999) <= two.when.reckoned_on.year
        for source, _percent in line.funding:
            lead = stands[line.action].organisation
            part = plain.of_action("actions.promotion", two.when.plan_day)[line.action]
            partners = {keys[row["organisation"]]["key"] for row in part}
            is_partner = source in partners and source != lead
            if begun and is_partner and (line.key, source) not in told:
                found.add((stands[line.action].code, line.place, source, None, ()))
    return found


def test_what_sums_lack(told_plan: Told) -> None:
    for two in told_plan.at_every_moment:
        figures = unknown_figures(two.choices.picture.actions)
        assert {
            (one.action.code, one.place, one.organisation, one.year, one.measures) for one in figures
        } == lacking(two), two.when
    if told_plan.name == "amended":  # the story lacks nothing
        found = set().union(*map(lacking, told_plan.at_every_moment))
        assert {bool(year) for _code, _place, _who, year, _measures in found} == {True, False}
