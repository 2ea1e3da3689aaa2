"""An amendment that is cut off half-way leaves nothing of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from actionplan.accounts.models import User
from actions.models import Amendment
from tests.amendments.amending import DAY, added, amended, new_action, prepared, put_in_force, withdrawn
from tests.database_state import WRITES, undone
from tests.personas import SmallPlan
from tests.plan_document.printed_plan import rows_of_the_plan
from tests.reporting_factories import noon

pytestmark = pytest.mark.full

AT = noon(2022, 9, 5)


@pytest.fixture
def amendment(small_plan: SmallPlan, coordinator: User) -> Amendment:
    """Renames 1.1, withdraws 1.2, and adds 1.3."""
    row = prepared(small_plan.plan, coordinator, DAY(2022, 9, 1))
    amended(row, "1.1", coordinator, title="Another title", end=DAY(2023, 6, 30), amount=6000)
    withdrawn(row, "1.2", coordinator)
    added(row, new_action("1.3", "ov"), coordinator)
    return row


def test_what_is_cut_off_half_way_leaves_nothing(amendment: Amendment, coordinator: User) -> None:
    before = rows_of_the_plan()
    with undone() as watch:
        put_in_force(amendment, coordinator, AT)
    assert rows_of_the_plan() == before
    for number in range(len(watch.statements)):
        with pytest.raises(CutOff), connection.execute_wrapper(_CutsOff(number)):
            put_in_force(amendment, coordinator, AT)
        assert rows_of_the_plan() == before
    put_in_force(amendment, coordinator, AT)
    assert len(watch.statements) >= 14


class CutOff(Exception):
    """The process ends here."""


class _CutsOff:
    """Raises at the statement that writes for the n-th time, from 0."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITES):
            if not self.left:
                raise CutOff
            self.left -= 1
        return execute(sql, params, many, context)
