"""The five steps of *Try it* in the README, as the people of the demo, on its own day."""

import datetime
import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from actionplan.audit.models import Event
from actionplan.reporting.models import ProgressReport
from tests.browser.conftest import Enter

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = "/2020-2024/"


def test_the_five_steps_alone(enter: Enter) -> None:
    the_five_steps(enter)


def the_five_steps(enter: Enter) -> None:
    education_hands_in(enter("education"))
    the_platform_accepts(enter("platform"))
    the_cabinet_sees_what_waits(enter("cabinet"))
    the_auditor_sees_what_was_corrected(enter("auditor"))
    the_administrator_reads_the_trail(enter("admin"))


def education_hands_in(page: Page) -> None:
    expect(page.get_by_role("main")).to_contain_text("4.6")
    page.goto(f"{PLAN}actions/3.10/report/ov/")
    page.get_by_label("What comes next?").fill("Sample: the arrangements are signed in autumn.")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("link", name="See the whole report").click()
    page.get_by_role("button", name="Submit this report alone").click()
    expect(page.get_by_role("status")).to_contain_text("submitted")


def the_platform_accepts(page: Page) -> None:
    page.goto(f"{PLAN}reviews/")
    page.get_by_role("link", name="Review 3.10").click()
    expect(page.get_by_role("main")).to_contain_text("the arrangements are signed in autumn")
    page.get_by_label("Accept", exact=True).check()
    page.locator("input[name='verdict'][value='on_track']").check()
    page.get_by_role("button", name="Accept the report").click()
    expect(page.get_by_role("status")).to_contain_text("accepted")
    report = ProgressReport.objects.get(action__code="3.10", round__code="2023-06")
    assert report.reviewed_at.date() == datetime.date(2023, 6, 12)


def the_cabinet_sees_what_waits(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Home Affairs")
    expect(page.get_by_role("main")).to_contain_text("8.5")
    asked = page.locator("main p").filter(has_text="Say on which day the first round table is held").first
    expect(asked).to_contain_text("by 31 March 2023")


def the_auditor_sees_what_was_corrected(page: Page) -> None:
    page.goto(f"{PLAN}rounds/2022-12/")
    expect(page.get_by_role("row").filter(has_text="€64,340.75")).to_contain_text("6.3")
    page.goto(f"{PLAN}actions/6.3/")
    expect(page.get_by_role("main")).to_contain_text("21 February 2023")


def the_administrator_reads_the_trail(page: Page) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="as a workbook 2020-2024").click()
    workbook = load_workbook(io.BytesIO(download.value.path().read_bytes()), read_only=True)
    assert {"3.10", "8.5"} <= {str(cell) for row in workbook["Actions"].values for cell in row}
    page.goto("/administration/audit/event/")
    newest = page.locator("#result_list tbody tr").first
    expect(newest).to_contain_text("Demo Platform accepted")
    expect(newest).to_contain_text("12 June 2023")
    years = set(Event.objects.values_list("at__year", flat=True))
    assert years == {2021, 2022, 2023}, "the plan was loaded just before the story begins"
