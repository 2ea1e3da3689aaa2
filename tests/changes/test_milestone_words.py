"""What was reported of a milestone, as the page of what changed says it on 30 June 2022."""

import datetime
from decimal import Decimal

import pytest

from actionplan.pages.changes.read import change_rows
from tests.picture.builders import DAY, action, report, told
from tests.picture.test_difference import pair_of


@pytest.mark.parametrize(
    ("state", "days", "says"),
    [
        ("open", {"expected_on": DAY(2022, 7, 1)}, "open, expected on 1 July 2022"),
        ("open", {"expected_on": DAY(2022, 6, 29)}, "open, the expected day, 29 June 2022, has passed too"),
        (
            "achieved",
            {"achieved_on": DAY(2022, 7, 1), "number": Decimal(3)},
            "open (3), achieved since, on 1 July 2022",
        ),
        ("achieved", {"achieved_on": DAY(2022, 6, 1)}, "achieved on 1 June 2022"),
    ],
)
def test_a_day_is_told_as_the_day_reckoned_on_knows_it(
    state: str, days: dict[str, datetime.date | Decimal], says: str
) -> None:
    pair = pair_of(action(report()), action(report(2, milestones=(told(state, **days),))))
    [change] = [change for change in pair.changes if change.field == "milestone_state"]
    [row] = change_rows(pair, [change], may_read=True)
    assert (row.before, row.after) == ("open", says)
