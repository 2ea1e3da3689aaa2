"""The main job without JavaScript: sign in, report, check, submit, accept, find and read; and what cannot be read comes back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from actionplan.accounts.models import User
from tests.browser.test_session_ended import sign_in_again
from tests.page_list.every_page import address
from tests.personas import SmallPlan

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_report_is_made_submitted_accepted_and_found(
    small_plan: SmallPlan,
    contributor: User,
    coordinator: User,
    reader: User,
    page_of: Callable[..., Page],
    complaints: list[str],
) -> None:
    pages = {user: page_of(None, java_script_enabled=False) for user in [contributor, reader]}
    for user, page in pages.items():
        page.goto("/")
        sign_in_again(page, user)
    plan, code = small_plan.plan.code, small_plan.with_money.code
    what_cannot_be_read_comes_back(pages[contributor], plan, small_plan)
    assert all("400" in complaint for complaint in complaints)
    complaints.clear()
    submit(pages[contributor], plan, code)
    accept(page_of(coordinator, java_script_enabled=False), plan, code)
    find(pages[reader], plan)


def what_cannot_be_read_comes_back(page: Page, plan: str, small_plan: SmallPlan) -> None:
    """With a sentence at the field."""
    page.goto(address("report-form", plan, small_plan.with_money.code, "ov"))
    paid = page.locator(f"#id_money-{small_plan.line.pk}-2022-paid")
    paid.fill("plenty")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".error-summary")).to_contain_text("Write a number")
    expect(paid).to_have_value("plenty")


def submit(page: Page, plan: str, code: str) -> None:
    page.goto(address("my-actions", plan))
    page.get_by_role("link", name=f"Update {code}", exact=True).click()
    page.get_by_role("link", name="All fields").click()
    page.get_by_label("completed", exact=True).check()
    page.get_by_label("Actual end").fill("2022-11-30")
    page.get_by_label("What was done?").fill("Sample: all of it.")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("link", name="See the whole report").click()
    page.get_by_role("button", name="Submit this report alone").click()
    expect(page.get_by_role("status")).to_contain_text("submitted")


def accept(page: Page, plan: str, code: str) -> None:
    page.goto(address("review-queue", plan))
    page.locator(f"a.secondary[href*='/actions/{code}/reports/']", has_text="Review").click()
    page.get_by_label("Accept", exact=True).check()
    page.get_by_role("button", name="Accept the report").click()
    expect(page.get_by_role("status")).to_contain_text("accepted")


def find(page: Page, plan: str) -> None:
    """In the list, and sign out."""
    page.goto(address("action-list", plan))
    page.locator("details.filters summary").click()
    page.locator("details.filters").get_by_label("Status").select_option("completed")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".row-list > li")).to_have_count(1)
    expect(page).to_have_title(re.compile(r"^1 of \d+ actions – "))  # read aloud first
    page.get_by_role("link", name="Training for teachers").click()
    expect(page.locator("main")).to_contain_text("Sample: all of it.")
    page.locator(".site-tools details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title("Sign in – Action plan progress")
