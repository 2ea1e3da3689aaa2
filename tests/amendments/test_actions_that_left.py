"""What an action that left the plan keeps: counted nowhere, named beside every total it would belong to, frozen with a closing."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.picture import frozen
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.picture.money import by_year
from actionplan.reporting.models import Snapshot
from actionplan.reporting.states import Basis
from actionplan.rounds.verifying import verify
from tests.plan_document.changed_plan import MONEY, ChangedPlan, begin, end
from tests.reading import read as text_of
from tests.reporting_factories import noon

from .amending import DAY, prepared, put_in_force, withdrawn

SENTENCE = (
    "1.1 Training for teachers, merged into 1.2 from 1 September 2022 on: €9,000.00 committed, €4,000.00 paid"
)
DASHBOARDS = ["", "budget/", "milestones/"]


@pytest.fixture
def merged(two_rounds: ChangedPlan) -> ChangedPlan:
    """1.1, on which money was spent, is merged into 1.2; 2.2, on which nobody reported, is withdrawn."""
    amendment = prepared(two_rounds.plan, two_rounds.coordinator, DAY(2022, 9, 1))
    withdrawn(amendment, "1.1", two_rounds.coordinator, into="1.2")
    withdrawn(amendment, "2.2", two_rounds.coordinator)
    put_in_force(amendment, two_rounds.coordinator, noon(2022, 9, 1))
    return two_rounds


def test_it_is_counted_until_it_leaves_kept_apart_afterwards_and_named_beside_the_totals_of_its_part(
    merged: ChangedPlan, reader: User, client_of: Callable[[User], Client]
) -> None:
    before = read(merged.plan, Moment.end_of_day(DAY(2022, 8, 31)))
    after = read(merged.plan, Moment.end_of_day(DAY(2022, 9, 1)))
    assert [action.code for action in before.actions] == ["1.1", "1.2", "2.1", "2.2"]
    assert [action.code for action in before.left] == []
    assert [action.code for action in after.actions] == ["1.2", "2.1"]
    assert [action.code for action in after.left] == ["1.1", "2.2"]
    assert by_year(before.actions)[2022]["paid"] == MONEY["2022-06"] == by_year(after.left)[2022]["paid"]
    assert "paid" not in by_year(after.actions).get(2022, {})

    client = client_of(reader)

    def shown(address: str) -> str:
        return text_of(client.get(f"/2020-2024/{address}")).text

    for page in DASHBOARDS:
        assert SENTENCE in shown(f"{page}?on=2022-09-01&objective=1"), page
        assert SENTENCE not in shown(f"{page}?on=2022-09-01&objective=2"), page
    assert SENTENCE in shown("?on=2022-09-01")
    assert SENTENCE not in shown("?on=2022-08-31")
    a_closing_freezes_it(merged)
    for page in [*(f"{dashboard}?round=2022-12" for dashboard in DASHBOARDS), "rounds/2022-12/report/"]:
        assert SENTENCE in shown(page), page


def a_closing_freezes_it(merged: ChangedPlan) -> None:
    end(merged, begin(merged, "2022-12", DAY(2022, 12, 31)))
    snapshot = Snapshot.objects.order_by("-pk")[0]
    assert verify(snapshot) == []
    for basis in Basis:
        picture = frozen.read(snapshot, basis)
        live = read(merged.plan, Moment(snapshot.taken_at, snapshot.reckoned_on, basis))
        assert by_year(picture.left) == by_year(live.left)
        assert [action.code for action in picture.left] == ["1.1", "2.2"]
