"""Rows of an amendment change and go while it waits, and never again, by SQL neither."""

import pytest
from django.db import DatabaseError, models, transaction

from actionplan.accounts.models import User
from actions.models import Amendment
from tests.personas import SmallPlan
from tests.reporting_factories import noon

from .amending import DAY, amended, prepared, put_in_force


def refuse(rows: models.QuerySet, **change: object) -> None:
    with pytest.raises(DatabaseError, match="in force or dropped"), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError, match="in force or dropped"), transaction.atomic():
        rows._raw_delete("default")


def test_an_amendment_stays_as_it_was_put_in_force(small_plan: SmallPlan, coordinator: User) -> None:
    amendment, waits = (prepared(small_plan.plan, coordinator, DAY(2022, 9, day)) for day in (1, 2))
    amended(amendment, "1.1", coordinator, title="Another title")
    rows = Amendment.objects.filter(pk=amendment.pk)
    rows.update(reason="Still waiting.")
    put_in_force(amendment, coordinator, noon(2022, 9, 5))
    refuse(rows, reason="Another reason.")
    refuse(rows, effects=None)
    refuse(amendment.actions.all(), merged_into="1.2")
    refuse(amendment.actions.all(), amendment=waits)
    Amendment.objects.filter(pk=waits.pk).delete()
