"""The sheet in a browser: what a row calls for shows itself, nothing typed is lost, and all of it without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from actionplan.accounts.models import User
from actionplan.reporting.models import ProgressReport, Round
from tests.page_list.every_page import address

pytestmark = pytest.mark.django_db(transaction=True)
SheetOf = Callable[..., Page]


@pytest.fixture
def sheet_of(asked: Round, contributor: User, page_of: Callable[..., Page]) -> SheetOf:
    """The sheet of the lead in the open round, as one of its contact points has it before them."""

    def opened(**options: object) -> Page:
        page = page_of(contributor, **options)
        page.goto(address("sheet", asked.plan.code, "ov"))
        return page

    return opened


def row(page: Page, code: str) -> Locator:
    return page.locator(f"[id='row-{code}']")


def test_the_sheet_shows_what_a_row_calls_for_and_loses_nothing_that_was_typed(
    asked: Round, sheet_of: SheetOf
) -> None:
    page = sheet_of()
    for width in [320, 360, 768, 1024, 1280]:
        page.set_viewport_size({"width": width, "height": 800})
        scrolls = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(scrolls), width
    a_status_shows_at_once_what_it_calls_for(row(page, "1.1"))
    the_links_to_the_rows_that_ask_something_lose_nothing(page)
    without_javascript = sheet_of(java_script_enabled=False)
    the_links_to_the_rows_that_ask_something_lose_nothing(without_javascript)
    rows_are_saved_checked_and_submitted(without_javascript, asked)


def a_status_shows_at_once_what_it_calls_for(one: Locator) -> None:
    expect(one.get_by_label("Completed or stopped on")).to_be_hidden()
    one.get_by_label("Status").select_option("completed")
    expect(one.get_by_label("Completed or stopped on")).to_be_visible()
    expect(one.get_by_label("How is it going?")).to_be_hidden()
    one.get_by_label("Status").select_option("stopped")
    expect(one.get_by_label("Why was it stopped?")).to_be_visible()
    one.get_by_label("Status").select_option("ongoing")
    one.get_by_label("How is it going?").select_option("off_track")
    expect(one.get_by_label("What stands in the way?")).to_be_visible()
    expect(one.get_by_label("Why was it stopped?")).to_be_hidden()


def the_links_to_the_rows_that_ask_something_lose_nothing(page: Page) -> None:
    row(page, "1.1").get_by_label("What was done?").fill("Sample: typed and not saved.")
    page.get_by_role("link", name="1.2", exact=True).first.click()
    assert page.url.endswith("#row-1.2")
    expect(row(page, "1.1").get_by_label("What was done?")).to_have_value("Sample: typed and not saved.")


def rows_are_saved_checked_and_submitted(page: Page, asked: Round) -> None:
    for code in ["1.1", "1.2"]:
        row(page, code).get_by_label("Status").select_option("ongoing")
        row(page, code).get_by_label("How is it going?").select_option("on_track")
        row(page, code).get_by_label("What was done?").fill(f"Sample: typed on {code}.")
    row(page, "1.1").get_by_role("button", name="more… 1.1").click()
    expect(page.get_by_label("What was done?")).to_have_value("Sample: typed on 1.1.")
    page.get_by_label("What comes next?").fill("Sample: the next step.")
    page.get_by_role("button", name="Save draft").click()
    page.goto(address("sheet", asked.plan.code, "ov"))
    expect(row(page, "1.2").get_by_label("What was done?")).to_have_value("Sample: typed on 1.2.")
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Mark the ticked drafts as ready for agreement").click()
    page.get_by_role("button", name="Submit 2 reports").click()
    expect(page.get_by_role("status")).to_contain_text("2 reports are submitted.")
    report = ProgressReport.objects.get(action__code="1.1")
    assert (report.state, report.next_steps) == ("submitted", "Sample: the next step.")
