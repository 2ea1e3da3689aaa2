"""Paid above planned: over all organisations and years, above a line's planned total, lines with an amount only."""

import datetime
from decimal import Decimal

from actionplan.accounts.models import User
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.money import MORE
from actionplan.picture.results import OutOfStepLine
from actionplan.reporting.states import Basis
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.reviewing import accept
from budgets.models import BudgetLine
from tests.factories import BudgetLineFactory
from tests.personas import SmallPlan
from tests.reporting_factories import By, accepted_report, hand_in, noon

MARCH = datetime.date(2022, 3, 31)


def overspent(
    small_plan: SmallPlan, day: datetime.date = MARCH, basis: str = Basis.ACCEPTED
) -> list[OutOfStepLine]:
    picture = live.read(small_plan.plan, Moment.end_of_day(day, basis))
    return [line for action in picture.actions for line in action.lines_out_of_step(MORE)]


def paid(line: BudgetLine, amount: str, year: int = 2022) -> ExpenditureRow:
    return ExpenditureRow(line.pk, year, paid=Decimal(amount))


def test_all_organisations_and_years_count_together_and_what_is_not_reviewed_on_the_reported_basis_alone(
    small_plan: SmallPlan, by_lead: By, by_partner: By, coordinator: User
) -> None:
    line = BudgetLineFactory(action=small_plan.joint)  # of 10,000 euro
    joint = (small_plan.joint, *by_partner)
    spent = {"expenditures": [paid(line, "4000", 2021), paid(line, "3000")]}
    accepted_report(small_plan.joint, *by_lead, noon(2022, 3, 1), reviewer=coordinator, **spent)
    theirs = {"reviewer": coordinator, "verdict": ""}
    accepted_report(*joint, noon(2022, 3, 2), expenditures=[paid(line, "3000")], **theirs)
    assert overspent(small_plan) == []
    report = hand_in(*joint, noon(2022, 3, 3), expenditures=[paid(line, "3000.01")])
    assert overspent(small_plan) == []
    assert len(overspent(small_plan, basis=Basis.REPORTED)) == 1
    accept(report=report, by=coordinator, at=noon(2022, 3, 3))
    (overspending,) = overspent(small_plan)
    assert (overspending.place, overspending.planned, overspending.paid) == (
        line.place,
        Decimal("10000.00"),
        Decimal("10000.01"),
    )
    assert overspent(small_plan, datetime.date(2022, 3, 2)) == []
    # A line without an amount is never overspent.
    without = {"expenditures": [paid(small_plan.line_without_amount, "99999")]}
    hand_in(small_plan.with_money, *by_lead, noon(2022, 3, 4), **without)
    assert overspent(small_plan, basis=Basis.REPORTED) == [overspending]
