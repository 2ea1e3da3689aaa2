"""The figures of a report are worked out a second way, row by row from exported tables, in the four rounds of the story."""

from collections import Counter
from collections.abc import Callable

import pytest

from actionplan.documents.content import Table
from actionplan.documents.report import government_report
from actionplan.documents.source import source_of_closing
from actionplan.picture.measures import measure_named
from actionplan.reporting.models import Snapshot
from tests.second_way import money
from tests.second_way.plain import Plain, Stand
from tests.second_way.two_ways import ROUNDS, closing_of, with_mark

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
in_every_round = pytest.mark.parametrize("code", [with_mark(code) for code in ROUNDS])


@pytest.fixture
def sheets(plain: Plain) -> Callable[[str], dict[str, Table]]:
    """The tables of the report on a round, by their names in the workbook."""

    def tables(code: str) -> dict[str, Table]:
        snapshot = Snapshot.objects.get(closing__round__code=code)
        return {table.sheet: table for table in government_report(source_of_closing(snapshot), None).tables}

    return tables


def counts(stands: list[Stand], name: str) -> list[int]:
    counted = Counter(getattr(stand, name) for stand in stands)
    return [counted[code] for code, _label in measure_named(name).codes]


@in_every_round
@pytest.mark.parametrize(
    ("sheet", "name"), [("Status", "objective"), ("Policy areas", "policy_area"), ("Ministers", "minister")]
)
def test_status_by_part(plain: Plain, sheets: Callable, code: str, sheet: str, name: str) -> None:
    stands, table = plain.at(closing_of(code, "accepted")), sheets(code)[sheet]
    parts: dict[str, list[Stand]] = {}
    for stand in stands:
        parts.setdefault(getattr(stand, name), []).append(stand)
    assert sorted(row[1:] for row in table.body) == sorted(
        [*counts(under, "status"), len(under)] for under in parts.values()
    )
    assert table.total is not None
    assert table.total[1:] == [*counts(stands, "status"), len(stands)]


@in_every_round
def test_schedule_confidence_and_verdict(plain: Plain, sheets: Callable, code: str) -> None:
    stands, tables = plain.at(closing_of(code, "accepted")), sheets(code)
    assert [row[1] for row in tables["Schedule"].body] == counts(stands, "schedule")
    judged = zip(counts(stands, "confidence"), counts(stands, "verdict"), strict=True)
    assert [tuple(row[1:]) for row in tables["Confidence and verdict"].body] == list(judged)


@in_every_round
def test_money_by_year(plain: Plain, sheets: Callable, code: str) -> None:
    when = closing_of(code, "accepted")
    keys = {stand.key for stand in plain.at(when)}
    lines, spent = money.lines_of(plain, when.plan_day), money.spent(plain, when)
    expected = money.by_year(lines, spent, keys)
    assert {int(str(row[0])): row[1:] for row in sheets(code)["Money by year"].body} == {
        year: [sums.get(measure) for measure in ["planned", "committed", "paid", "forecast"]]
        for year, sums in expected.items()
    }
