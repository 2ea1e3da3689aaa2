"""The page of an action as somebody sees it, and an action with an accepted and a submitted report."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reports.contents import ExpenditureRow
from tests.personas import SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import accepted_report, hand_in, noon


@pytest.fixture
def show_action(client_of: Callable[[User], Client], small_plan: SmallPlan) -> Callable[..., Element]:
    """`show_action(reader, "1.1", "?on=2022-06-15")` is the page as that person sees it."""

    def page(person: User, code: str, query: str = "", language: str = "en") -> Element:
        address = f"/{small_plan.plan.code}/actions/{code}/{query}"
        return read(client_of(person).get(address, headers={"accept-language": language}))

    return page


@pytest.fixture
def two_reports(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    """1.1 on track, accepted on 1 March as needing attention; off track and forecast to June 2023, submitted in June."""
    row = ExpenditureRow(
        line=small_plan.line.pk, year=2021, committed=Decimal(9000), paid=Decimal("4000.10"), source=""
    )
    accepted_report(
        small_plan.with_money,
        lead_organisation,
        contributor,
        noon(2022, 3, 1),
        reviewer=coordinator,
        verdict="needs_attention",
        remark="Sample: thank you.",
        done="Sample: first words.",
        forecast_end=datetime.date(2023, 3, 31),
        expenditures=[row],
    )
    hand_in(
        small_plan.with_money,
        lead_organisation,
        contributor,
        noon(2022, 6, 1),
        confidence="off_track",
        done="Sample: later words.",
        forecast_end=datetime.date(2023, 6, 30),
        forecast_reason="Sample: why.",
    )
