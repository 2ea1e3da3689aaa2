"""Every sum of money opens a receipt whose rows add up to it, with who said each and who accepted it."""

import datetime
import re
from decimal import Decimal

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.pages.budget.lines import BREAKDOWNS
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.reviewing import accept
from actions.models import Action
from tests.actions.action_pages import LeadSays
from tests.factories import BudgetLineFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import noon


def euro(text: str) -> Decimal:
    """The amount that a text such as €1,234.56 or € 1.234,56 writes."""
    (number,) = re.findall(r"€\s?([\d.,]+)", text)
    plain = number.replace(",", "").replace(".", "")
    return Decimal(plain).scaleb(-2)


def whole_euros(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def sums(page: Element) -> dict[str, Decimal]:
    """The address of every receipt on the page, with the sum that its link says."""
    return {
        link.attributes["href"]: euro(link.text)
        for link in page.all("a", class_="receipt")
        if "/money/" in link.attributes["href"]
    }


def added_up(client: Client, address: str, language: str = "en") -> Decimal:
    """The sum of the rows of a receipt, which must be what its first line says."""
    page = read(client.get(address, headers={"accept-language": language}))
    total = sum((euro(row[3]) for row in page.rows), Decimal("0.00"))
    said = next(element.text for element in page.all("b") if "€" in element.text)
    assert euro(said) == total
    return total


@pytest.fixture
def spending(small_plan: SmallPlan, lead_says: LeadSays) -> None:
    """4,000.10 paid on 1.1 in 2021, accepted in March 2022; 5,000.20 in 2022 as well, submitted in June."""

    def row(year: int, paid: str) -> ExpenditureRow:
        return ExpenditureRow(
            line=small_plan.line.pk, year=year, committed=None, paid=Decimal(paid), source="Sample source"
        )

    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), expenditures=[row(2021, "4000.10")])
    lead_says.submitted(
        small_plan.with_money, noon(2022, 6, 1), expenditures=[row(2021, "4000.10"), row(2022, "5000.20")]
    )


SUMS = [
    ("coordinator", "?basis=reported", "nl", 8),
    ("contributor", "actions/1.1/", "en", 6),
]
FEWER = [
    ("coordinator", "?on=2022-05-01&basis=reported", "en", 7),
    ("reader", "actions/1.1/", "en", 5),
]


@pytest.mark.full
@pytest.mark.usefixtures("spending")
@pytest.mark.parametrize("asked", [SUMS, pytest.param(FEWER, marks=pytest.mark.full)])
def test_every_sum_is_the_sum_of_its_receipt_in_either_language(
    asked: list[tuple[str, str, str, int]], client_of: ClientOf, people: dict[str, User]
) -> None:
    """On the overview, which has whole euros, and on the page of an action."""
    for person, address, language, count in asked:
        client = client_of(people[person])
        response = client.get(f"/2020-2024/{address}", headers={"accept-language": language})
        page = read(response)
        if address.startswith("?"):
            links = page.all("a", class_="receipt")
            totals = {link.attributes["href"]: whole_euros(link.text) for link in links}
        else:
            totals = sums(page)
        assert len(totals) == count, address
        exact = {url: added_up(client, url, language) for url in totals}
        assert {
            url: round(amount) if address.startswith("?") else amount for url, amount in exact.items()
        } == totals


@pytest.mark.full
@pytest.mark.usefixtures("spending")
def test_every_sum_of_the_budget_is_that_of_its_receipt_in_whole_euro(
    client_of: ClientOf, coordinator: User
) -> None:
    client = client_of(coordinator)
    for by in BREAKDOWNS:
        page = read(client.get(f"/2020-2024/budget/?basis=reported&by={by}"))
        links = page.all("a", class_="receipt")
        assert len(links) > 5
        for link in links:
            amount = added_up(client, link.attributes["href"])
            assert link.text in (formatting.number(amount), formatting.euro(amount)), link.attributes["href"]


PAID = "/2020-2024/money/?measure=paid"


@pytest.mark.usefixtures("spending")
def test_a_row_says_who_reported_it_who_accepted_it_and_from_what_source(
    client_of: ClientOf, reader: User, auditor: User
) -> None:
    assert read(client_of(reader).get(PAID)).rows == [
        [
            "1.1 Training for teachers",
            "1. Line 1",
            "2021",
            "€4,000.10",
            "the first report",
            "1 March 2022, 12:00 Education and Training, Contributor",
            "1 March 2022, 13:00 Coordinator",
            "Sample source",
        ]
    ]
    # and what it was before
    page = read(client_of(auditor).get(f"{PAID}&basis=reported"))
    assert [(row[2], row[3], row[4]) for row in page.rows] == [
        ("2021", "€4,000.10", "€4,000.10"),
        ("2022", "€5,000.20", "–"),
    ]


@pytest.mark.full
@pytest.mark.usefixtures("spending")
def test_what_is_submitted_adds_up_on_the_reported_basis_of_who_may_see_it_alone(
    client_of: ClientOf, auditor: User, reader: User, contributor: User, stranger: User
) -> None:
    own, reported = f"{PAID}&action=1.1", f"{PAID}&basis=reported"
    accepted = Decimal("4000.10")
    assert added_up(client_of(auditor), PAID) == accepted
    assert added_up(client_of(auditor), reported) == Decimal("9000.30")
    assert added_up(client_of(reader), reported) == accepted
    # an own action's receipt shows its organisation what it reported
    page = read(client_of(contributor).get(own))
    assert [row[6] for row in page.rows] == ["to review", "to review"]
    assert added_up(client_of(stranger), f"{own}&basis=reported") == accepted
    assert added_up(client_of(contributor), reported) == accepted


@pytest.mark.usefixtures("spending")
def test_a_past_day_s_receipt_does_not_know_of_a_later_acceptance(
    client_of: ClientOf, small_plan: SmallPlan, auditor: User, coordinator: User
) -> None:
    address = "/2020-2024/money/?measure=paid&on=2022-06-10&basis=reported"
    before = read(client_of(auditor).get(address)).rows
    (report,) = small_plan.with_money.reports.filter(state="submitted")
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 7, 1))
    assert read(client_of(auditor).get(address)).rows == before
    assert {row[6] for row in before} == {"to review"}


@pytest.mark.full
@pytest.mark.usefixtures("spending")
def test_an_action_that_was_withdrawn_keeps_its_receipts_and_is_in_no_other(
    viewer: Client, small_plan: SmallPlan
) -> None:
    Action.objects.filter(pk=small_plan.with_money.pk).update(in_force_until=datetime.date(2022, 4, 1))
    own = read(viewer.get("/2020-2024/money/?measure=paid&action=1.1"))
    assert [row[3] for row in own.rows] == ["€4,000.10"]
    assert read(viewer.get("/2020-2024/money/?measure=paid&action=1.1&objective=2")).rows == []
    assert read(viewer.get("/2020-2024/money/?measure=paid")).rows == []


UNKNOWN = "No report that counts here says anything of this: it is unknown, not zero."
WITHOUT_ROWS = {
    "measure=committed&year=1999": UNKNOWN,
    "measure=forecast&until=2023": UNKNOWN,
    "measure=paid&year=99999999999999999999": UNKNOWN,
    "measure=planned&year=1999": "The plan prints no amount that adds up to this.",
    "measure=planned&year=99999999999999999999": "The plan prints no amount that adds up to this.",
    "measure=paid_only": "There is no such amount.",
    "measure=paid&year=x": "Not known here: “x”.",
    "measure=paid&until=²": "Not known here: “²”.",
    "measure=paid&kind=gold": "Not known here: Kind of budget line “gold”.",
}
NOT_FOUND = ["measure=stolen", "measure=paid&action=9.9", "measure=paid&action=x"]


def test_planned_rows_show_the_words_they_are_derived_from_and_a_sum_without_rows_is_unknown_and_never_zero(
    viewer: Client, small_plan: SmallPlan
) -> None:
    small_plan.line.terms.update(printed_as="€10,000")
    page = read(viewer.get("/2020-2024/money/?measure=planned&year=2021"))
    assert page.rows == [["1.1 Training for teachers", "1. Line 1", "2021", "€5,000.00", "€10,000"]]
    assert "derived from the printed amounts" in page.text
    for query, said in WITHOUT_ROWS.items():
        page = read(viewer.get(f"/2020-2024/money/?{query}"))
        assert said in page.text, query
        assert "€" not in page.text, query
    for query in NOT_FOUND:
        assert viewer.get(f"/2020-2024/money/?{query}").status_code == 404, query
    assert viewer.get("/2025-2029/money/").status_code == 404, "another plan"


def test_a_sum_of_nothing_but_zeros_is_zero(
    viewer: Client, small_plan: SmallPlan, lead_says: LeadSays
) -> None:
    zero = ExpenditureRow(small_plan.line.pk, 2022, Decimal(0), Decimal(0), source="Sample.")
    fields = {"expenditures": [zero]}
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), **fields)
    page = read(viewer.get("/2020-2024/money/?measure=paid"))
    assert "€0.00 in 1 row" in page.text


@pytest.mark.full
def test_the_source_of_a_limited_action_s_money_is_a_word_like_any_other(
    small_plan: SmallPlan,
    lead_says: LeadSays,
    client_of: ClientOf,
    contributor: User,
    reader: User,
    stranger: User,
    auditor: User,
) -> None:
    line = BudgetLineFactory(action=small_plan.limited)
    row = ExpenditureRow(line.pk, 2022, Decimal(0), Decimal(5500), source="The secret ledger")
    fields = {"expenditures": [row]}
    lead_says.accepted(small_plan.limited, noon(2022, 3, 1), **fields)
    for person, shown in [(reader, False), (stranger, False), (contributor, True), (auditor, True)]:
        page = read(client_of(person).get(f"{PAID}&action=2.1&basis=accepted"))
        assert [row[3] for row in page.rows] == ["€5,500.00"]
        assert ("The secret ledger" in page.text) is shown, person
