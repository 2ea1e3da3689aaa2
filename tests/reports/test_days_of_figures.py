"""The checks of the days that figures are of: where a new amount has none, and where a closed round is to be corrected."""

import datetime
from dataclasses import replace
from decimal import Decimal

from actionplan.reports.contents import MeasurementRow, MilestoneRow
from actionplan.reports.findings import Level
from tests.reporting_factories import lead_contents
from tests.reports.test_findings import LINE, MILESTONE, by_code, paid


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


def test_a_report_that_corrects_a_closed_round_and_says_nothing_new_of_its_day_is_a_warning() -> None:
    on, later = datetime.date(2022, 3, 31), datetime.date(2022, 6, 1)
    wrong, older = replace(paid("50"), as_of=on), paid("9", year=2021)
    achieved = MilestoneRow(MILESTONE, state="achieved", achieved_on=on)
    measured = MeasurementRow(5, on, Decimal(1))
    last = replace(
        lead_contents(expenditures=[wrong, older], milestones=[achieved], actual_start=on),
        measurements=(measured,),
    )
    for said, warned in [
        ({}, True),
        ({"expenditures": (replace(wrong, paid=Decimal(5)), older)}, False),
        ({"expenditures": (replace(wrong, paid=Decimal(5), as_of=later), older)}, True),
        ({"expenditures": (replace(wrong, paid=Decimal(5), as_of=None), older)}, True),
        ({"expenditures": (wrong, replace(older, paid=Decimal(8)))}, False),
        ({"measurements": (replace(measured, value=Decimal(2)),)}, False),
        ({"measurements": (measured, replace(measured, day=later))}, True),
        ({"milestones": (replace(achieved, achieved_on=later),)}, False),
        ({"fields": last.fields | {"actual_start": later}}, False),
        ({"fields": last.fields | {"confidence": "off_track"}}, True),
    ]:
        found = by_code(replace(last, **said), last=last, corrected_day=on).get("corrects_nothing")
        assert (found is not None) == warned, said
        assert found is None or (found.level, found.field) == (Level.WARNING, "corrects_id")
        assert "corrects_nothing" not in by_code(replace(last, **said), last=last)
