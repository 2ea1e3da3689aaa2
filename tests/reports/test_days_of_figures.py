"""The checks of the days that figures are of: where a new amount has none, and where a closed round is to be corrected."""

import datetime
from dataclasses import replace
from decimal import Decimal

from actionplan.reports.contents import CorrectedRow
from actionplan.reports.findings import Level
from tests.reporting_factories import lead_contents
from tests.reports.test_findings import LINE, by_code, paid


def test_a_new_amount_without_its_day_or_that_does_not_say_whether_it_is_final_is_a_warning() -> None:
    row = paid("5", "6")
    undated, open_ended = replace(row, as_of=None), replace(row, finality="")
    for said, last, field in [
        (row, None, ""),
        (undated, None, "as_of"),
        (open_ended, None, "finality"),
        (undated, undated, ""),
        (undated, row, ""),
        (undated, replace(undated, paid=Decimal(4)), "as_of"),
        (replace(undated, committed=None, paid=None, full_time_equivalents=Decimal(1)), None, ""),
        (paid("5", "6", 2023), None, ""),
    ]:
        before = lead_contents(expenditures=[last]) if last else None
        finding = by_code(lead_contents(expenditures=[said]), last=before).get("day_missing")
        assert (finding.field if finding else "") == (f"money-{LINE}-2022-{field}" if field else ""), said
        assert finding is None or finding.level == Level.WARNING


def test_a_report_that_corrects_a_closed_round_says_which_fact_and_why() -> None:
    row = CorrectedRow("paid", line=LINE, year=2022, amount=Decimal(5))
    for fields, rows, codes in [
        ({}, (), set()),
        ({"corrects_id": 1}, (), {"corrects_nothing", "corrects_without_reason"}),
        ({"corrects_id": 1}, (row,), {"corrects_without_reason"}),
        ({"corrects_id": 1, "correction_reason": "Sample."}, (row,), set()),
    ]:
        found = by_code(replace(lead_contents(**fields), corrected=rows))
        assert {code for code in found if code.startswith("corrects")} == codes
        assert all(found[code].level == Level.BLOCKING for code in codes)


def test_a_figure_as_of_an_earlier_day_than_the_last_is_a_warning() -> None:
    march, june = datetime.date(2022, 3, 31), datetime.date(2022, 6, 1)
    for said, last, warned in [
        (march, june, True),
        (june, march, False),
        (june, june, False),
        (march, None, False),
    ]:
        before = lead_contents(expenditures=[replace(paid("5"), as_of=last)])
        found = by_code(lead_contents(expenditures=[replace(paid("5"), as_of=said)]), last=before)
        assert ("as_of_goes_back" in found) == warned
        if warned:
            finding = found["as_of_goes_back"]
            assert (finding.level, finding.field) == (Level.WARNING, f"money-{LINE}-2022-as_of")
