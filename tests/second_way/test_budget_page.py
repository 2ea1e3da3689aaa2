"""What the budget reckons: the same of a closed round as was known at its closing, and divided without a loss."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.pages.budget.read import BudgetQuery, MoneyRow, budget_page, lines_as_table
from actionplan.pages.choices import Choices, choices_of
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.money import MEASURES
from actionplan.reporting.models import Snapshot
from actionplan.reporting.states import Basis
from objectives.models import Plan
from tests.reading import read

pytestmark = pytest.mark.django_db
BASES = [Basis.ACCEPTED, Basis.REPORTED]
EVERYTHING = BudgetQuery(all=True)


@pytest.fixture
def plan(demo_story: str) -> Plan:
    return Plan.objects.get(code="2020-2024")


def chosen(plan: Plan, address: str) -> Choices:
    request = RequestFactory().get(f"/?{address}")
    request.user = User.objects.get(username="platform")
    request.now = timezone.now()  # type: ignore[attr-defined]
    return choices_of(request, plan, "budget")  # type: ignore[arg-type]


def at_the_closing(plan: Plan, basis: str) -> Choices:
    """Live, at the very moment of the last round's closing."""
    snapshot = Snapshot.objects.get(closing__round__code="2022-12")
    moment = Moment(snapshot.taken_at, snapshot.reckoned_on, basis)
    return replace(chosen(plan, f"basis={basis}"), picture=live.read(plan, moment))


def figures(choices: Choices) -> dict[str, Any]:
    """Every amount of the page."""
    page = budget_page(choices, EVERYTHING, None)
    return {
        "years": [amounts(row) for row in page["years"]],
        "cumulative": [amounts(row) for row in page["cumulative"]],
        "tables": [[(row.label, amounts(row), row.without) for row in one.rows] for one in page["tables"]],
        "open": [(row["action"].code, [one.amount for one in row["cells"]]) for row in page["open"]["rows"]],
        "out of step": [
            [(line.action.code, line.found) for line in lines]
            for _name, _heading, lines, _count in page["out_of_step"]
        ],
        "file": list(lines_as_table(choices, EVERYTHING)),
    }


def amounts(row: MoneyRow) -> list[Decimal | None]:
    return [cell.amount for cell in row.cells]


@pytest.mark.parametrize("basis", BASES)
def test_a_closed_round_has_the_money_that_was_known_at_its_closing(plan: Plan, basis: str) -> None:
    of_round = figures(chosen(plan, f"round=2022-12&basis={basis}"))
    assert of_round == figures(at_the_closing(plan, basis))
    assert of_round["open"]
    assert of_round["out of step"]


@pytest.mark.parametrize("address", ["on=2022-12-31", "on=2022-12-31&objective=1", "round=2022-06"])
@pytest.mark.parametrize("year", [None, 2021])
def test_each_table_divides_the_same_total(plan: Plan, address: str, year: int | None) -> None:
    page = budget_page(chosen(plan, address), BudgetQuery(year), None)
    total = page["total"]
    for table in page["tables"]:
        for place, measure in enumerate(MEASURES):
            known = [amount for row in table.rows if (amount := amounts(row)[place]) is not None]
            assert (sum(known, Decimal(0)) if known else None) == amounts(total)[place], (table.name, measure)
        if table.name != "source":
            assert sum(row.without for row in table.rows) == total.without, table.name


def rows(page: dict[str, Any], name: str) -> dict[str, MoneyRow]:
    (table,) = (one for one in page["tables"] if one.name == name)
    return {row.label: row for row in table.rows}


def test_most_of_the_no_cap_project_is_paid_by_the_union(plan: Plan) -> None:
    page = budget_page(chosen(plan, "on=2022-12-31&basis=accepted"), EVERYTHING, None)
    planned = {label: amounts(row)[0] for label, row in rows(page, "source").items()}
    assert planned["EU"] == Decimal("892123.20")
    assert planned["Education and Training"] == Decimal("99124.80")
    assert planned["Agency for Home Affairs"] == Decimal("200000.00")


def test_lines_without_an_amount_are_counted_and_never_summed(plan: Plan) -> None:
    page = budget_page(chosen(plan, "on=2022-12-31"), EVERYTHING, None)
    regular = rows(page, "kind")["within the regular resources"]
    assert amounts(regular) == [None] * 4
    assert regular.without == 34


def test_added_up_over_the_years_spent_is_known_until_the_last_report(plan: Plan) -> None:
    page = budget_page(chosen(plan, "on=2022-12-31"), EVERYTHING, None)
    by_year = {row.label: amounts(row) for row in page["cumulative"]}
    planned, _committed, paid, _forecast = (cell.amount for cell in page["all_years"])
    assert by_year["2022"][2] == paid
    assert by_year["2023"][2] is None
    assert by_year["2025"][0] == planned


def named(plan: Plan, address: str) -> list[list[str]]:
    """The codes of the actions of lines that spend more, and of those that spend less, than planned."""
    page = budget_page(chosen(plan, address), EVERYTHING, None)
    return [[line.action.code for line in lines] for _name, _heading, lines, _count in page["out_of_step"]]


def test_lines_out_of_step_are_named_with_the_reason(
    plan: Plan, client_of: Callable[[User], Client], coordinator: User
) -> None:
    address = "on=2022-12-31&basis=reported"
    assert named(plan, address) == [["4.5"], ["1.7", "4.3"]]
    said = read(client_of(coordinator).get(f"/2020-2024/budget/?{address}")).text
    assert "Paid €384,480.00, 108.0% of the planned total of €356,000.00: above 100%." in said
    assert (
        "Paid €142,600.00 up to and including 2022, 22.8% of the €626,027.40 planned by then: below 50%."
        in said
    )


def test_the_thresholds_are_settings(plan: Plan, settings: Any) -> None:
    settings.OVERSPENT_ABOVE_PERCENT, settings.UNDERSPENT_BELOW_PERCENT = 110, 20
    assert named(plan, "on=2022-12-31&basis=reported") == [[], ["1.7"]]


def test_no_setting_changes_what_is_named_of_a_closed_round(plan: Plan, settings: Any) -> None:
    before = named(plan, "round=2022-12")
    settings.OVERSPENT_ABOVE_PERCENT, settings.UNDERSPENT_BELOW_PERCENT = 10, 99
    assert named(plan, "round=2022-12") == before


def test_the_file_has_a_row_for_every_line_with_the_printed_words(plan: Plan) -> None:
    heads, *lines = lines_as_table(chosen(plan, "on=2022-12-31&basis=accepted"), BudgetQuery())
    assert len(lines) == 51
    first = dict(zip(heads, lines[0], strict=True))
    assert (first["Code"], first["As printed"], first["Planned per year"]) == (
        "1.1",
        "€104,320/year",
        "derived pro rata by day",
    )
