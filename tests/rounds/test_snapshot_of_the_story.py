"""What the demo story's rounds froze is what the live pages compute at the same moment, by other code."""

import pytest
from django.db.models import QuerySet

from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.money import by_year
from actionplan.reporting.models import Snapshot, SnapshotAction, SnapshotMoney
from actionplan.reporting.states import Basis
from actionplan.rounds.verifying import verify

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
BASES = [Basis.ACCEPTED, Basis.REPORTED]


@pytest.fixture
def snapshot(demo_story: str) -> Snapshot:
    return Snapshot.objects.select_related("closing__round__plan").get(closing__round__code="2022-12")


def rows(snapshot: Snapshot, basis: str) -> QuerySet[SnapshotAction]:
    return SnapshotAction.objects.of_snapshot(snapshot).on_basis(basis)


def test_every_round_of_the_story_was_frozen_and_verifies(demo_story: str) -> None:
    snapshots = list(Snapshot.objects.in_order())
    assert [snapshot.closing.round.code for snapshot in snapshots] == [
        "2021-06",
        "2021-12",
        "2022-06",
        "2022-12",
    ]
    assert [verify(snapshot) for snapshot in snapshots] == [[], [], [], []]


def test_nine_are_completed_forty_ongoing_and_one_not_started(snapshot: Snapshot) -> None:
    statuses = list(rows(snapshot, Basis.ACCEPTED).values_list("status", flat=True))
    counted = {status: statuses.count(status) for status in set(statuses)}
    assert counted == {"completed": 9, "ongoing": 40, "not_started": 1}


@pytest.mark.parametrize("basis", BASES)
def test_money_by_line_and_year_was_frozen_as_the_overview_adds_it_up(snapshot: Snapshot, basis: str) -> None:
    moment = Moment(snapshot.taken_at, snapshot.reckoned_on, basis)
    years = by_year(live.read(snapshot.closing.round.plan, moment).actions)
    amounts = (
        SnapshotMoney.objects.of_snapshot(snapshot).on_basis(basis).values_list("measure", "year", "amount")
    )
    assert len(years) > 4
    for year, sums in years.items():
        for measure in ["planned", "committed", "paid"]:
            known = [amount for of, when, amount in amounts if (of, when) == (measure, year)]
            assert (sum(known) if known else None) == sums.get(measure), (measure, year)
