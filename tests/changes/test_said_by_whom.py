"""The file of what changed names, for each change, the report that said so, and nobody for what the plan says."""

import datetime
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
from tests.reading import read_csv
from tests.reporting_factories import accepted_report, noon

pytestmark = [pytest.mark.django_db, pytest.mark.full]
Who = tuple[str, str, str, str]
LEAD: Who = ("Education and Training, Contributor", "2022-08-01", "Coordinator", "2022-08-01")
PARTNER: Who = ("Agency for Home Affairs, Partner", "2022-08-02", "Second", "2022-08-02")
BOTH: Who = tuple("; ".join(names) for names in zip(LEAD, PARTNER, strict=True))
NOBODY: Who = ("", "", "", "")
ROUNDS_AND_DAYS = [("2022-06", "2022-12"), ("2022-07-31", "2023-01-31"), ("2022-06", "2023-01-31")]


@pytest.fixture
def two_spoke(
    two_rounds: ChangedPlan,
    partner: User,
    partner_organisation: Organisation,
    other_organisation: Organisation,
) -> ChangedPlan:
    """On 1.2 its lead and its partner reported, each on money of another year and both on 2022; then it got another lead. On 1.1
    its lead said once more what it had said.
    """
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
    again = {"verdict": "needs_attention", "confidence": "off_track"}
    accepted_report(
        *(world.small.with_money, lead.organisation, world.contributor, noon(2022, 8, 1)),
        reviewer=world.coordinator,
        **again,
    )
    action.leads.update(in_force_until=datetime.date(2022, 9, 1))
    LeadFactory(action=action, organisation=other_organisation, in_force_from=datetime.date(2022, 9, 1))
    end(world, begin(world, "2022-12", datetime.date(2022, 12, 31)))
    return world


def who_said(browser: Client, sides: tuple[str, str], code: str) -> dict[tuple[str, str], Who]:
    """By what changed, and of what."""
    asked = dict(zip(["from", "to"], sides, strict=True))
    rows = read_csv(browser.get(address("changes-csv", "2020-2024", **asked)))
    return {(row[2], row[3]): tuple(row[7:11]) for row in rows if row[0] == code}


def test_each_change_names_who_said_it_between_rounds_and_days(
    two_spoke: ChangedPlan, viewer: Client
) -> None:
    for sides in ROUNDS_AND_DAYS:
        reporters = who_said(viewer, sides, "1.2")
        # money: the report of the organisation whose amount it is
        paid = {about: who for (what, about), who in reporters.items() if what == "Paid"}
        assert paid == {"in total": BOTH, "2021": LEAD, "2022": BOTH, "2023": PARTNER}
        # what the word says names its report, and the verdict its reviewer
        assert reporters["Status", ""] == reporters["Actual start", ""] == reporters["Confidence", ""] == LEAD
        assert reporters["Verdict", ""] == ("", "", "Coordinator", "2022-08-01")
        # what the plan says names nobody
        assert reporters["Lead", ""] == NOBODY
    # where nothing changed everybody who said it again is named
    reporters = who_said(viewer, ("2022-06", "2022-08-31"), "1.1")
    assert reporters == {("Nothing that is compared here changed.", ""): LEAD}
