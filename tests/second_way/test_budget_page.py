"""What the budget reckons: the same of a closed round as was known at its closing, and divided without a loss."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.documents.content import Paragraph
from actionplan.documents.evaluation import evaluation
from actionplan.documents.extract import minister_extract
from actionplan.documents.report import government_report
from actionplan.documents.source import source_of_closing
from actionplan.pages.budget.read import BudgetQuery, MoneyRow, MoneyTable, budget_page, lines_as_table
from actionplan.pages.choices import Choices, choices_of
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.money import MEASURES
from actionplan.reporting.models import Snapshot
from actionplan.reporting.states import Basis
from objectives.models import Plan
from tests.second_way.two_ways import PLAN, Show, Told, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]
BASES = [Basis.ACCEPTED, Basis.REPORTED]
EVERYTHING = BudgetQuery(all=True)


@pytest.fixture
def plan(told_plan: Told) -> Plan:
    return Plan.objects.get(code=PLAN)


def chosen(plan: Plan, address: str) -> Choices:
    request = RequestFactory().get(f"/?{address}")
    request.user = User.objects.get(username="platform")
    request.now = timezone.now()
    return choices_of(request, plan, "budget")


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
            [(line.action.code, line.out_of_step) for line in lines]
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


def test_each_table_divides_the_same_total(plan: Plan) -> None:
    for address, year in [("on=2022-12-31&objective=1", None), ("round=2022-06", 2021)]:
        page = budget_page(chosen(plan, address), BudgetQuery(year), None)
        for table in page["tables"]:
            the_total_is_divided(table, page["total"])


def the_total_is_divided(table: MoneyTable, total: MoneyRow) -> None:
    for place, measure in enumerate(MEASURES):
        known = [amount for row in table.rows if (amount := amounts(row)[place]) is not None]
        assert (sum(known, Decimal(0)) if known else None) == amounts(total)[place], (table.name, measure)
    if table.name != "source":
        assert sum(row.without for row in table.rows) == total.without, table.name


def rows(page: dict[str, Any], name: str) -> dict[str, MoneyRow]:
    (table,) = (one for one in page["tables"] if one.name == name)
    return {row.label: row for row in table.rows}


def test_the_last_day_of_2022_has_its_figures(plan: Plan) -> None:
    page = budget_page(chosen(plan, "on=2022-12-31&basis=accepted"), EVERYTHING, None)
    # most of the project against radicalisation is paid by the Union
    planned = {label: amounts(row)[0] for label, row in rows(page, "source").items()}
    assert planned["EU"] == Decimal("892123.20")
    assert planned["Education and Training"] == Decimal("99124.80")
    assert planned["Agency for Home Affairs"] == Decimal("200000.00")
    # lines without an amount are counted and never summed
    regular = rows(page, "kind")["within the regular resources"]
    assert amounts(regular) == [None] * 4
    assert regular.without == 34
    # added up over the years, what was spent is known until the last report
    by_year = {row.label: amounts(row) for row in page["cumulative"]}
    all_planned, _committed, paid, _forecast = (cell.amount for cell in page["all_years"])
    assert by_year["2022"][2] == paid
    assert by_year["2023"][2] is None
    assert by_year["2025"][0] == all_planned


def named(plan: Plan, address: str) -> list[list[str]]:
    """The codes of the actions of lines that spend more, and of those that spend less, than planned."""
    page = budget_page(chosen(plan, address), EVERYTHING, None)
    return [[line.action.code for line in lines] for _name, _heading, lines, _count in page["out_of_step"]]


def test_lines_out_of_step_are_named_with_the_reason(plan: Plan, show: Show) -> None:
    address = "on=2022-12-31&basis=reported"
    assert named(plan, address) == [["4.5"], ["1.7", "4.3"]]
    said = show(f"budget/?{address}").text
    assert "Paid €384,480.00, 108.0% of the €356,000.00 planned over all years." in said
    assert (
        "Paid €142,600.00 up to and including 2022, 22.8% of the €626,027.40 planned for those years." in said
    )


IN_THOSE_YEARS = re.compile(
    r"In the calendar years that are over, up to and including 2022, €[\d,.]+ was paid on lines with an amount: "
    r"\d+% of the €[\d,.]+ planned on them for those years\."
)


def percentages(text: str) -> set[str]:
    return set(IN_THOSE_YEARS.findall(text))


def test_there_is_one_percentage_and_it_is_the_same_everywhere(plan: Plan, show: Show) -> None:
    """Of the whole plan, and of one minister: on pages, in documents and in their workbooks."""
    snapshots = list(Snapshot.objects.order_by("taken_at"))
    source = source_of_closing(snapshots[-1])
    [whole] = percentages(show("?round=2022-12").text)
    assert percentages(show("budget/?round=2022-12").text) == {whole}
    [of_minister] = percentages(show("ministers/home_affairs/?round=2022-12").text)
    assert whole != of_minister
    for page in ["", "budget/"]:
        assert percentages(show(f"{page}?round=2022-12&minister=home_affairs").text) == {of_minister}
    extract = minister_extract(source, "home_affairs", None)
    documents = {whole: [government_report(source, None), evaluation(snapshots)], of_minister: [extract]}
    for said, written in documents.items():
        for document in written:
            blocks = [block for section, _level in document.headings() for block in section.blocks]
            assert percentages(" ".join(one.text for one in blocks if isinstance(one, Paragraph))) == {said}
            [table] = [table for table in document.tables if table.sheet == "Paid of planned"]
            assert f": {table.rows[0][-1]:.0f}% of" in said


def test_the_file_has_a_row_for_every_line_with_the_printed_words(plan: Plan) -> None:
    heads, *lines = lines_as_table(chosen(plan, "on=2022-12-31&basis=accepted"), BudgetQuery())
    assert len(lines) == 51
    first = dict(zip(heads, lines[0], strict=True))
    assert (first["Code"], first["As printed"], first["Planned per year"]) == (
        "1.1",
        "€104,320/year",
        "derived pro rata by day",
    )
