"""The file of what changed names, for each change, the report that said so, and nobody for what the plan says."""

import csv
import datetime
import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reports.contents import ExpenditureRow
from tests.factories import BudgetLineFactory, LeadFactory
from tests.page_list.every_page import address
from tests.personas import person
from tests.plan_document.changed_plan import ChangedPlan, begin, end
from tests.reporting_factories import accepted_report, noon

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
Who = tuple[str, str, str, str]
LEAD: Who = ("Education and Training, Contributor", "2022-08-01", "Coordinator", "2022-08-01")
PARTNER: Who = ("Agency for Home Affairs, Partner", "2022-08-02", "Second", "2022-08-02")
BOTH: Who = tuple("; ".join(names) for names in zip(LEAD, PARTNER, strict=True))  # type: ignore[assignment]
NOBODY: Who = ("", "", "", "")
between_rounds_and_days = pytest.mark.parametrize(
    "sides", [("2022-06", "2022-12"), ("2022-07-31", "2023-01-31"), ("2022-06", "2023-01-31")]
)


@pytest.fixture
def two_spoke(
    two_rounds: ChangedPlan,
    partner: User,
    partner_organisation: Organisation,
    other_organisation: Organisation,
) -> ChangedPlan:
    """On 1.2 its lead and its partner reported, each on money of another year and both on 2022; then it got another lead."""
    world, action = two_rounds, two_rounds.small.joint
    line, second = BudgetLineFactory(action=action), person("second", Role.COORDINATOR)

    def money(**paid: int) -> list[ExpenditureRow]:
        return [
            ExpenditureRow(line.pk, int(year[1:]), None, Decimal(amount)) for year, amount in paid.items()
        ]

    lead = action.leads.get()
    start, at = {"actual_start": datetime.date(2022, 3, 1)}, noon(2022, 8, 1)
    spent = {"expenditures": money(y2021=100, y2022=200)}
    accepted_report(
        action, lead.organisation, world.contributor, at, reviewer=world.coordinator, **start, **spent
    )
    at, spent = noon(2022, 8, 2), {"expenditures": money(y2022=300, y2023=50)}
    accepted_report(action, partner_organisation, partner, at, reviewer=second, verdict="", **spent)
    action.leads.update(in_force_until=datetime.date(2022, 9, 1))
    LeadFactory(action=action, organisation=other_organisation, in_force_from=datetime.date(2022, 9, 1))
    end(world, begin(world, "2022-12", datetime.date(2022, 12, 31)))
    return world


def who_said(browser: Client, sides: tuple[str, str], code: str) -> dict[tuple[str, str], Who]:
    """By what changed, and of what."""
    asked = dict(zip(["from", "to"], sides, strict=True))
    text = browser.get(address("changes-csv", "2020-2024", **asked)).content.decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text), delimiter=";")
    return {(row[2], row[3]): tuple(row[-4:]) for row in rows if row[0] == code}  # type: ignore[misc]


@between_rounds_and_days
def test_money_names_the_report_of_the_organisation_whose_amount_it_is(
    two_spoke: ChangedPlan, client_of: Browse, reader: User, sides: tuple[str, str]
) -> None:
    found = who_said(client_of(reader), sides, "1.2")
    paid = {about: who for (what, about), who in found.items() if what == "Paid"}
    assert paid == {"in total": BOTH, "2021": LEAD, "2022": BOTH, "2023": PARTNER}


@between_rounds_and_days
def test_what_the_word_says_names_its_report_and_the_verdict_its_reviewer(
    two_spoke: ChangedPlan, client_of: Browse, reader: User, sides: tuple[str, str]
) -> None:
    found = who_said(client_of(reader), sides, "1.2")
    assert found["Status", ""] == found["Actual start", ""] == found["Confidence", ""] == LEAD
    assert found["Verdict", ""] == ("", "", "Coordinator", "2022-08-01")


@between_rounds_and_days
def test_what_the_plan_says_names_nobody(
    two_spoke: ChangedPlan, client_of: Browse, reader: User, sides: tuple[str, str]
) -> None:
    found = who_said(client_of(reader), sides, "1.2")
    assert found["Lead", ""] == NOBODY


def test_where_nothing_changed_everybody_who_said_it_again_is_named(
    two_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    world, action = two_rounds, two_rounds.small.with_money
    lead = action.leads.get().organisation
    accepted_report(
        *(action, lead, world.contributor, noon(2022, 8, 1)),
        reviewer=world.coordinator,
        verdict="needs_attention",
        confidence="off_track",
    )
    found = who_said(client_of(reader), ("2022-06", "2022-08-31"), "1.1")
    assert found == {("Nothing that is compared here changed.", ""): LEAD}
