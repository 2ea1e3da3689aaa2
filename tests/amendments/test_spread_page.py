"""The page on which the lead spreads a budget line over the years, and where the spread is shown."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Spread
from actionplan.reports.spreads import replace_spread
from budgets.models import BudgetTerms
from tests.factories import FundingFactory, MembershipFactory, UserFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import part, read
from tests.reporting_factories import noon
from tests.sent_forms import form_to, send

ACTION = "/2020-2024/actions/1.1/"
PAGE = f"{ACTION}spread/1/"
pytestmark = pytest.mark.usefixtures("small_plan")
"""The author reports for the lead of 1.1, whose first line has 10,000 euro over 2021 and 2022."""
LATE = {2021: Decimal(2000), 2022: Decimal(8000)}


def words(response: Any, status: int = 200) -> str:
    return read(response, status).text


def test_the_form_shows_each_year_beside_what_is_derived(author: Client, small_plan: SmallPlan) -> None:
    BudgetTerms.objects.filter(line=small_plan.line).update(printed_as="10,000 euro in all")
    page = author.get(PAGE)
    rows = [row.text for row in read(page).all("div", class_="form-row")]
    assert rows == [
        "2020 Planned, in euro 2020 outside the period of the line",
        "2021 Planned, in euro 2021 derived €5,000.00",
        "2022 Planned, in euro 2022 derived €5,000.00",
        "2023 Planned, in euro 2023 outside the period of the line",
    ]
    assert "The plan says 10,000 euro in all" in words(page)
    fields = form_to(page, "spread/1/")
    assert [fields[f"year_{year}"] for year in range(2020, 2024)] == ["", "5,000.00", "5,000.00", ""]
    assert "planned total €10,000.00" in words(page)


def test_a_spread_is_saved_once_and_told_on_the_page_of_the_action(
    author: Client, coordinator: User, client_of: ClientOf
) -> None:
    page = author.get(PAGE)
    for _time in range(2):
        answer = send(author, page, f"{PAGE}", year_2021="2.000,00", year_2022="8000")
        assert answer.url == ACTION
    assert Spread.objects.count() == 2
    assert dict(Spread.objects.values_list("year", "amount")) == LATE
    shown = words(author.get(ACTION))
    assert "as the lead spread it" in shown
    assert "€8,000.00" in shown
    assert form_to(author.get(PAGE), "spread/1/")["year_2022"] == "8,000.00"
    # a receipt says whose the amounts are, and the trail what was planned before and after
    receipt = words(author.get("/2020-2024/money/?measure=planned&year=2022"))
    assert "€8,000.00 as the lead spread it" in receipt
    trail = words(client_of(coordinator).get(ACTION))
    assert "spread budget line 1 of 1.1" in trail
    assert "2021: €5,000.00 → €2,000.00" in trail
    assert "planned per year: derived → as the lead spread it" in trail


def test_a_year_outside_the_period_is_kept_only_when_it_is_filled_in(author: Client) -> None:
    send(author, author.get(PAGE), f"{PAGE}", year_2021="", year_2022="9000", year_2023="1000")
    kept = dict(Spread.objects.values_list("year", "amount"))
    assert kept == {2021: Decimal(0), 2022: Decimal(9000), 2023: Decimal(1000)}


def test_a_sum_that_differs_is_said_at_the_field_with_both_sums_and_nothing_is_lost(author: Client) -> None:
    page = author.get(PAGE)
    answer = send(author, page, f"{PAGE}", year_2021="2000", year_2022="9000")
    sentence = (
        "The years add up to €11,000.00, and the planned total of this line is €10,000.00: "
        "€1,000.00 too much."
    )
    (link,) = [element for element in read(answer, 400).all("a") if sentence in element.text]
    assert link.attributes["href"] == "#id_year_2022"
    assert "Together €11,000.00, of a planned total of €10,000.00" in words(answer, 400)
    assert form_to(answer, "spread/1/")["year_2022"] == "9000"
    answer = send(author, page, f"{PAGE}", year_2021="much", year_2022="-5")
    assert "Write a number such as" in words(answer, 400)
    assert "An amount cannot be negative." in words(answer, 400)
    assert not Spread.objects.exists()


def test_two_at_once_see_both_versions_and_lose_nothing(
    author: Client, small_plan: SmallPlan, lead_organisation: Organisation
) -> None:
    opened = author.get(PAGE)
    colleague = UserFactory(name="An Example")
    MembershipFactory(user=colleague, role=Role.CONTRIBUTOR, organisation=lead_organisation)
    at = noon(2022, 3, 1)
    replace_spread(line=small_plan.line, amounts=LATE, opened_on=None, by=colleague, at=at)
    answer = send(author, opened, f"{PAGE}", year_2021="1000", year_2022="9000")
    assert "An Example changed the spread of this line in the meantime." in words(answer, 409)
    rows = {row[0]: row[1:] for row in read(answer, 409).all("table")[0].rows}
    assert rows["2021"] == ["€1,000.00", "€2,000.00"]
    assert form_to(answer, "spread/1/")["year_2022"] == "9000"
    again = send(author, answer, f"{PAGE}")
    assert again.status_code == 302
    now = Spread.objects.open().values_list("year", "amount")
    assert dict(now) == {2021: Decimal(1000), 2022: Decimal(9000)}


def test_the_amounts_of_the_plan_are_used_again_on_demand(author: Client) -> None:
    opened = author.get(PAGE)
    assert "Use the amounts of the plan again" not in words(opened)
    derived = author.post(f"{PAGE}derive/", form_to(opened, "spread/1/"))
    assert "those of the plan already" in words(derived, 409)
    send(author, author.get(PAGE), f"{PAGE}", year_2021="2000", year_2022="8000")
    answer = send(author, author.get(PAGE), f"{PAGE}derive/")
    assert answer.url == ACTION
    assert not Spread.objects.open().exists()
    shown = words(author.get(ACTION))
    assert "€5,000.00" in shown
    assert "Planned per year is derived from the printed amount" in shown


def test_where_the_plan_states_the_years_nothing_is_called_derived(
    author: Client, small_plan: SmallPlan
) -> None:
    years = [{"year": 2021, "amount": "4000.00"}, {"year": 2022, "amount": "6000.00"}]
    BudgetTerms.objects.filter(line=small_plan.line).update(years=years)
    opened = author.get(PAGE)
    assert "2021 the plan states €4,000.00" in words(opened)
    not_spread = author.post(f"{PAGE}derive/", form_to(opened, "spread/1/"))
    assert "derive" not in words(not_spread, 409)
    send(author, opened, f"{PAGE}", year_2021="2000", year_2022="8000")
    assert "derive" not in words(author.get(PAGE))


def test_a_spread_that_no_longer_adds_up_is_said(
    author: Client, small_plan: SmallPlan, contributor: User
) -> None:
    at = noon(2022, 3, 1)
    replace_spread(line=small_plan.line, amounts=LATE, opened_on=None, by=contributor, at=at)
    BudgetTerms.objects.filter(line=small_plan.line).update(amount=Decimal(12000))
    page = author.get(PAGE)
    assert "the years no longer add up to its total" in words(page)
    assert "planned total €12,000.00" in words(page)
    assert form_to(page, "spread/1/")["year_2021"] == "6,000.00"


def test_a_line_without_an_amount_and_one_that_is_not_there_have_no_page(author: Client) -> None:
    assert [author.get(f"{ACTION}spread/{place}/").status_code for place in [2, 3]] == [404, 404]


def test_the_link_is_shown_to_contact_points_of_the_lead_alone(
    author: Client, partner: User, coordinator: User, client_of: ClientOf
) -> None:
    assert PAGE in author.get(ACTION).content.decode()
    assert PAGE not in author.get(f"{ACTION}?on=2022-01-01").content.decode()
    for somebody in [partner, coordinator]:
        assert PAGE not in client_of(somebody).get(ACTION).content.decode()


def test_a_past_day_is_planned_as_it_was_then(
    author: Client, small_plan: SmallPlan, contributor: User
) -> None:
    at = noon(2022, 3, 1)
    replace_spread(line=small_plan.line, amounts=LATE, opened_on=None, by=contributor, at=at)
    day = datetime.date(2022, 2, 28)
    receipt = words(author.get(f"/2020-2024/money/?measure=planned&year=2022&on={day}"))
    assert "€5,000.00" in receipt
    assert "€8,000.00" in words(author.get("/2020-2024/money/?measure=planned&year=2022&on=2022-03-01"))


def test_a_line_with_several_payers_and_a_spread_shows_each_once(
    author: Client, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    terms = BudgetTerms.objects.get(line=small_plan.line)
    FundingFactory(terms=terms, organisation=lead_organisation, percent=Decimal(60))
    FundingFactory(terms=terms, source="A fund", percent=Decimal(40), order=2)
    at = noon(2022, 3, 1)
    replace_spread(line=small_plan.line, amounts=LATE, opened_on=None, by=contributor, at=at)
    money = part(read(author.get(ACTION)), "money")
    assert money.count("60% Education and Training") == 1
    assert money.count("40% A fund") == 1
    assert "2022 €8,000.00" in money
    assert "Total €10,000.00" in money
