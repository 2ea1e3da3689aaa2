"""A budget line that its lead had spread over the years, until leads no longer could: kept in its terms, until an amendment or
a correction states other amounts."""

import datetime
import importlib
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.amendments.correcting import correct_action
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.picture.picture import LinePicture
from actionplan.planned.action_hashes import hashes_of_actions
from actionplan.planned.document import YearAmount
from actionplan.planned.from_rows import action_in_force, version_of
from actions.models import Action
from budgets.models import BudgetTerms
from tests.personas import SmallPlan
from tests.reporting_factories import noon

from .amending import amended, prepared, put_in_force
from .government_factories import spread_by_lead

pytestmark = pytest.mark.django_db
SINCE, FROM = datetime.date(2022, 8, 1), datetime.date(2022, 10, 1)
AMOUNTS = {2021: Decimal("4000.00"), 2022: Decimal("6000.00")}


def line_on(plan: SmallPlan, day: datetime.date) -> LinePicture:
    [action] = read(plan.plan, Moment.end_of_day(day), [plan.with_money.pk]).actions
    return action.lines[0]


def spread_in_table(plan: SmallPlan) -> Any:
    """The models as the migration finds them, with a spread in the table that it drops."""
    rows = [
        SimpleNamespace(line_id=plan.line.pk, year=year, amount=amount, in_force_from=SINCE)
        for year, amount in AMOUNTS.items()
    ]
    ordered = SimpleNamespace(order_by=lambda *names: rows)
    spreads = SimpleNamespace(objects=SimpleNamespace(filter=lambda **facts: ordered))
    models = {"Spread": spreads, "BudgetTerms": BudgetTerms}
    return SimpleNamespace(get_model=lambda app, name: models[name])


def test_the_migration_keeps_an_open_spread_from_the_same_day_and_the_hashes(small_plan: SmallPlan) -> None:
    before = hashes_of_actions(Action.objects.all())
    migration: Any = importlib.import_module("actionplan.reporting.migrations.0011_spreads_in_terms")
    migration.keep_in_terms(spread_in_table(small_plan), None)
    assert hashes_of_actions(Action.objects.all()) == before
    then, now = line_on(small_plan, datetime.date(2022, 7, 31)), line_on(small_plan, SINCE)
    assert (then.is_derived, then.planned[2021]) == (True, Decimal(5000))
    assert (now.is_spread, dict(now.planned)) == (True, AMOUNTS)


@pytest.mark.parametrize(
    ("changes", "stays"),
    [
        ({"title": "Another"}, True),
        ({"years": {2022: 1000, 2023: 5000}, "end": FROM.replace(year=2023)}, False),
    ],
)
def test_it_holds_until_an_amendment_states_other_amounts(
    changes: dict[str, Any], stays: bool, small_plan: SmallPlan, coordinator: User
) -> None:
    spread_by_lead(small_plan.line, AMOUNTS, SINCE)
    amendment = prepared(small_plan.plan, coordinator, FROM)
    amended(amendment, "1.1", coordinator, **changes)
    put_in_force(amendment, coordinator, noon(2022, 10, 2))
    assert line_on(small_plan, datetime.date(2022, 9, 30)).is_spread
    assert line_on(small_plan, FROM).is_spread == stays


def test_it_goes_where_a_correction_states_the_amounts(small_plan: SmallPlan, coordinator: User) -> None:
    spread_by_lead(small_plan.line, AMOUNTS, SINCE)
    action, at = small_plan.with_money, noon(2022, 10, 2)
    now = action_in_force(action, small_plan.plan, at.date())
    assert now is not None
    years = tuple(YearAmount(year=year, amount=Decimal(5000)) for year in (2021, 2022))
    first, *others = now.lines
    stated = now.with_lines((replace(first, years=years), *others))
    facts = {"reason": "Misread.", "opened_on": version_of(now), "by": coordinator, "at": at}
    correct_action(action=action, after=stated, **facts)
    assert line_on(small_plan, FROM).is_stated
