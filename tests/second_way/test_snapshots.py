"""What the demo story's rounds froze is what the live pages compute at the same moment, by other code."""

import json
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest

from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.money import by_year
from actionplan.reporting.models import Snapshot
from actionplan.reporting.states import Basis
from tests.second_way.two_ways import Told, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]
BASES = [Basis.ACCEPTED, Basis.REPORTED]


@pytest.fixture
def snapshot(told_plan: Told) -> Snapshot:
    return Snapshot.objects.select_related("closing__round__plan").get(closing__round__code="2022-12")


def bytes_of(snapshot: Snapshot, table: str) -> list[Any]:
    return [json.loads(bytes(item.content)) for item in snapshot.items.filter(table=table)]


def test_nine_are_completed_forty_ongoing_and_one_not_started(snapshot: Snapshot) -> None:
    wanted = {"completed": 9, "ongoing": 40, "not_started": 1}
    [counted] = bytes_of(snapshot, "counted")
    assert Counter(action["status"] for action in counted) == wanted
    words = [action["reports"][0] for action in bytes_of(snapshot, "accepted")]
    assert all(word["is_lead"] for word in words)
    assert Counter(word["status"] for word in words) == wanted


@pytest.mark.parametrize("basis", BASES)
def test_money_by_line_and_year_was_frozen_as_the_overview_adds_it_up(snapshot: Snapshot, basis: str) -> None:
    moment = Moment(snapshot.taken_at, snapshot.reckoned_on, basis)
    years = by_year(live.read(snapshot.closing.round.plan, moment).actions)
    assert len(years) > 4
    found = amounts(bytes_of(snapshot, basis))
    for year, sums in years.items():
        for measure in ["planned", "committed", "paid"]:
            known = found[measure, year]
            assert (sum(known) if known else None) == sums.get(measure), (measure, year)


def amounts(actions: list[Any]) -> dict[tuple[str, int], list[Decimal]]:
    """By measure and calendar year."""
    found: dict[tuple[str, int], list[Decimal]] = defaultdict(list)
    for action in actions:
        for line in action["lines"]:
            for year, amount in line["planned"].items():
                found["planned", int(year)].append(Decimal(amount))
        for row in (row for report in action["reports"] for row in report["spending"]):
            for measure in ["committed", "paid"]:
                if row[measure] is not None:
                    found[measure, row["year"]].append(Decimal(row[measure]))
    return found
