"""In a browser: what is typed in one form of a page is not lost when another is sent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from actionplan.accounts.models import User
from actionplan.reporting.models import Round
from tests.personas import SmallPlan
from tests.reporting_factories import By, hand_in
from tests.sent_forms import to_report
from tests.sheet.asked_sheet import ago

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_return_that_is_refused_keeps_the_verdict_and_the_remark(
    asked: Round,
    small_plan: SmallPlan,
    by_lead: By,
    coordinator: User,
    page_of: Callable[..., Page],
    complaints: list[str],
) -> None:
    report = hand_in(small_plan.with_money, *by_lead, ago(1))
    page = page_of(coordinator)
    page.goto(to_report(report))
    page.get_by_label("needs attention").check()
    page.locator("#accept_remark").fill("Sample remark.")
    page.get_by_text("Return with a remark").click()
    for _ in range(2):  # what came back is kept too
        page.get_by_role("button", name="Return the report").click()
        expect(page.locator("[data-error-summary]")).to_contain_text("Say what you ask for.")
        expect(page.get_by_label("needs attention")).to_be_checked()
        expect(page.locator("#accept_remark")).to_have_value("Sample remark.")
    complaints.clear()  # of the refusals
    page.locator("#return_remark").fill("Sample: say more.")
    page.get_by_role("button", name="Return the report").click()
    expect(page.get_by_role("status")).to_contain_text("is returned.")
