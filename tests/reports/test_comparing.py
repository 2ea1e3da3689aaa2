"""What the checks compare a report with, read from the plan, the last report and other organisations' money."""

import datetime
from decimal import Decimal

import pytest

from actionplan.accounts.models import User
from actionplan.reporting.models import ProgressReport
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparison_of, previous_report
from actionplan.reports.contents import ExpenditureRow, MilestoneRow, contents_of
from actionplan.reports.findings import CheckContext
from actionplan.reports.reviewing import return_report
from tests.factories import BudgetLineFactory
from tests.personas import SmallPlan
from tests.reporting_factories import By, accepted_report, drafted, hand_in, noon


def around(report: ProgressReport, month: int) -> CheckContext:
    return comparison_of(report, noon(2022, month, 2))[1]


def test_the_plan_gives_end_milestones_labels_and_planned_totals(small_plan: SmallPlan, by_lead: By) -> None:
    draft = drafted(small_plan.with_money, *by_lead, noon(2022, 3, 1))
    known = around(draft, 3)
    assert (known.today, known.end, known.is_lead) == (
        datetime.date(2022, 3, 2),
        datetime.date(2022, 12, 31),
        True,
    )
    assert known.milestones[small_plan.milestone.pk].due == datetime.date(2022, 6, 30)
    assert known.line_labels[small_plan.line.pk] == "Line 1"
    assert known.planned_totals == {small_plan.line.pk: Decimal("10000.00")}
    assert (known.last, known.unchanged_for) == (None, 0)


def test_the_last_report_is_the_one_that_held_when_this_one_was_handed_in(
    small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    action = small_plan.with_money
    first = accepted_report(action, *by_lead, noon(2022, 1, 1), reviewer=coordinator, done="One.")
    second = hand_in(action, *by_lead, noon(2022, 2, 1), done="Two.")
    return_report(report=second, remark="Sample.", by=coordinator, at=noon(2022, 2, 2))
    third = drafted(action, *by_lead, noon(2022, 3, 1), done="Three.")
    assert [previous_report(report) for report in [first, second, third]] == [None, first, first]
    assert around(third, 3).last == contents_of(first)


@pytest.mark.full
def test_the_number_of_unchanged_reports_grows(small_plan: SmallPlan, by_lead: By, coordinator: User) -> None:
    sentences = []
    for month in range(1, 5):
        report = accepted_report(small_plan.joint, *by_lead, noon(2022, month, 1), reviewer=coordinator)
        report.refresh_from_db()
        results = findings(contents_of(report), around(report, month))
        sentences += [finding.sentence for finding in results if finding.code == "unchanged"]
    assert sentences == [
        "Nothing changed since the last report.",
        "Nothing changed in the last 2 reports.",
        "Nothing changed in the last 3 reports.",
    ]


def test_other_organisations_money_is_counted_as_reported(
    small_plan: SmallPlan, by_lead: By, by_partner: By
) -> None:
    line = BudgetLineFactory(action=small_plan.joint).pk
    paid = [ExpenditureRow(line, 2021, paid=Decimal("1.10")), ExpenditureRow(line, 2022, paid=Decimal("2"))]
    hand_in(small_plan.joint, *by_partner, noon(2022, 1, 1), expenditures=paid)
    draft = drafted(small_plan.joint, *by_lead, noon(2022, 2, 1), expenditures=paid)
    assert around(draft, 2).paid_by_others == {line: {"Agency for Home Affairs": Decimal("3.10")}}


def test_the_reviewer_sees_the_same_findings_as_the_submitter(small_plan: SmallPlan, by_lead: By) -> None:
    fields = {
        "confidence": "off_track",
        "expenditures": [ExpenditureRow(small_plan.line.pk, 2022, paid=Decimal("10001"))],
        "milestones": [MilestoneRow(small_plan.milestone.pk)],
    }
    draft = drafted(small_plan.with_money, *by_lead, noon(2022, 8, 1), **fields)
    before = findings(contents_of(draft), around(draft, 8))
    report = hand_in(small_plan.with_money, *by_lead, noon(2022, 8, 1), **fields)
    assert {finding.code for finding in before} == {
        "no_obstacle",
        "nothing_done_said",
        "milestone_passed",
        "day_missing",
        "paid_above_committed",
        "paid_above_planned",
    }
    assert findings(contents_of(report), around(report, 8)) == before
