"""A budget line that its lead had spread over the years: what changed says so, and does not call it derived or amended."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client

from actionplan.accounts.models import User
from budgets.models import BudgetTerms
from tests.amendments.government_factories import spread_by_lead
from tests.changes.compared import get, groups
from tests.changes.test_history import heads, history, rows_under
from tests.documents.written_documents import got, word_of, words_of
from tests.factories import BudgetTermsFactory
from tests.page_list.every_page import address
from tests.personas import ClientOf
from tests.plan_document.changed_plan import AMENDED_ON, ChangedPlan, begin, end
from tests.reading import read, read_csv

pytestmark = pytest.mark.django_db
AMOUNTS = {2021: Decimal(2000), 2022: Decimal(8000)}
AS_SPREAD = "Planned (as the lead spread it)"
ROWS = [
    [f"{AS_SPREAD} 2021", "€5,000.00", "€2,000.00 -€3,000.00"],
    [f"{AS_SPREAD} 2022", "€5,000.00", "€8,000.00 +€3,000.00"],
]
SPREAD_BY_THE_LEAD = "the lead changed how a budget line is spread over the years"


@pytest.fixture
def spread(two_rounds: ChangedPlan) -> ChangedPlan:
    """On 1 August the lead of 1.1 spread its 10,000 euro, derived as 5,000 a year, another way."""
    spread_by_lead(two_rounds.small.line, AMOUNTS, datetime.date(2022, 8, 1))
    return two_rounds


def plain(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.replace("−", "-") for cell in row] for row in rows]


@pytest.mark.full
def test_what_is_planned_is_as_the_lead_spread_it_and_the_report_to_the_government_says_so(
    spread: ChangedPlan, client_of: ClientOf, reader: User
) -> None:
    browser, but = client_of(reader), "1 line is as its lead spread it over the years."
    third = begin(spread, "2022-12", datetime.date(2022, 12, 31))
    file = client_of(spread.coordinator).get(
        address("government-report", "2020-2024", "2022-12", language="en")
    )
    assert but in read(file).text, "while the round is open"
    end(spread, third)
    for sides in [("2022-06", "2022-12"), ("2022-07-25", "2022-08-31"), ("2022-06", "2022-08-31")]:
        asked = dict(zip(["from", "to"], sides, strict=True))
        assert plain(groups(get(browser, **asked))["1.1"]) == ROWS
        cells = [row[2:6] for row in read_csv(browser.get(address("changes-csv", "2020-2024", **asked)))]
        assert [AS_SPREAD, "2022", "5000.00", "8000.00"] in cells
        assert "derived" not in str(cells)

    def words(round: str) -> str:
        file = got(browser, "government-report-docx", "2020-2024", round, language="en")
        return words_of(word_of(file))

    derived = "Planned per year is derived from the printed amounts, pro rata by day"
    assert f"{but} A dash" in words("2022-12"), "there is no other line with an amount"
    assert f"{derived}. A dash" in words("2022-06")


def test_the_history_says_that_it_was_the_lead_and_not_the_plan(
    spread: ChangedPlan, client_of: ClientOf, reader: User
) -> None:
    page = history(client_of(reader), "1.1")
    assert heads(page)[0] == f"1 August 2022 · {SPREAD_BY_THE_LEAD}"
    assert plain(rows_under(page, 0)) == ROWS


def test_a_line_that_the_lead_did_not_spread_stays_derived(spread: ChangedPlan, viewer: Client) -> None:
    BudgetTerms.objects.filter(line=spread.small.line).update(in_force_until=AMENDED_ON)
    BudgetTermsFactory(line=spread.small.line, amount=Decimal(20000), in_force_from=AMENDED_ON)
    rows = groups(get(viewer, **{"from": "2022-07-25", "to": "2022-10-01"}))["1.1"]
    planned = [row[0] for row in rows if row[0].startswith("Planned")]
    assert planned == [f"Planned (derived) {about}" for about in ["in total", "2021", "2022"]]
