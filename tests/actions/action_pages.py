"""The page of an action as somebody sees it, what its lead says, and one with an accepted and a submitted report."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reports.contents import ExpenditureRow
from actions.models import Action
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import By, accepted_report, hand_in, noon


@pytest.fixture
def show_action(client_of: ClientOf, small_plan: SmallPlan) -> Callable[..., Element]:
    """`show_action(reader, "1.1", "?on=2022-06-15")` is the page as that person sees it."""

    def page(person: User, code: str, query: str = "", language: str = "en") -> Element:
        address = f"/{small_plan.plan.code}/actions/{code}/{query}"
        return read(client_of(person).get(address, headers={"accept-language": language}))

    return page


@dataclass(frozen=True)
class LeadSays:
    """The contributor reports for the lead; the coordinator accepts an hour later, as on track if nothing else is said."""

    organisation: Organisation
    by: User
    reviewer: User

    def submitted(self, action: Action, at: datetime.datetime, **fields: Any) -> ProgressReport:
        return hand_in(action, self.organisation, self.by, at, **fields)

    def accepted(self, action: Action, at: datetime.datetime, **fields: Any) -> ProgressReport:
        return accepted_report(action, self.organisation, self.by, at, reviewer=self.reviewer, **fields)


@pytest.fixture
def lead_says(by_lead: By, coordinator: User) -> LeadSays:
    return LeadSays(*by_lead, coordinator)


@pytest.fixture
def two_reports(small_plan: SmallPlan, lead_says: LeadSays) -> None:
    """1.1 on track, accepted on 1 March as needing attention; off track and forecast to June 2023, submitted in June."""
    row = ExpenditureRow(small_plan.line.pk, 2021, Decimal(9000), Decimal("4000.10"), source="")
    lead_says.accepted(
        small_plan.with_money,
        noon(2022, 3, 1),
        verdict="needs_attention",
        remark="Sample: thank you.",
        done="Sample: first words.",
        forecast_end=datetime.date(2023, 3, 31),
        expenditures=[row],
    )
    lead_says.submitted(
        small_plan.with_money,
        noon(2022, 6, 1),
        confidence="off_track",
        done="Sample: later words.",
        forecast_end=datetime.date(2023, 6, 30),
        forecast_reason="Sample: why.",
    )
