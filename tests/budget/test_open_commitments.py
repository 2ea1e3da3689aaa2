"""Commitments that are still open: where one organisation said both what it committed and what it paid; the
rest beside it.
"""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reports.contents import ExpenditureRow
from actionplan.rounds.taking_snapshots import take_snapshot
from actions.models import Action
from budgets.models import BudgetLine
from tests.budget.test_page import table
from tests.factories import BudgetLineFactory
from tests.personas import SmallPlan
from tests.reading import Element, read
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import By, RoundFactory, accepted_report, noon

pytestmark = pytest.mark.django_db
Amounts = dict[int, tuple[int | None, int | None]]
"""Committed and paid by year."""
Report = Callable[[Organisation, User, Amounts], None]


@pytest.fixture
def line(small_plan: SmallPlan) -> BudgetLine:
    """Of the joint action."""
    return BudgetLineFactory(action=small_plan.joint)


@pytest.fixture
def report(small_plan: SmallPlan, line: BudgetLine, coordinator: User) -> Report:
    def told(organisation: Organisation, by: User, amounts: Amounts) -> None:
        rows = [
            ExpenditureRow(
                line.pk,
                year,
                *(None if amount is None else Decimal(amount) for amount in both),
                source="Sample.",
            )
            for year, both in amounts.items()
        ]
        leads = small_plan.joint.leads.filter(organisation=organisation).exists()
        accepted_report(
            small_plan.joint,
            organisation,
            by,
            noon(2022, 3, 1 if leads else 2),
            reviewer=coordinator,
            verdict="on_track" if leads else "",
            expenditures=rows,
        )

    return told


@pytest.fixture
def one_sided(
    report: Report,
    small_plan: SmallPlan,
    by_lead: By,
    partner_organisation: Organisation,
    partner: User,
    coordinator: User,
) -> Action:
    """The lead committed in 2022 and says nothing of what it paid, its partner the other way round; in 2021
    both said both.
    """
    report(*by_lead, {2021: (1000, 400), 2022: (62000, None)})
    report(partner_organisation, partner, {2021: (500, 600), 2022: (None, 70000)})
    about, at = datetime.date(2022, 12, 31), noon(2023, 1, 10)
    round = RoundFactory(plan=small_plan.plan, code="2022-12", state="closed", about=about, closed_at=at)
    closing = ClosingFactory(round=round, closed_by=coordinator, closed_at=at)
    take_snapshot(closing=closing, by=coordinator, at=at)
    return small_plan.joint


def section_of(page: Element) -> Element:
    return next(
        element
        for element in page.all("section")
        if element.all("h2") and element.all("h2")[0].attributes["id"] == "open"
    )


def beside(page: Element) -> dict[str, str]:
    """The sentences with an amount beside the table, by the address of its receipt."""
    return {
        link.attributes["href"]: paragraph.text
        for paragraph in section_of(page).all("p")
        for link in paragraph.all("a", class_="receipt")
    }


@pytest.mark.full
def test_what_one_organisation_committed_is_not_set_against_what_another_paid(
    one_sided: Action, viewer: Client
) -> None:
    was = {"on=2022-12-31": "the first report", "round=2022-12": "nothing in the round before"}
    for moment, before in was.items():
        page = read(viewer.get(f"/2020-2024/budget/?{moment}"))
        assert table(page, "open")[f"1.2 {one_sided.title}"] == ["500", "500"]
        assert "−8,000" not in page.text
        # a receipt has a row for each organisation that said both
        receipt = read(viewer.get(f"/2020-2024/money/?measure=open&{moment}"))
        assert sorted(row[2:4] for row in receipt.rows) == [["2021", "€600.00"], ["2021", "−€100.00"]]
        # what only one side is known of is said beside the table
        amounts = beside(page)
        committed, paid = amounts.values()
        assert committed.startswith("€62,000.00 is committed where nothing was reported as paid")
        assert paid.startswith("€70,000.00 is paid where nothing was reported as committed")
        receipts = [read(viewer.get(address)) for address in amounts]
        assert [[row[2:4] for row in receipt.rows] for receipt in receipts] == [
            [["2022", "€62,000.00"]],
            [["2022", "€70,000.00"]],
        ]
        assert receipts[0].rows[0][4] == before
        assert "by an organisation that reported nothing as paid" in receipts[0].text


def test_a_commitment_does_not_disappear_where_nobody_said_what_was_paid(
    report: Report, by_lead: By, viewer: Client
) -> None:
    report(*by_lead, {2022: (62000, None)})
    section = section_of(read(viewer.get("/2020-2024/budget/?on=2022-12-31"))).text
    assert "1.2" in section, "it has an open commitment, of which nobody knows how much"
    assert "€62,000.00 is committed where nothing was reported as paid" in section


@pytest.mark.parametrize(("committed", "is_open"), [(400, False), (500, True)])
def test_a_commitment_that_was_paid_in_a_later_year_is_not_open(
    committed: int, is_open: bool, report: Report, by_lead: By, viewer: Client
) -> None:
    report(*by_lead, {2021: (1000, 400), 2022: (committed, 1000)})
    section = section_of(read(viewer.get("/2020-2024/budget/?on=2022-12-31"))).text
    assert ("Where both were reported, no commitment is open." in section) is not is_open


def test_where_all_was_paid_no_commitment_is_open(report: Report, by_lead: By, viewer: Client) -> None:
    report(*by_lead, {2022: (500, 500)})
    page = read(viewer.get("/2020-2024/budget/?on=2022-12-31"))
    assert "Where both were reported, no commitment is open." in section_of(page).text
    assert beside(page) == {}
