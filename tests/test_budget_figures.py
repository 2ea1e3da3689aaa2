"""What the budget dashboard reckons: the same of a closed round as was known at its closing, and divided without a loss."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import RequestFactory
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.portal.dashboards.budget_actions import titled
from actionplan.portal.dashboards.budget_live import budget_money
from actionplan.portal.dashboards.budget_money import BudgetMoney
from actionplan.portal.dashboards.budget_page import BudgetAsked, budget_rows
from actionplan.portal.dashboards.budget_parts import MoneyPart
from actionplan.portal.dashboards.budget_singly import open_by_action
from actionplan.portal.dashboards.budget_spending import last_full_year, spending, thresholds
from actionplan.portal.dashboards.budget_sums import MEASURES
from actionplan.portal.dashboards.budget_tables import MoneyTable, Tables, by_source
from actionplan.portal.dashboards.budget_words import worded
from actionplan.portal.dashboards.shown import Shown, shown_of
from actionplan.portal.places import places_of
from actionplan.reporting.models import Snapshot
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis
from objectives.models import Plan
from tests.second_way import money as second_way
from tests.second_way.exported import exported
from tests.second_way.plain import Plain, When

pytestmark = pytest.mark.django_db
BASES = [Basis.ACCEPTED, Basis.REPORTED]


@pytest.fixture
def plan(demo_story: str) -> Plan:
    return Plan.objects.get(code="2020-2024")


def shown(plan: Plan, address: str) -> Shown:
    request = RequestFactory().get(f"/?{address}")
    request.user = User.objects.get(username="platform")
    request.now = timezone.now()  # type: ignore[attr-defined]
    return shown_of(request, plan, "budget")


def at_the_closing(plan: Plan, basis: str) -> Shown:
    """Live, at the very moment of the last round's closing."""
    snapshot = Snapshot.objects.get(closing__round__code="2022-12")
    found = shown(plan, f"basis={basis}")
    moment = Moment(snapshot.taken_at, snapshot.reckoned_on, basis)
    asked = type(found.asked)(moment, may_switch_basis=True)
    return Shown(plan, asked, found.scope, places_of(plan), found.parts)


@pytest.mark.parametrize("basis", BASES)
def test_a_closed_round_has_the_money_that_was_known_at_its_closing(plan: Plan, basis: str) -> None:
    frozen = budget_money(shown(plan, f"round=2022-12&basis={basis}"))
    then = at_the_closing(plan, basis)
    live = budget_money(then)
    assert frozen.actions == titled(then, live.actions.values())
    words = worded(then, live.lines.values())
    assert [line._replace(row=0) for line in words.values()] == list(frozen.lines.values())
    assert sums_of_lines(frozen) == sums_of_lines(live)
    assert frozen.of_years == live.of_years
    assert by_source(frozen) == by_source(live)
    assert open_by_action(frozen) == open_by_action(live)


def sums_of_lines(money: BudgetMoney) -> list[object]:
    return [(money.key_of(key), money.of_line(key)) for key in money.keys]


@pytest.mark.parametrize("basis", BASES)
def test_every_table_of_a_closed_round_is_that_of_its_closing(plan: Plan, basis: str) -> None:
    def figures(found: Shown) -> Iterator[list[list[Decimal | None]]]:
        for table in all_tables(Tables(found, budget_money(found))):
            yield [[figure.amount for figure in row.figures] for row in table.rows]

    frozen, live = shown(plan, f"round=2022-12&basis={basis}"), at_the_closing(plan, basis)
    assert list(figures(frozen)) == list(figures(live))


def all_tables(tables: Tables) -> list[MoneyTable]:
    return [*tables.by_part(), tables.by_kind(), tables.by_source()]


@pytest.mark.parametrize("address", ["on=2022-12-31", "on=2022-12-31&objective=1", "round=2022-06"])
@pytest.mark.parametrize("year", [None, 2021])
def test_each_table_divides_the_same_total(plan: Plan, address: str, year: int | None) -> None:
    found = shown(plan, address)
    tables = Tables(found, budget_money(found, year))
    for table in all_tables(tables):
        for place, measure in enumerate(MEASURES):
            amounts = [row.figures[place].amount for row in table.rows]
            known = [amount for amount in amounts if amount is not None]
            total = sum(known, Decimal(0)) if known else None
            assert total == tables.money.total.get(measure), (table.name, measure)
        if table.name != "source":
            assert sum(row.without for row in table.rows) == table.total.without, table.name


@pytest.mark.parametrize("basis", BASES)
def test_the_money_of_objectives_and_sources_comes_out_the_same_a_second_way(plan: Plan, basis: str) -> None:
    found = shown(plan, f"on=2022-12-31&basis={basis}")
    plain, moment = Plain(exported(), "2020-2024"), found.moment
    when = When(moment.known_at, moment.plan_day, moment.reckoned_on, basis)
    lines, spent = second_way.lines_of(plain, when.plan_day), second_way.spent(plain, when)
    money = budget_money(found)
    by_objective = money.by("objective")
    for number, sums in by_objective.items():
        keys = {stand.key for stand in plain.at(when) if stand.objective == number}
        assert dict(sums) == second_way.total(lines, spent, keys)
    planned, _names = by_source(money)
    (shared,) = [line for line in lines if len(line.funding) == 2]
    assert planned["named.EU"]["planned"] == sum(shared.planned.values()) * 90 / 100


def test_most_of_the_no_cap_project_is_paid_by_the_union(plan: Plan) -> None:
    sums, names = by_source(budget_money(shown(plan, "on=2022-12-31&basis=accepted")))
    assert names["named.EU"].label == "EU"
    assert sums["named.EU"]["planned"] == Decimal("892123.20")
    assert sums["organisation.ov"]["planned"] == Decimal("99124.80")
    assert sums["organisation.kbbj_abb"]["planned"] == Decimal("200000.00")


def test_lines_without_an_amount_are_counted_and_never_summed(plan: Plan) -> None:
    found = shown(plan, "on=2022-12-31")
    kinds = {row.part.label: row for row in Tables(found, budget_money(found)).by_kind().rows}
    regular = kinds["within the regular resources"]
    assert [figure.amount for figure in regular.figures] == [None] * 4
    assert regular.without == 34


def test_added_up_over_the_years_spent_is_known_until_the_last_report(plan: Plan) -> None:
    found = shown(plan, "on=2022-12-31")
    money = budget_money(found)
    points, _rows = Tables(found, money).cumulative()
    by_year = {point["year"]: point for point in points}
    assert by_year[2022]["paid"] == sum(sums.get("paid", Decimal(0)) for sums in money.of_years.values())
    assert by_year[2023]["paid"] is None
    assert by_year[2025]["planned"] == money.total["planned"]


def of_words(money: BudgetMoney, found: Shown) -> tuple[list[str], list[str]]:
    named = spending(money, found.moment.reckoned_on, thresholds(frozen=found.frozen is not None))
    return [one.action.code for one in named.over], [one.action.code for one in named.under]


def test_lines_out_of_step_are_named_with_the_reason(plan: Plan) -> None:
    found = shown(plan, "on=2022-12-31&basis=reported")
    money = budget_money(found)
    assert of_words(money, found) == (["4.5"], ["1.7", "4.3"])
    named = spending(money, found.moment.reckoned_on, thresholds(frozen=False))
    assert named.over[0].sentence() == (
        "Paid €384,480.00, 108.0% of the planned total of €356,000.00: above 100%."
    )
    assert named.under[1].sentence() == (
        "Paid €142,600.00 up to and including 2022, 22.8% of the €626,027.40 planned by then: below 50%."
    )


def test_the_thresholds_are_settings(plan: Plan, settings) -> None:  # type: ignore[no-untyped-def]
    settings.OVERSPENT_ABOVE_PERCENT, settings.UNDERSPENT_BELOW_PERCENT = 110, 20
    found = shown(plan, "on=2022-12-31&basis=reported")
    assert of_words(budget_money(found), found) == ([], ["1.7"])


def test_no_setting_changes_what_is_named_of_a_closed_round(plan: Plan, settings) -> None:  # type: ignore[no-untyped-def]
    found = shown(plan, "round=2022-12")
    before = of_words(budget_money(found), found)
    settings.OVERSPENT_ABOVE_PERCENT, settings.UNDERSPENT_BELOW_PERCENT = 10, 99
    assert of_words(budget_money(found), found) == before


def test_a_year_is_full_on_its_last_day() -> None:
    assert last_full_year(datetime.date(2022, 12, 31)) == 2022
    assert last_full_year(datetime.date(2022, 12, 30)) == 2021


def test_the_file_has_a_row_for_every_line_with_the_printed_words(plan: Plan) -> None:
    asked = BudgetAsked(None, MoneyPart(), without=False, all=False)
    heads, *rows = budget_rows(shown(plan, "on=2022-12-31&basis=accepted"), asked)
    assert len(rows) == 51
    first = dict(zip(heads, rows[0], strict=True))
    assert (first["Code"], first["As printed"], first["Planned per year"]) == (
        "1.1",
        "€104,320/year",
        "derived pro rata by day",
    )
