"""The sheet in a browser: what a row calls for shows itself, nothing typed is lost, and all of it without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from actionplan.reporting.models import ProgressReport
from tests.browser.test_keyboard import COUNT, FOCUSABLE, tab_through
from tests.page_list.every_page import address
from tests.world import World

SheetOf = Callable[..., Page]


@pytest.fixture
def sheet_of(
    world: World, new_context: Callable[..., BrowserContext], sign_in: Callable[..., None]
) -> SheetOf:
    """The sheet of the lead in the open round, as one of its contact points has it before them."""

    def opened(**options: object) -> Page:
        context = new_context(**options)
        sign_in(world.people["contributor"], within=context)
        page = context.new_page()
        page.goto(address("sheet", world.rounds["open"].plan.code, world.lead.key))
        return page

    return opened


def row(page: Page, code: str) -> Locator:
    return page.locator(f"[id='row-{code}']")


def test_what_a_status_calls_for_shows_itself_at_once(sheet_of: SheetOf) -> None:
    one = row(sheet_of(), "1.1")
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


def test_rows_are_saved_checked_and_submitted_without_javascript(world: World, sheet_of: SheetOf) -> None:
    page = sheet_of(java_script_enabled=False)
    for code in ["1.1", "1.2"]:
        row(page, code).get_by_label("Status").select_option("ongoing")
        row(page, code).get_by_label("How is it going?").select_option("on_track")
        row(page, code).get_by_label("What was done?").fill(f"Sample: typed on {code}.")
    row(page, "1.1").get_by_role("button", name="more… 1.1").click()
    expect(page.get_by_label("What was done?")).to_have_value("Sample: typed on 1.1.")
    page.get_by_label("What comes next?").fill("Sample: the next step.")
    page.get_by_role("button", name="Save draft").click()
    page.goto(address("sheet", world.rounds["open"].plan.code, world.lead.key))
    expect(row(page, "1.2").get_by_label("What was done?")).to_have_value("Sample: typed on 1.2.")
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Submit 2 reports").click()
    expect(page.get_by_role("status")).to_contain_text("2 reports are submitted.")
    handed_in = ProgressReport.objects.filter(
        action__in=[world.rounds["open"].requests["not_started"].action_id]
    )
    assert [(report.state, report.next_steps) for report in handed_in] == [
        ("submitted", "Sample: the next step.")
    ]


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_the_links_to_the_rows_that_ask_something_lose_nothing(
    sheet_of: SheetOf, java_script_enabled: bool
) -> None:
    page = sheet_of(java_script_enabled=java_script_enabled)
    row(page, "1.1").get_by_label("What was done?").fill("Sample: typed and not saved.")
    page.get_by_role("link", name="1.2", exact=True).first.click()
    assert page.url.endswith("#row-1.2")
    expect(row(page, "1.1").get_by_label("What was done?")).to_have_value("Sample: typed and not saved.")


def test_everything_on_the_sheet_is_reached_by_keyboard_in_the_order_of_reading(sheet_of: SheetOf) -> None:
    page = sheet_of()
    reached = tab_through(page)
    assert len(reached) == page.evaluate(COUNT, FOCUSABLE)
    assert [one["html"] for one in reached if not (one["marked"] and one["onScreen"])] == []
    names = [one["html"] for one in reached if 'name="row-1.1-' in one["html"]]
    order = [
        name for name in ["status", "confidence", "done"] if any(f"row-1.1-{name}" in one for one in names)
    ]
    assert order == ["status", "confidence", "done"]
    places = [next(n for n, one in enumerate(names) if f"row-1.1-{name}" in one) for name in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "width", [320, *(pytest.param(one, marks=pytest.mark.again) for one in [360, 768, 1024])]
)
def test_the_sheet_never_scrolls_sideways(sheet_of: SheetOf, width: int) -> None:
    page = sheet_of(viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
