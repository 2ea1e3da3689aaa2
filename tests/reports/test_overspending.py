"""Paid above planned: over all organisations and years, above a line's planned total, lines with an amount only."""

import datetime
from decimal import Decimal

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import OverspentLine
from actionplan.reporting.states import Basis
from actionplan.reports.contents import ExpenditureRow
from budgets.models import BudgetLine
from budgets.states import BudgetKind
from tests.factories import BudgetLineFactory
from tests.personas import SmallPlan
from tests.reporting_factories import accepted_report, hand_in, noon

MARCH = datetime.date(2022, 3, 31)


def overspent(
    small_plan: SmallPlan, day: datetime.date = MARCH, basis: str = Basis.ACCEPTED
) -> list[OverspentLine]:
    picture = live.read(small_plan.plan, Moment.end_of_day(day, basis))
    return [line for action in picture.actions for line in action.overspent]


@pytest.fixture
def line(small_plan: SmallPlan) -> BudgetLine:
    """10,000 euro on the joint action."""
    return BudgetLineFactory(action=small_plan.joint)


def paid(line: BudgetLine, amount: str, year: int = 2022) -> ExpenditureRow:
    return ExpenditureRow(line.pk, year, paid=Decimal(amount))


def test_all_organisations_and_years_count_together(
    line: BudgetLine,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    contributor: User,
    partner: User,
    coordinator: User,
) -> None:
    ours = [paid(line, "4000", 2021), paid(line, "3000")]
    accepted_report(
        small_plan.joint,
        lead_organisation,
        contributor,
        noon(2022, 3, 1),
        reviewer=coordinator,
        expenditures=ours,
    )
    theirs = {"reviewer": coordinator, "verdict": ""}
    joint = (small_plan.joint, partner_organisation, partner)
    accepted_report(*joint, noon(2022, 3, 2), expenditures=[paid(line, "3000")], **theirs)
    assert overspent(small_plan) == []
    accepted_report(*joint, noon(2022, 3, 3), expenditures=[paid(line, "3000.01")], **theirs)
    (found,) = overspent(small_plan)
    assert found.place == line.place
    assert (found.planned, found.paid) == (Decimal("10000.00"), Decimal("10000.01"))
    assert overspent(small_plan, datetime.date(2022, 3, 2)) == []


def test_what_is_not_reviewed_counts_on_the_reported_basis_alone(
    line: BudgetLine, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    hand_in(
        small_plan.joint,
        lead_organisation,
        contributor,
        noon(2022, 3, 1),
        expenditures=[paid(line, "10000.01")],
    )
    assert overspent(small_plan) == []
    assert len(overspent(small_plan, basis=Basis.REPORTED)) == 1


def test_a_line_without_an_amount_is_never_overspent(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    line = BudgetLineFactory(action=small_plan.joint, terms__kind=BudgetKind.REGULAR_RESOURCES)
    hand_in(
        small_plan.joint, lead_organisation, contributor, noon(2022, 3, 1), expenditures=[paid(line, "99999")]
    )
    assert overspent(small_plan, basis=Basis.REPORTED) == []
