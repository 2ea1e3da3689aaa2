"""The budget page's numbers a second way: every table and year, the lines, what is out of step, open, and shared."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from actionplan.documents.content import DocumentContent, Paragraph
from actionplan.documents.evaluation import evaluation
from actionplan.documents.extract import minister_extract
from actionplan.documents.report import government_report
from actionplan.documents.source import source_of_closing
from actionplan.pages.budget.breakdown import MoneyTable
from actionplan.pages.budget.lines import BREAKDOWNS, BudgetQuery, lines_as_table
from actionplan.pages.budget.read import budget_page
from actionplan.pages.figures import kind_label
from actionplan.pages.overview.money import money_of
from actionplan.picture import money as money_of_actions
from actionplan.picture.money import MEASURES
from actionplan.reporting.models import Snapshot
from tests.second_way import money, spending
from tests.second_way.money import Line
from tests.second_way.two_ways import Show, Told, TwoWays, of_the_story

pytestmark = pytest.mark.django_db
Sums = dict[str, Decimal]
Counted = dict[str, tuple[Sums, int]]
"""By the name of a row: its sums, and how many lines without an amount stand beside them."""


def page_of(two: TwoWays, year: int | None = None, by: str = "year") -> dict[str, Any]:
    """Everything, also where only the first are shown."""
    return budget_page(two.choices, BudgetQuery(year, by=by, all=True), None)


def sums_of(cells: Any) -> Sums:
    """The cells stand in the order of the measures, those that are added up without the last."""
    return {
        measure: cell.amount
        for measure, cell in zip(MEASURES, cells, strict=False)
        if cell.amount is not None
    }


def rows_of(table: MoneyTable) -> Counted:
    return {
        row.part.value if row.part else row.label: (sums_of(row.cells), row.without) for row in table.rows
    }


def with_something(found: dict[str, Sums], without: dict[str, int]) -> Counted:
    """Of both; a row of which nothing is known, and under which no line is without an amount, is not there."""
    names = {name for name, sums in found.items() if sums} | {
        name for name, count in without.items() if count
    }
    return {name: (found.get(name, {}), without.get(name, 0)) for name in names}


def the_tables_agree(two: TwoWays, year: int | None) -> None:
    cells = two.cells
    tables = {name: page_of(two, year, name)["table"] for name in BREAKDOWNS if name != "year"}
    silent = [line for line in two.lines if line.amount is None and line.kind != "no_cost"]
    for table in tables.values():
        assert (sums_of(table.total.cells), table.total.without) == (_total(cells, year), len(silent))
    for name in ["objective", "policy_area", "organisation", "minister"]:
        under = {stand.key: getattr(stand, name) for stand in two.stands}
        found: dict[str, Sums] = {part: {} for part in under.values()}
        for key, sums in spending.by_line(cells, year).items():
            spending.add(found[under[action_of(two, key)]], sums)
        without = {part: sum(under[line.action] == part for line in silent) for part in under.values()}
        assert rows_of(tables[name]) == with_something(found, without), name
    kinds = spending.by_kind(two.lines, cells, year)
    without = {kind: sum(line.kind == kind for line in silent) for kind in {line.kind for line in silent}}
    expected = with_something(kinds, without)
    assert rows_of(tables["kind"]) == {kind_label(kind): told for kind, told in expected.items()}
    assert rows_of(tables["source"]) == _payers(two, cells, silent, year)


def _total(cells: Any, year: int | None) -> Sums:
    found: Sums = {}
    for sums in spending.by_line(cells, year).values():
        spending.add(found, sums)
    return found


def action_of(two: TwoWays, line: int) -> int:
    return int(two.plain.by_key["budgets.budgetline"][line]["action"])


def _payers(two: TwoWays, cells: Any, silent: list[Line], year: int | None) -> Counted:
    found = spending.by_payer(two.lines, cells, year)
    without: dict[str, int] = {}
    for line in silent:
        for source, _percent in spending.payers(line):
            without[source] = without.get(source, 0) + 1
    expected = with_something(found, without)
    return {payer(two, source): told for source, told in expected.items()}


def payer(two: TwoWays, source: str) -> str:
    names = {row["key"]: row["name"] for row in two.plain.rows["organisations.organisation"]}
    return {spending.UNNAMED: "no named source"}.get(source) or names.get(source, source)


def the_years_agree(two: TwoWays, page: dict[str, Any]) -> None:
    keys = {stand.key for stand in two.stands}
    expected = money.by_year(two.lines, two.spent, keys)
    rows = page["table"].rows
    assert {int(row.label): sums_of(row.cells) for row in rows} == expected
    assert sums_of(page["table"].total.cells) == money.total(two.lines, two.spent, keys)
    assert {int(row.label): sums_of(row.so_far) for row in rows} == spending.added_up(expected)
    spread, stated = (sum(getattr(line, name) for line in two.lines) for name in ["by_lead", "stated"])
    said = page["how_planned"]
    assert (f"{spread} line" in said) == bool(spread)
    assert (f"For {stated} line" in said) == bool(stated)
    assert said.endswith("pro rata by day.") == (not spread and not stated)


def the_percentage_agrees(two: TwoWays, page: dict[str, Any]) -> None:
    """The same words on the budget and on the overview."""
    on = two.when.reckoned_on
    paid, planned = spending.paid_of_planned(two.lines, two.spent, on, all_lines=True)
    on_amounts, _planned = spending.paid_of_planned(two.lines, two.spent, on, all_lines=False)
    found = money_of_actions.paid_of_planned(two.choices.actions, on)
    assert (found.until, found.paid, found.planned) == (spending.last_year_over(on), paid, planned)
    said = page["paid_of_planned"]
    assert money_of(two.choices).sentence == said
    if not planned:
        assert said.startswith("Nothing was planned with an amount")
        assert (" was paid" in said) == bool(paid)
    elif paid is None:
        assert "nothing was reported as paid" in said
    else:
        percent = ((on_amounts or 0) * 100 / planned).quantize(Decimal(1), ROUND_HALF_UP)
        assert re.search(rf"planned \((at least )?{percent}%\)", said)


def what_is_out_of_step_agrees(two: TwoWays, page: dict[str, Any]) -> None:
    expected = spending.out_of_step(two.lines, two.spent, two.when.reckoned_on, two.stands)
    places = {line.key: (line.action, line.place) for line in two.lines}
    until = spending.last_year_over(two.when.reckoned_on)
    assert (page["until"], page["unknown"]) == (until, expected.unknown)
    rows = page["out_of_step"]
    assert page["out_of_step_count"] == len(rows) == len(expected.over) + len(expected.under)
    over, under = rows[: len(expected.over)], rows[len(expected.over) :]
    for named, told in [(over, expected.over), (under, expected.under)]:
        found = [
            ((one.action.pk, one.out_of_step.place), one.out_of_step.paid, one.out_of_step.planned)
            for one in named
        ]
        assert found == [(places[key], *amounts) for key, amounts in told.items()]
    silent = [list(one.out_of_step.silent) for one in under]
    assert silent == [expected.silent[key] for key in expected.under]
    assert not any(one.silent for one in over)


def open_commitments_agree(two: TwoWays, page: dict[str, Any]) -> None:
    found, expected = page["open"], spending.open_commitments(two.spent)
    years = sorted({year for of_years in expected.values() for year in of_years})
    order = {stand.key: place for place, stand in enumerate(two.stands)}
    open_ = list(spending.actions_with_open(two.spent))
    open_.sort(key=lambda key: (-sum(expected.get(key, {}).values()), order[key]))
    assert (found["years"], found["count"]) == (years, len(open_))
    rows = [(row["action"].pk, [cell.amount for cell in row["cells"]]) for row in found["rows"]]
    assert rows == [(key, amounts_of(expected.get(key, {}), years)) for key in open_]
    whole = {
        year: sum((of_years.get(year, Decimal(0)) for of_years in expected.values()), Decimal(0))
        for year in years
    }
    assert [cell.amount for cell in found["total"]] == amounts_of(whole, years)
    for name, said, unsaid in [("committed_only", "committed", "paid"), ("paid_only", "paid", "committed")]:
        amount = found[name].amount if name in found else None
        assert amount == spending.said_alone(two.spent, said, unsaid), name


def amounts_of(of_years: dict[int, Decimal], years: list[int]) -> list[Decimal | None]:
    """Of each year, then the sum."""
    return [*(of_years.get(year) for year in years), sum(of_years.values(), Decimal(0)) if of_years else None]


def what_is_paid_together_agrees(two: TwoWays, page: dict[str, Any], year: int | None) -> None:
    lines = spending.shared(two.lines)
    assert page["shared_count"] == len(lines)
    found = {
        (one["action"].pk, one["line"].place): {
            label: (percent, sums_of(of_payer)) for label, percent, of_payer in one["payers"]
        }
        for one in page["shared"]
    }
    expected = {}
    for line in lines:
        sums = spending.by_payer(
            [line], {key: of for key, of in two.cells.items() if key[0] == line.key}, year
        )
        expected[line.action, line.place] = {
            payer(two, source): (percent, sums.get(source, {})) for source, percent in spending.payers(line)
        }
    assert found == expected


def the_lines_agree(two: TwoWays, year: int | None) -> None:
    """As the file has them before its words; a line that ended where something was spent on it in the year."""
    _heads, *rows = lines_as_table(two.choices, BudgetQuery(year))
    codes = {stand.key: stand.code for stand in two.stands}
    found = spending.by_line(two.cells, year)
    expected = {}
    for key in {line.key for line in two.lines} | set(found):
        line, sums = two.plain.by_key["budgets.budgetline"][key], found.get(key, {})
        amounts = [sums.get(name) for name in ["planned", "committed", "paid", "forecast"]]
        expected[codes[line["action"]], line["place"]] = amounts
    assert {(row[0], row[2]): row[-6:-2] for row in rows} == expected
    assert len(rows) == len(expected)


def test_the_budget(told_plan: Told) -> None:
    for two in told_plan.at_every_moment:
        page = page_of(two)
        the_tables_agree(two, None)
        the_years_agree(two, page)
        what_is_out_of_step_agrees(two, page)
        the_percentage_agrees(two, page)
        open_commitments_agree(two, page)
        what_is_paid_together_agrees(two, page_of(two, None, "source"), None)
        the_lines_agree(two, None)


@pytest.mark.parametrize("year", [2021, 2022])
def test_a_year_of_the_budget(told_plan: Told, year: int) -> None:
    for text in ["2022-10-15", "2022-12"]:
        two = told_plan.at(text, "reported")
        the_tables_agree(two, year)
        what_is_paid_together_agrees(two, page_of(two, year, "source"), year)
        the_lines_agree(two, year)


IN_THOSE_YEARS = re.compile(
    r"Up to and including 2022, €[\d,.]+(?: million)? was paid of €[\d,.]+?(?: million)? planned \(\d+%\)\."
)


def percentages(text: str) -> set[str]:
    return set(IN_THOSE_YEARS.findall(" ".join(text.split())))


def percentages_in(document: DocumentContent) -> set[str]:
    blocks = [block for section, _level in document.parts() for block in section.blocks]
    return percentages(" ".join(one.text for one in blocks if isinstance(one, Paragraph)))


@of_the_story
def test_there_is_one_percentage_and_it_is_the_same_everywhere(show: Show) -> None:
    """Of the whole plan, and of one minister: on pages, in documents, and in the workbook of the report."""
    snapshots = list(Snapshot.objects.order_by("taken_at"))
    source = source_of_closing(snapshots[-1])
    documents = [government_report(source, None), evaluation(snapshots)]
    [whole] = percentages_in(documents[0])
    [of_minister] = percentages(show("ministers/home_affairs/?round=2022-12").text)
    assert whole != of_minister
    for said, query in [(whole, ""), (of_minister, "&minister=home_affairs")]:
        for page in ["", "budget/"]:
            assert percentages(show(f"{page}?round=2022-12{query}").text) == {said}, page
    extract = minister_extract(source, "home_affairs", None)
    for said, written in {whole: documents, of_minister: [extract]}.items():
        for document in written:
            assert percentages_in(document) == {said}
    [table] = [table for table in documents[0].tables if table.sheet == "Paid of planned"]
    assert f"({table.rows[0][-1]}%)" in whole
