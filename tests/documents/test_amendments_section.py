"""The report to the Government tells of the amendments that were put in force since the round before."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.amendments.carrying_out import Decision, carry_out
from actionplan.documents.report import government_report
from actionplan.documents.source import source_of_preview
from actionplan.reporting.models import Round
from tests.amendments.amending import DECISION, amended, prepared
from tests.factories import BudgetLineFactory
from tests.personas import SmallPlan
from tests.reporting_factories import noon

pytestmark = pytest.mark.full


def rows(round: Round, at: datetime.datetime, since: datetime.datetime | None) -> list[list[object]]:
    source = source_of_preview(round, at)
    report = government_report(source, source_of_preview(round, since) if since else None)
    return next((table.rows for table in report.tables if table.sheet == "Amendments"), [])


def test_a_report_lists_what_was_put_in_force_since_the_round_before_and_was_known(
    opened: Round, small_plan: SmallPlan, coordinator: User, other_coordinator: User
) -> None:
    BudgetLineFactory(action=small_plan.joint)
    for code, decision, by, day in [
        ("1.1", DECISION, coordinator, 2),
        ("1.2", Decision(), other_coordinator, 4),
    ]:
        row = prepared(small_plan.plan, coordinator, datetime.date(2022, 8, day))
        amended(row, code, coordinator, title=f"Another title of {code}")
        carry_out(amendment=row, decision=decision, mark="", by=by, at=noon(2023, 1, day))
    first = [
        1,
        datetime.date(2022, 8, 2),
        "1.1 is amended: title.",
        "Sample reason.",
        "Flemish Government, 15 July 2022, VR 2022 1507 DOC.0945",
    ]
    second = [2, datetime.date(2022, 8, 4), "1.2 is amended: title.", "Sample reason.", "without decision"]
    assert rows(opened, noon(2023, 1, 5), None) == [first, second]
    assert rows(opened, noon(2023, 1, 5), noon(2023, 1, 3)) == [second]
    assert rows(opened, noon(2023, 1, 3), None) == [first], "the other was not known yet"
    assert rows(opened, noon(2023, 1, 5), noon(2023, 1, 5)) == []
