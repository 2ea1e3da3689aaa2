"""The page of a minister: the table of the money, action by action."""

from decimal import Decimal

from actionplan.organisations.models import Minister
from actionplan.reports.contents import ExpenditureRow
from budgets.models import BudgetTerms
from tests.actions.action_pages import LeadSays
from tests.factories import BudgetLineFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import noon


def test_each_row_of_money_has_a_short_title_what_was_paid_in_thousands_and_the_percentage(
    small_plan: SmallPlan,
    minister: Minister,
    lead_says: LeadSays,
    client_of: ClientOf,
) -> None:
    BudgetTerms.objects.filter(line=small_plan.line).update(label="Network", label_nl="Koepelnetwerk")
    BudgetTerms.objects.filter(line=small_plan.line_without_amount).update(label="Regular resources")
    other = BudgetLineFactory(action=small_plan.joint)
    BudgetTerms.objects.filter(line=other).update(label="")
    rows_paid = [
        ExpenditureRow(line.pk, 2021, None, Decimal(paid), source="Ledger")
        for line, paid in [(small_plan.line, 2600), (small_plan.line_without_amount, 500)]
    ]
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), expenditures=rows_paid)
    address = f"/2020-2024/ministers/{minister.key}/?on=2025-01-02"
    page = read(client_of(lead_says.reviewer).get(address, headers={"accept-language": "nl"}))
    [table] = page.all("table", class_="money-by-action")
    rows = [[cell.text for cell in row.children if not isinstance(cell, str)] for row in table.all("tr")]
    assert [(cells[0], *cells[2:]) for cells in rows[1:]] == [
        (
            "1.1 Koepelnetwerk",
            "3 van 10",
            "26% daarvan € 500 op lijnen zonder bedrag, die niet in het percentage zitten",
        ),
        (f"1.2 {small_plan.joint.title_nl or small_plan.joint.title}", "– van 10", "–"),
    ]


def test_an_action_that_is_late_also_says_the_verdict_and_one_that_needs_attention_says_so_once(
    small_plan: SmallPlan, minister: Minister, lead_says: LeadSays, client_of: ClientOf
) -> None:
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1))
    lead_says.accepted(small_plan.joint, noon(2022, 3, 1), verdict="needs_attention")
    for day, code, words in [("2022-03-02", "1.2", "needs attention"), ("2025-01-02", "1.1", "on track")]:
        page = read(client_of(lead_says.reviewer).get(f"/2020-2024/ministers/{minister.key}/?on={day}"))
        [row] = [parts for parts in page.listed if code in parts]
        assert " ".join(row).count(words) == 1, day
