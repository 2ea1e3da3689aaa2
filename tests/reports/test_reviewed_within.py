"""A review within the submitting agency is marked wherever a review is shown, on the screen and in every file."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reports.contents import ExpenditureRow
from tests.personas import ClientOf, SmallPlan, person
from tests.reading import part, read, read_csv_by_head
from tests.reporting_factories import By, accepted_report, hand_in, noon

MARK = "reviewed within the submitting agency"


@pytest.fixture
def insider(lead_organisation: Organisation) -> User:
    """A coordinator whom the lead employs."""
    return person("insider", Role.COORDINATOR, organisation=lead_organisation)


@pytest.fixture
def inside(small_plan: SmallPlan, by_lead: By, insider: User) -> ProgressReport:
    rows = [ExpenditureRow(small_plan.line.pk, 2021, committed=Decimal("9"), paid=Decimal("5"))]
    ours = (small_plan.with_money, *by_lead)
    return accepted_report(*ours, noon(2022, 3, 1), reviewer=insider, expenditures=rows)


@pytest.fixture
def outside(small_plan: SmallPlan, by_lead: By, coordinator: User) -> ProgressReport:
    ours = (small_plan.joint, *by_lead)
    return accepted_report(*ours, noon(2022, 3, 1), reviewer=coordinator)


def addresses(report: ProgressReport) -> dict[str, str]:
    plan, code = report.action.plan.code, report.action.code
    return {
        "report": reverse("report", args=[plan, code, report.pk]),
        "action": reverse("action", args=[plan, code]),
    }


@pytest.mark.full
def test_every_page_and_file_that_shows_the_review_says_so(
    inside: ProgressReport, reader: User, coordinator: User, client_of: ClientOf
) -> None:
    client, plan = client_of(reader), inside.action.plan.code
    pages = {name: read(client.get(url)) for name, url in addresses(inside).items()}
    assert [name for name, page in pages.items() if MARK not in page.text] == []
    assert MARK in part(pages["action"], "voice-assessed")
    assert MARK in part(pages["action"], "reports")
    receipt = client.get(reverse("money-receipt", args=[plan]) + "?measure=paid")
    assert f"Insider, {MARK}" in read(receipt).text
    # A day before the review knows nothing of it.
    url = reverse("action-list", args=[plan])
    for day, known in [("2022-03-02", True), ("2022-02-28", False)]:
        (counts,) = read(client_of(coordinator).get(f"{url}?on={day}")).all(
            "ul", **{"class": "presets exceptions"}
        )
        assert (f"{MARK} 1" in counts.text) == known, day


@pytest.mark.full
def test_an_independent_review_is_not_marked(
    outside: ProgressReport, viewer: Client, request: pytest.FixtureRequest
) -> None:
    plan = outside.action.plan.code
    for name, url in addresses(outside).items():
        assert MARK not in read(viewer.get(url)).text, name
    request.getfixturevalue("inside")  # beside it, in the list and its files
    shown = read(viewer.get(reverse("action-list", args=[plan]) + "?objective=1")).listed
    assert [row[0] for row in shown if any(MARK in cell for cell in row)] == ["1.1"]
    rows = read_csv_by_head(viewer.get(reverse("action-list-csv", args=[plan])))
    verdicts = {row["Code"]: (row["Verdict"], row["Review"]) for row in rows if row["Verdict"]}
    assert verdicts == {"1.1": ("on track", MARK), "1.2": ("on track", "")}


def test_the_queue_says_which_reviews_would_be_marked(
    small_plan: SmallPlan, by_lead: By, insider: User, coordinator: User, client_of: ClientOf
) -> None:
    hand_in(small_plan.joint, *by_lead, noon(2022, 3, 1))
    url = reverse("review-queue", args=[small_plan.plan.code])
    words = "your own agency"
    assert read(client_of(insider).get(url)).text.count(words) == 1
    assert words not in read(client_of(coordinator).get(url)).text
