"""The figures of a report are worked out a second way, row by row from exported tables, in closed rounds."""

from collections import Counter
from decimal import ROUND_HALF_UP

import pytest

from actionplan.documents.content import Table
from actionplan.documents.report import government_report
from actionplan.documents.source import source_of_closing
from actionplan.picture.sentences import measure_named
from actionplan.reporting.models import Snapshot
from tests.second_way import money, spending
from tests.second_way.plain import Plain, Stand, When
from tests.second_way.two_ways import Told, closing_of

pytestmark = pytest.mark.django_db


def test_the_figures_of_a_report(told_plan: Told) -> None:
    """By part, by schedule, confidence and verdict, and the money by year."""
    for code in ["2021-12", "2022-12"]:
        snapshot = Snapshot.objects.get(closing__round__code=code)
        report = government_report(source_of_closing(snapshot), None)
        sheets = {table.sheet: table for table in report.tables}
        plain, when = told_plan.plain, closing_of(code, "accepted")
        for sheet, name in [
            ("Status", "objective"),
            ("Policy areas", "policy_area"),
            ("Ministers", "minister"),
        ]:
            the_parts_agree(sheets[sheet], plain.at(when), name)
        the_judgements_agree(sheets, plain.at(when))
        the_money_agrees(sheets["Money by year"], plain, when)
        the_percentage_agrees(sheets["Paid of planned"], plain, when)


def counts(stands: list[Stand], name: str) -> list[int]:
    counted = Counter(getattr(stand, name) for stand in stands)
    return [counted[code] for code, _label in measure_named(name).codes]


def the_parts_agree(table: Table, stands: list[Stand], name: str) -> None:
    parts: dict[str, list[Stand]] = {}
    for stand in stands:
        parts.setdefault(getattr(stand, name), []).append(stand)
    assert sorted(row[1:] for row in table.body) == sorted(
        [*counts(under, "status"), len(under)] for under in parts.values()
    )
    assert table.total is not None
    assert table.total[1:] == [*counts(stands, "status"), len(stands)]


def the_judgements_agree(sheets: dict[str, Table], stands: list[Stand]) -> None:
    assert [row[1] for row in sheets["Schedule"].body] == counts(stands, "schedule")
    judged = zip(counts(stands, "confidence"), counts(stands, "verdict"), strict=True)
    assert [tuple(row[1:]) for row in sheets["Confidence and verdict"].body] == list(judged)


def the_money_agrees(table: Table, plain: Plain, when: When) -> None:
    keys = {stand.key for stand in plain.at(when)}
    expected = money.by_year(money.lines_of(plain, when.plan_day), money.spent(plain, when), keys)
    assert {int(str(row[0])): row[1:] for row in table.body} == {
        year: [sums.get(measure) for measure in ["planned", "committed", "paid", "forecast"]]
        for year, sums in expected.items()
    }


def the_percentage_agrees(table: Table, plain: Plain, when: When) -> None:
    lines, spent = money.lines_of(plain, when.plan_day), money.spent(plain, when)
    in_plan = {line.action for line in lines}
    cells = spending.cells(lines, [row for row in spent if row["action"] in in_plan])
    paid, planned = spending.paid_of_planned(lines, cells, when.reckoned_on)
    percent = None if paid is None else (paid * 100 / planned).quantize(money.CENT, ROUND_HALF_UP)
    assert table.rows == [[str(spending.last_year_over(when.reckoned_on)), planned, paid, percent]]
