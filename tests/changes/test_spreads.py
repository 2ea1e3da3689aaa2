"""A lead that spreads a budget line over the years itself: what changed says so, and does not call it derived or amended."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.reports.spreads import derive_spread_again, replace_spread
from budgets.models import BudgetTerms
from tests.changes.test_between_rounds import groups
from tests.changes.test_history import heads, history, rows_under
from tests.changes.test_page import get
from tests.documents.written_documents import got, word_of, words_of
from tests.factories import BudgetTermsFactory
from tests.page_list.every_page import address
from tests.plan_document.changed_plan import AMENDED_ON, ChangedPlan, begin, end
from tests.reading import read
from tests.reporting_factories import noon

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
END_OF_2022 = datetime.date(2022, 12, 31)
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
    line, at = two_rounds.small.line, noon(2022, 8, 1)
    replace_spread(line=line, amounts=AMOUNTS, opened_on=None, by=two_rounds.contributor, at=at)
    return two_rounds


def derive_again(world: ChangedPlan) -> None:
    derive_spread_again(line=world.small.line, opened_on=None, by=world.contributor, at=noon(2022, 8, 10))


def close_the_third(world: ChangedPlan) -> None:
    end(world, begin(world, "2022-12", END_OF_2022))


def plain(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.replace("−", "-") for cell in row] for row in rows]


@pytest.mark.parametrize(
    "sides", [("2022-06", "2022-12"), ("2022-07-25", "2022-08-31"), ("2022-06", "2022-08-31")]
)
def test_what_is_planned_is_as_the_lead_spread_it(
    spread: ChangedPlan, client_of: Browse, reader: User, sides: tuple[str, str]
) -> None:
    close_the_third(spread)
    asked = dict(zip(["from", "to"], sides, strict=True))
    assert plain(groups(get(client_of(reader), **asked))["1.1"]) == ROWS
    text = client_of(reader).get(address("changes-csv", "2020-2024", **asked)).content.decode()
    assert f";{AS_SPREAD};2021;" in text
    assert "derived" not in text


def test_what_the_lead_no_longer_spreads_is_derived_again(
    spread: ChangedPlan, client_of: Browse, reader: User
) -> None:
    derive_again(spread)
    found = groups(get(client_of(reader), **{"from": "2022-08-05", "to": "2022-08-31"}))["1.1"]
    assert [row[0] for row in found] == ["Planned (derived again) 2021", "Planned (derived again) 2022"]


def test_a_line_that_the_lead_did_not_spread_stays_derived(
    spread: ChangedPlan, client_of: Browse, reader: User
) -> None:
    BudgetTerms.objects.filter(line=spread.small.line).update(in_force_until=AMENDED_ON)
    BudgetTermsFactory(line=spread.small.line, amount=Decimal(20000), in_force_from=AMENDED_ON)
    found = groups(get(client_of(reader), **{"from": "2022-07-25", "to": "2022-10-01"}))["1.1"]
    planned = [row[0] for row in found if row[0].startswith("Planned")]
    assert planned == [f"Planned (derived) {about}" for about in ["in total", "2021", "2022"]]


def test_who_spread_it_is_not_said_to_have_amended(
    spread: ChangedPlan, client_of: Browse, reader: User, auditor: User
) -> None:
    asked = {"from": "2022-07-25", "to": "2022-08-05"}
    known, told = (get(client_of(user), **asked).text for user in (auditor, reader))
    assert "spread over the years by Contributor for the lead, 1 August 2022, 12:00" in known
    assert "spread over the years by the lead on 1 August 2022, 12:00" in told
    assert "amended by" not in known
    derive_again(spread)
    known = get(client_of(auditor), **asked | {"from": "2022-08-05", "to": "2022-08-31"}).text
    assert "spread given up by Contributor for the lead, 10 August 2022, 12:00" in known


def test_in_the_history_it_is_the_lead_and_not_the_plan_that_says_otherwise(
    spread: ChangedPlan, client_of: Browse, reader: User
) -> None:
    derive_again(spread)
    page: Any = history(client_of(reader), "1.1")
    assert heads(page)[:2] == [
        f"10 August 2022 · {SPREAD_BY_THE_LEAD}",
        f"1 August 2022 · {SPREAD_BY_THE_LEAD}",
    ]
    assert plain(rows_under(page, 1)) == ROWS


def test_the_report_to_the_government_says_which_lines_are_not_derived(
    spread: ChangedPlan, client_of: Browse, reader: User
) -> None:
    close_the_third(spread)

    def words(round: str) -> str:
        file = got(client_of(reader), "government-report-docx", "2020-2024", round, language="en")
        return words_of(word_of(file))

    derived = "Planned amounts by year are derived: spread by day over each line’s period"
    assert f"{derived}, but for 1 line, which its lead spread over the years. A dash" in words("2022-12")
    assert f"{derived}. A dash" in words("2022-06")


def test_a_round_that_is_open_says_it_too(spread: ChangedPlan, client_of: Browse, coordinator: User) -> None:
    begin(spread, "2022-12", END_OF_2022)
    file = client_of(coordinator).get(address("government-report", "2020-2024", "2022-12", language="en"))
    assert "but for 1 line, which its lead spread over the years" in read(file).text
