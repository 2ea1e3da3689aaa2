"""The portal's main job in a browser: fill in, check, submit, review, read, as three people."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from actionplan.accounts.models import User
from tests.personas import SmallPlan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def names(small_plan: SmallPlan) -> list[str]:
    """The plan and the action of every address on the way."""
    return [small_plan.plan.code, small_plan.with_money.code]


def report_with_a_milestone(page: Page, small_plan: SmallPlan) -> None:
    """Completed with money and a milestone, whose day the checks ask for."""
    page.get_by_role("link", name="Report on this action").click()
    page.get_by_label("completed").check()
    page.get_by_label("Outcome").select_option("as_planned")
    page.get_by_label("Actual end").fill("2022-12-15")
    page.get_by_label("What was done?").fill("Sample: every school was reached.")
    page.locator(f"#id_money-{small_plan.line.pk}-2022-paid").fill("9.912,48")
    page.get_by_label("State").select_option("achieved")
    page.get_by_role("button", name="Check and make ready").click()

    page.get_by_role("link", name="Say when").click()
    page.get_by_label("Achieved on").fill("2022-06-01")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("link", name="See the whole report").click()
    page.get_by_role("button", name="Submit this report alone").click()


def test_report_review_and_read(
    page_of: Callable[..., Page],
    small_plan: SmallPlan,
    contributor: User,
    coordinator: User,
    reader: User,
    names: list[str],
) -> None:
    page = page_of(contributor)
    page.goto(reverse("action", args=names))
    report_with_a_milestone(page, small_plan)
    expect(page.get_by_role("status")).to_contain_text("submitted")
    page.get_by_role("link", name="See the report 1.1").click()
    address = page.url

    platform = page_of(coordinator)
    platform.goto(reverse("review-queue", args=names[:1]))
    platform.get_by_role("link", name="Review 1.1").click()
    expect(platform.get_by_text("Sample: every school was reached.")).to_be_visible()
    platform.get_by_label("Accept", exact=True).check()
    platform.get_by_role("button", name="Accept the report").click()
    expect(platform.get_by_role("status")).to_contain_text("accepted")

    everybody = page_of(reader)
    everybody.goto(address)
    expect(everybody.get_by_text("€9,912.48")).to_be_visible()


def test_two_people_on_one_draft_see_both_versions(
    page_of: Callable[..., Page], complaints: list[str], contributor: User, names: list[str]
) -> None:
    form = reverse("report-form", args=[*names, "ov"])
    page, other = page_of(contributor), page_of(contributor)
    page.goto(form)
    other.goto(form)
    other.get_by_label("What was done?").fill("Sample: theirs.")
    other.get_by_role("button", name="Save draft").click()
    expect(other.get_by_role("status").filter(has_text="The draft was saved")).to_be_visible()
    page.get_by_label("What was done?").fill("Sample: mine.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("alert")).to_contain_text("in another window in the meantime")
    expect(page.get_by_role("cell", name="Sample: theirs.")).to_be_visible()
    expect(page.get_by_label("What was done?")).to_have_value("Sample: mine.")
    assert any("409" in complaint for complaint in complaints)
    complaints.clear()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("status")).to_contain_text("saved")


@pytest.mark.full
def test_leaving_what_could_not_be_saved_asks_first(
    page: Page,
    sign_in: Callable[..., None],
    complaints: list[str],
    contributor: User,
    small_plan: SmallPlan,
    names: list[str],
) -> None:
    sign_in(contributor)
    page.goto(reverse("report-form", args=[*names, "ov"]))
    page.locator(f"#id_money-{small_plan.line.pk}-2022-paid").fill("much")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert any("400" in complaint for complaint in complaints)
    complaints.clear()

    page.on("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("heading", level=1).click()  # a browser asks of a page that somebody used
    with page.expect_event("dialog") as asked:
        page.evaluate("window.location.assign('/')")
    assert asked.value.type == "beforeunload"
    expect(page.locator(f"#id_money-{small_plan.line.pk}-2022-paid")).to_have_value("much")
