"""The page of the budget: what leads where, what is said beside the figures, and what a stranger to a figure would ask."""

import datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.reports.contents import ExpenditureRow
from actions.models import Action
from budgets.models import BudgetTerms
from objectives.models import Plan
from tests.actions.action_factories import reword
from tests.actions.action_pages import LeadSays
from tests.amendments.government_factories import spread_by_lead
from tests.factories import BudgetLineFactory, FundingFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read, read_csv
from tests.reporting_factories import noon

pytestmark = pytest.mark.django_db
DAY = "on=2022-12-31"


@pytest.fixture
def spent(small_plan: SmallPlan, lead_says: LeadSays) -> SmallPlan:
    """On 1.1: 6,000 committed and 5,500 paid in 2021; in 2022 4,000 committed, with a forecast of 4,500 and nothing paid yet."""
    rows = [
        ExpenditureRow(small_plan.line.pk, 2021, Decimal(6000), Decimal(5500), source="Sample."),
        ExpenditureRow(small_plan.line.pk, 2022, Decimal(4000), None, Decimal(4500), source="Sample."),
    ]
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), expenditures=rows)
    return small_plan


def rows_of(page: Element, name: str) -> list[list[str]]:
    """The rows of the table with this heading, the total included."""
    money_table = next(
        element for element in page.all("table") if element.attributes.get("aria-labelledby") == name
    )
    rows = [
        [
            cell.text
            for cell in row.children
            if isinstance(cell, Element) and cell.attributes.get("class") != "bar"
        ]
        for row in money_table.all("tr")
    ]
    return rows[1:]


def table(page: Element, name: str) -> dict[str, list[str]]:
    """The same by the first cell."""
    return {first: rest for first, *rest in rows_of(page, name)}


def page_of(client: Client, query: str = DAY) -> Element:
    return read(client.get(f"/2020-2024/budget/?{query}"))


@pytest.mark.full
def test_each_year_has_what_was_planned_committed_paid_and_forecast(spent: SmallPlan, viewer: Client) -> None:
    page = page_of(viewer)
    assert "Up to and including 2022, €5,500 was paid of €10,000 planned (55%)." in page.text
    years = table(page, "divided")
    assert years["2021"] == ["5,000", "6,000", "5,500", "–", "5,000", "6,000", "5,500"]
    assert years["2022"] == ["5,000", "4,000", "–", "4,500", "10,000", "10,000", "–"]
    assert years["Total"][:4] == ["10,000", "10,000", "5,500", "4,500"]
    # a commitment is open in the years of which both amounts are known
    assert table(page, "open")["1.1 Training for teachers"] == ["500", "500"]
    (open_table,) = page.all("table", **{"class": "money rows"})
    labels = [cell.attributes["data-label"] for cell in open_table.all("td")]
    assert labels == ["2021", "Total"] * 2, "on a phone each amount stands beside its year"
    receipt = read(viewer.get(f"/2020-2024/money/?measure=open&{DAY}"))
    assert [(row[2], row[3]) for row in receipt.rows] == [("2021", "€500.00")]
    # the breakdown can be of one year, or up to one
    page = page_of(viewer, f"{DAY}&by=kind&year=2022")
    assert table(page, "divided")["amount"] == ["5,000", "4,000", "–", "4,500", "0"]
    for name in ["objective", "policy_area", "organisation", "minister"]:
        [(_name, sums), _total] = table(page_of(viewer, f"{DAY}&by={name}&until=2021"), "divided").items()
        assert sums[:4] == ["5,000", "6,000", "5,500", "–"], name
    # a sum up to a year that is wholly reported says nothing of other years
    Plan.objects.update(start=datetime.date(2021, 1, 1))
    for measure, until, is_told in [("committed", 2022, False), ("paid", 2022, True), ("paid", 2021, False)]:
        receipt = read(viewer.get(f"/2020-2024/money/?measure={measure}&until={until}&{DAY}"))
        assert ("On the other years" in receipt.text) is is_told, (measure, until)


def test_too_little_paid_says_on_which_years_nothing_was_reported(
    viewer: Client, small_plan: SmallPlan, lead_says: LeadSays
) -> None:
    rows = [
        ExpenditureRow(small_plan.line.pk, year, Decimal(6000), paid, source="Sample.")
        for year, paid in [(2021, Decimal(1000)), (2022, None)]
    ]
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), expenditures=rows)
    page = page_of(viewer)
    said = "10% paid less than half 1.1 Training for teachers Line 1:"
    said = f"{said} €1,000.00 paid of the €10,000.00 planned up to and including 2022."
    assert f"{said} Nothing paid is reported on 2022." in page.text
    assert "1 line is out of step with the plan." in page.text
    receipt = read(viewer.get(receipt_with(page, "measure=paid", "line=1", "until=2022"))).text
    assert (
        "This is what was reported on 2021. On the other years up to and including 2022 no report" in receipt
    )


def test_what_was_paid_in_the_year_that_runs_stands_beside_too_little(
    viewer: Client, small_plan: SmallPlan, lead_says: LeadSays
) -> None:
    rows = [
        ExpenditureRow(small_plan.line.pk, year, Decimal(9000), Decimal(paid), source="Sample.")
        for year, paid in [(2021, 1000), (2022, 8000)]
    ]
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), expenditures=rows)
    page = page_of(viewer, "on=2022-03-31")
    said = "€1,000.00 paid of the €5,000.00 planned up to and including 2021."
    assert f"{said} Paid in all, this year included: €9,000.00." in page.text
    [in_all] = [link for link in page.all("a") if link.text.startswith("Paid in all")]
    assert "€9,000.00" in read(viewer.get(in_all.attributes["href"])).text


def test_lines_without_an_amount_are_counted_and_listed(viewer: Client, small_plan: SmallPlan) -> None:
    for action in [small_plan.joint, small_plan.elsewhere]:
        BudgetLineFactory(action=action, terms__kind="regular_resources", terms__amount=None)
    page = page_of(viewer, f"{DAY}&by=objective")
    counts = {cell.text: link for link, cell in links_of(page, "divided")}
    assert set(counts) == {"1", "2", "3"}
    # of these the table of lines says nothing, unless all are asked for
    lines = "/2020-2024/budget/?on=2022-12-31&lines=all#lines"
    assert len(rows_of(page, "lines")) == 1
    assert [link for link in page.all("a") if link.attributes["href"] == lines]
    assert len(rows_of(read(viewer.get(lines)), "lines")) == 4
    for count, address in counts.items():
        assert len(rows_of(read(viewer.get(address)), "lines")) == int(count)


def links_of(page: Element, name: str) -> list[tuple[str, Element]]:
    """The links of the last cells of a table, each with its cell."""
    money_table = next(
        element for element in page.all("table") if element.attributes.get("aria-labelledby") == name
    )
    cells = [row.all("td")[-1] for row in money_table.all("tr") if row.all("td")]
    return [(cell.all("a")[0].attributes["href"], cell) for cell in cells if cell.all("a")]


def receipt_with(page: Element, *parts: str) -> str:
    """The address of the one receipt on the page that asks for all of this."""
    (address,) = {
        link.attributes["href"]
        for link in page.all("a", class_="receipt")
        if all(part in link.attributes["href"] for part in parts)
    }
    return address


@pytest.mark.full
def test_lines_and_receipts_can_be_of_a_part_and_of_one_lead(viewer: Client, small_plan: SmallPlan) -> None:
    query = f"{DAY}&under_organisation=ov"
    assert {row[0].split()[0] for row in rows_of(page_of(viewer, query), "lines")} == {"1.1"}
    planned = "/2020-2024/money/?measure=planned"
    assert len(read(viewer.get(f"{planned}&{query}")).rows) == 2
    assert read(viewer.get(f"{planned}&{DAY}&under_organisation=x")).rows == []
    # within the wider scope a part is what counts under it
    address = receipt_with(
        page_of(viewer, f"{DAY}&objective=1&also=on&by=policy_area"), "under_policy_area=", "measure=planned"
    )
    assert len(read(viewer.get(address)).rows) == 2
    # the file is named after what it holds
    response = viewer.get(f"/2020-2024/budget.csv?{DAY}")
    named = 'attachment; filename="budget-2020-2024-known-2022-12-31-accepted.csv"'
    assert response.headers["Content-Disposition"] == named
    assert response.getvalue().decode("utf-8-sig").splitlines()[0].startswith("Code;Action;Line;Label;")
    # what is not known is said, and nothing is shown; there is no file of it
    for query in ["year=x", "until=²", "lines=some", "by=colour", "kind=gold", "line=x", "under_minister=x"]:
        said = f"“{query.partition('=')[2]}”. That is why nothing is shown."
        page = page_of(viewer, query)
        assert said in page.text, query
        assert "There are no actions in what is shown here." in page.text, query
        for ending in ["csv", "xlsx"]:
            file = viewer.get(f"/2020-2024/budget.{ending}?{query}")
            assert file.status_code == 400, query
            assert said in file.content.decode(), query


def test_what_the_lead_spread_is_said_beside_the_printed_amount(
    client_of: ClientOf, reader: User, small_plan: SmallPlan
) -> None:
    BudgetTerms.objects.filter(line=small_plan.line).update(printed_as="€10,000")
    assert "€10,000 · derived pro rata by day" in rows_of(page_of(client_of(reader)), "lines")[0][0]
    spread_by_lead(small_plan.line, {2021: 1000, 2022: 9000}, datetime.date(2022, 1, 1))
    page = page_of(client_of(reader))
    assert table(page, "divided")["2022"][0] == "9,000"
    assert "€10,000 · as the lead spread it" in rows_of(page, "lines")[0][0]
    assert "1 line is as its lead spread it over the years" in page.text


DAYS_AROUND = {"?on=2022-05-31": True, "?on=2022-06-01": False, "": False}
"""The last day on which an action was in the plan, the first on which it was not, and today."""


@pytest.mark.full
def test_money_of_a_withdrawn_action_is_in_no_total_of_later_days_and_named_beside(
    spent: SmallPlan, client_of: ClientOf, reader: User
) -> None:
    Action.objects.filter(pk=spent.with_money.pk).update(in_force_until=datetime.date(2022, 6, 1))
    totals, beside = page_of(client_of(reader)).text.split("Not counted here")
    assert "5,500" not in totals
    assert "withdrawn from 1 June 2022 on:" in beside
    assert "€5,500.00 paid" in beside
    assert table(page_of(client_of(reader), "on=2022-05-31"), "divided")["2021"][2] == "5,500"
    overview = reverse("overview", args=[spent.plan.code])
    shown = {day: read(client_of(reader).get(overview + day)).text for day in DAYS_AROUND}
    paid = {day: "5,500" in text.partition("Not counted here")[0] for day, text in shown.items()}
    assert paid == DAYS_AROUND


@pytest.mark.full
def test_what_was_spent_on_a_line_that_ended_stands_under_a_kind_of_its_own(
    spent: SmallPlan, client_of: ClientOf, reader: User
) -> None:
    BudgetTerms.objects.filter(line=spent.line).update(in_force_until=datetime.date(2022, 6, 1))
    page = page_of(client_of(reader), f"{DAY}&by=kind")
    assert table(page, "divided")["no longer in the plan"][2] == "5,500"
    address = receipt_with(page, "kind=ended", "measure=paid")
    assert [row[3] for row in read(client_of(reader).get(address)).rows] == ["€5,500.00"]


def test_a_line_that_two_pay_shows_each_one_s_part(
    spent: SmallPlan, client_of: ClientOf, reader: User
) -> None:
    terms = spent.line.terms.get()
    FundingFactory(terms=terms, organisation=None, source="EU", percent=Decimal(90), order=1)
    _line, *payers = rows_of(page_of(client_of(reader), f"{DAY}&by=source"), "shared")
    assert payers == [
        ["EU", "90%", "9,000", "9,000", "4,950", "4,050"],
        ["no named source", "10%", "1,000", "1,000", "550", "450"],
    ]
    receipt = read(client_of(reader).get(f"/2020-2024/money/?measure=paid&source=named.EU&{DAY}"))
    assert [row[3] for row in receipt.rows] == ["€4,950.00"]
    assert "derived pro rata of the shares" in receipt.text


@pytest.mark.full
def test_what_is_named_has_its_title_in_the_language_of_the_page(spent: SmallPlan, viewer: Client) -> None:
    reword(spent.with_money, title_nl="Opleiding voor leerkrachten")
    for language, title in [("en", spent.with_money.title), ("nl", "Opleiding voor leerkrachten")]:
        viewer.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        named = f"{spent.with_money.code} {title}"
        assert rows_of(page_of(viewer, "all=on"), "lines")[0][0].startswith(named)
        assert rows_of(page_of(viewer, "all=on"), "open")[0][0] == named
        file = read_csv(viewer.get(f"/2020-2024/budget.csv?{DAY}"))
        assert file[1][:3] == [spent.with_money.code, title, "1"]
        receipt = read(viewer.get(f"/2020-2024/money/?measure=paid&action={spent.with_money.code}"))
        assert receipt.rows[0][0] == named
        assert named in receipt.all("nav", class_="breadcrumbs")[0].text
