"""What a newcomer overlooks: a completion without a day or after the planned end, an old source under a new amount."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from actionplan.reports.checks import CheckContext, Finding, Level, findings
from actionplan.reports.contents import Contents, ExpenditureRow
from tests.reporting_factories import lead_contents

TODAY = datetime.date(2022, 6, 15)
PLANNED_END = datetime.date(2022, 3, 31)
LINE = 7


def found(contents: Contents, **facts: Any) -> dict[str, Finding]:
    around = CheckContext(**{"today": TODAY, "is_lead": True, "line_labels": {LINE: "Training"}} | facts)
    return {finding.code: finding for finding in findings(contents, around)}


def completed(**fields: Any) -> Contents:
    return lead_contents(status="completed", confidence="", **fields)


def test_completed_without_a_day_is_a_warning() -> None:
    finding = found(completed())["completed_without_date"]
    assert (finding.level, finding.field) == (Level.WARNING, "actual_end")
    assert "completed_without_date" not in found(completed(actual_end=TODAY))
    assert "completed_without_date" not in found(lead_contents(status="stopped", stop_reason="Sample."))


@pytest.mark.parametrize(
    ("outcome", "end", "is_found"),
    [
        ("as_planned", PLANNED_END + datetime.timedelta(days=1), True),
        ("as_planned", PLANNED_END, False),
        ("adapted", TODAY, False),
        ("", TODAY, False),
    ],
)
def test_completed_as_planned_but_after_the_planned_end_is_a_warning(
    outcome: str, end: datetime.date, is_found: bool
) -> None:
    finding = found(completed(outcome=outcome, actual_end=end), end=PLANNED_END).get("planned_yet_late")
    assert (finding is not None) == is_found
    if finding:
        assert (finding.level, finding.field) == (Level.WARNING, "outcome")
        assert "31 March 2022" in finding.sentence


def test_an_action_without_an_end_is_never_completed_late() -> None:
    assert "planned_yet_late" not in found(completed(outcome="as_planned", actual_end=TODAY))


def money(paid: str, source: str, year: int = 2021) -> ExpenditureRow:
    return ExpenditureRow(LINE, year, committed=Decimal(90), paid=Decimal(paid), source=source)


@pytest.mark.parametrize(
    ("row", "is_found"),
    [
        (money("60", "Sample ledger"), True),
        (money("60", "Sample ledger 2022"), False),
        (money("50", "Sample ledger"), False),
        (money("60", ""), False),
    ],
)
def test_a_new_amount_under_the_source_of_the_last_report_is_a_warning(
    row: ExpenditureRow, is_found: bool
) -> None:
    last = lead_contents(expenditures=[money("50", "Sample ledger")])
    finding = found(lead_contents(expenditures=[row]), last=last).get("old_source")
    assert (finding is not None) == is_found
    if finding:
        assert (finding.level, finding.field) == (Level.WARNING, f"money-{LINE}-2021-source")
        assert "2021 (Training)" in finding.sentence


def test_a_first_amount_has_no_old_source() -> None:
    contents = lead_contents(expenditures=[money("60", "Sample ledger")])
    assert "old_source" not in found(contents)
    assert "old_source" not in found(contents, last=lead_contents())


def test_fields_that_the_status_leaves_out_are_named() -> None:
    finding = found(completed(actual_end=TODAY, forecast_end=TODAY, forecast_reason="Sample."))
    sentence = finding["does_not_apply"].sentence
    assert sentence.endswith("forecast end, why the forecast.")
