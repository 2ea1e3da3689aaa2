"""What an amendment does to amounts and days, and who reads of it in the trail."""

import datetime
from decimal import Decimal

from actionplan.accounts.models import User
from actionplan.amendments.effects import preview_of
from actionplan.pages.action.trail import trail_of
from actionplan.pages.amendments.amendment_effects import MoneyChange
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.picture.schedule import was_rescheduled
from actions.models import Action
from tests.amendments.government_factories import spread_by_lead
from tests.personas import SmallPlan
from tests.reporting_factories import noon

from .amending import DAY, added, amended, in_force, new_action, prepared, put_in_force, withdrawn

FROM = DAY(2022, 9, 1)
AT = noon(2022, 9, 5)
DAYS = (DAY(2022, 12, 31) - DAY(2021, 1, 1)).days + 1


def of_a_year(amount: int, year: int, days: int) -> Decimal:
    """Pro rata by day, in plain fractions, to the cent."""
    in_year = (DAY(year, 12, 31) - DAY(year, 1, 1)).days + 1
    return (Decimal(amount) * in_year / days).quantize(Decimal("0.01"))


def test_planned_amounts_and_days_before_and_after(small_plan: SmallPlan, coordinator: User) -> None:
    amendment = prepared(small_plan.plan, coordinator, FROM)
    amended(amendment, "1.1", coordinator, end=DAY(2023, 12, 31), amount=20000)
    withdrawn(amendment, "2.2", coordinator)
    added(amendment, new_action("1.3", "ov"), coordinator)
    effects = preview_of(amendment, FROM).effects
    assert effects.by_year("planned_before") == {year: of_a_year(10000, year, DAYS) for year in (2021, 2022)}
    first = of_a_year(10000, 2021, DAYS)
    second = of_a_year(int(20000 - first), 2022, 2 * 365)
    assert effects.by_year("planned_after") == {
        2021: first,
        2022: second,
        2023: 20000 - first - second + 5000,
    }
    by_code = {action.code: action for action in effects.actions}
    assert {code: by_code[code].days_later for code in by_code} == {"1.1": 365, "1.3": None, "2.2": None}
    assert by_code["1.3"].planned_before == by_code["2.2"].planned_after == {}
    assert effects.organisations == ["ov", "wvg_growing_up"]


def test_a_spread_of_the_lead_counts_as_long_as_it_adds_up(small_plan: SmallPlan, coordinator: User) -> None:
    spread_by_lead(small_plan.line, {2021: 4000, 2022: 6000}, DAY(2021, 1, 1))
    amendment = prepared(small_plan.plan, coordinator, FROM)
    amended(amendment, "1.1", coordinator, title="Another")
    assert preview_of(amendment, FROM).effects.by_year("planned_after") == {2021: 4000, 2022: 6000}
    assert in_force(amendment, "1.1").lines[0].amount == 10000


def test_effects_are_what_the_picture_shows_afterwards(small_plan: SmallPlan, coordinator: User) -> None:
    amendment = prepared(small_plan.plan, coordinator, FROM)
    amended(amendment, "1.1", coordinator, end=DAY(2023, 12, 31), amount=20000)
    [expected] = preview_of(amendment, FROM).effects.actions
    put_in_force(amendment, coordinator, AT)
    [now] = read(small_plan.plan, Moment.now(AT), [small_plan.with_money.pk]).actions
    assert now.lines[0].planned == expected.planned_after
    assert (now.runs_from, now.runs_until) == expected.runs_after
    assert now.adopted_until == expected.runs_before.end
    assert was_rescheduled(now)


def test_as_adopted_an_added_action_is_as_it_was_first_in_force(
    small_plan: SmallPlan, coordinator: User
) -> None:
    amendment = prepared(small_plan.plan, coordinator, FROM)
    added(amendment, new_action("1.3", "ov"), coordinator)
    put_in_force(amendment, coordinator, AT)

    def now(at: datetime.datetime) -> tuple[bool, datetime.date | None]:
        [action] = [
            action for action in read(small_plan.plan, Moment.now(at)).actions if action.code == "1.3"
        ]
        return was_rescheduled(action), action.adopted_until

    assert now(AT) == (False, DAY(2023, 12, 31))
    later = prepared(small_plan.plan, coordinator, DAY(2022, 10, 1))
    amended(later, "1.3", coordinator, end=DAY(2024, 6, 30))
    put_in_force(later, coordinator, noon(2022, 10, 2))
    assert now(noon(2022, 10, 3)) == (True, DAY(2023, 12, 31))


def test_the_trail_of_each_action_names_the_amendments_in_force(
    small_plan: SmallPlan, coordinator: User
) -> None:
    amendment = prepared(small_plan.plan, coordinator, FROM)
    amended(amendment, "1.1", coordinator, title="Another")
    waiting = prepared(small_plan.plan, coordinator, FROM)
    withdrawn(waiting, "1.2", coordinator)
    put_in_force(amendment, coordinator, AT)

    def told(code: str) -> list[str]:
        return [str(event) for event in trail_of(Action.objects.get(code=code), [], coordinator, AT)]

    assert told("1.1") == ["Coordinator put amendment 1 in force: 1.1."]
    assert told("1.2") == []


def test_where_nothing_is_planned_before_or_after_the_difference_is_unknown() -> None:
    paid = Decimal("10.00")
    assert MoneyChange(2022, None, None, committed=None, paid=paid).difference == "–"
    assert MoneyChange(2022, paid, paid, committed=None, paid=paid).difference == "€0.00"
