"""The main job without JavaScript: look for an action, report, check, submit, accept; what cannot be read comes back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.page_list.every_page import address
from tests.world import OPEN, World


@pytest.fixture
def page_of(
    world: World, new_context: Callable[..., BrowserContext], sign_in: Callable[..., None]
) -> Callable[[str], Page]:
    def opened(person: str) -> Page:
        context = new_context(java_script_enabled=False)
        sign_in(world.people[person], within=context)
        return context.new_page()

    return opened


def test_the_list_is_filtered_and_a_report_is_made_submitted_and_accepted(
    world: World, page_of: Callable[[str], Page], complaints: list[str]
) -> None:
    the_list_is_filtered(page_of("reader"), world)
    what_cannot_be_read_comes_back(page_of("contributor"), world)
    assert all("400" in complaint for complaint in complaints)
    complaints.clear()
    action = world.actions["none", OPEN]
    submit(page_of("contributor"), world.plan.code, action.code)
    accept(page_of("coordinator"), world.plan.code, action.code)
    reader = page_of("reader")
    reader.goto(address("action", world.plan.code, action.code))
    expect(reader.locator("main")).to_contain_text("Sample: all of it.")


def the_list_is_filtered(page: Page, world: World) -> None:
    page.goto(address("action-list", world.plan.code))
    page.locator("details.filters summary").click()
    page.get_by_label("Status").select_option("ongoing")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.locator("details.user-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title("Sign in – Action plan progress")


def what_cannot_be_read_comes_back(page: Page, world: World) -> None:
    """With a sentence at the field."""
    page.goto(address("report-form", world.plan.code, world.actions["draft", OPEN].code, world.lead.key))
    page.get_by_label("Paid 2022").fill("plenty")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".error-summary")).to_contain_text("Write a number")
    expect(page.get_by_label("Paid 2022")).to_have_value("plenty")


def submit(page: Page, plan: str, code: str) -> None:
    page.goto(address("my-actions", plan))
    page.get_by_role("button", name=f"more… {code}", exact=True).click()
    page.get_by_label("completed", exact=True).check()
    page.get_by_label("Actual end").fill("2022-11-30")
    page.get_by_label("What was done?").fill("Sample: all of it.")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_role("button", name="Submit the report").click()
    expect(page.get_by_role("status")).to_contain_text("submitted")


def accept(page: Page, plan: str, code: str) -> None:
    page.goto(address("review-queue", plan))
    page.locator(f"a[href*='/actions/{code}/reports/']", has_text="Review").click()
    page.get_by_label("on track", exact=True).check()
    page.get_by_role("button", name="Accept the report").click()
    expect(page.get_by_role("status")).to_contain_text("accepted")
