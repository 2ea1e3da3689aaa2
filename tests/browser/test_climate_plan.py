"""A town's climate plan in the browser: typed into the empty workbook, mended by what the page says, put in force, reported on.

The plan that was there before is untouched.
"""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from objectives.models import Plan
from tests.browser.test_round_journey import (
    close,
    excuse_the_rest,
    go,
    nl,
    press,
    report,
    review,
    the_only_waiting,
)
from tests.browser.test_round_journey import prepare_and_open as open_a_round
from tests.personas import person
from tests.plan_document.workbooks import saved
from tests.plans.climate_plan import CODE, fill, fill_with_mistakes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]
Opening = Callable[..., Page]


def said_of_the_first_plan(capsys: pytest.CaptureFixture) -> str:
    capsys.readouterr()
    call_command("export_plan", "--plan", "2020-2024")
    call_command("picture", "--plan", "2020-2024", "--on", "2022-12-31")
    return capsys.readouterr().out


def test_a_plan_on_another_subject_is_typed_mended_put_in_force_and_reported_on(
    printed_plan: Plan,
    page_of: Opening,
    tmp_path: Path,
    capsys: pytest.CaptureFixture,
    complaints: list[str],
) -> None:
    before = said_of_the_first_plan(capsys)
    admin = page_of(person("admin", Role.ADMINISTRATOR))
    import_the_plan(admin, tmp_path)
    complaints.clear()  # of the mistakes
    plan = Plan.objects.get(code=CODE)
    assert (plan.state, plan.actions.count()) == ("in_preparation", 60)
    put_in_force(admin)
    close_a_round(plan, page_of)
    assert said_of_the_first_plan(capsys) == before


def import_the_plan(page: Page, folder: Path) -> None:
    page.goto(reverse("plan-list"))
    page.get_by_role("link", name="Import a plan").click()
    with page.expect_download() as empty:
        page.get_by_role("link", name="Download an empty workbook").click()
    content = empty.value.path().read_bytes()
    upload(page, folder / "mistakes.xlsx", content, fill_with_mistakes)
    wrong = page.locator("section", has=page.locator("#faults")).get_by_role("row")
    for sheet, words in [
        ("Actions", "twice"),
        ("Budget", "twelve thousand"),
        ("Promoters", "Social housing company"),
    ]:
        expect(wrong.filter(has_text=sheet).filter(has_text=words).first).to_be_visible()
    upload(page, folder / "mended.xlsx", content, fill)
    page.get_by_label("Another: add it").check()
    for box in page.locator('input[name="accept"]').all():
        box.check()
    page.get_by_role("button", name="Import it so").click()
    expect(page.locator("main")).to_contain_text("made")


def upload(page: Page, file: Path, content: bytes, fill_in: Callable[[Workbook], None]) -> None:
    book = load_workbook(io.BytesIO(content))
    fill_in(book)
    file.write_bytes(saved(book))
    page.goto(reverse("plan-import"))
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Show what it would change").click()


def put_in_force(page: Page) -> None:
    page.goto(reverse("plan-list"))
    page.get_by_role("link", name=f"Put in force… {CODE}").click()
    page.get_by_role("button", name="Put in force").click()
    expect(page.get_by_role("status")).to_be_visible()
    assert Plan.objects.get(code=CODE).state == "in_force"


def close_a_round(plan: Plan, page_of: Opening) -> None:
    """One action is reported on and accepted, the others are excused; then the report is there."""
    company = Organisation.objects.get(name="Social housing company")
    town = page_of(person("town", Role.COORDINATOR, plan=plan), "nl")
    housing = page_of(person("housing", Role.CONTRIBUTOR, organisation=company, plan=plan), "nl")
    code = open_a_round(town, actions=60, plan=CODE, shown="60")
    report(housing, "1.2", plan=CODE)
    review(town, the_only_waiting(action__code="1.2"))
    go(town, "round", code, plan=CODE)
    town.get_by_role("link", name=nl("Take into review…")).click()
    press(town, "Take into review")
    excuse_the_rest(town, code, plan=CODE)
    close(town, code, plan=CODE)
    go(town, "government-report", code, plan=CODE)
    expect(town.get_by_text("Visit 12 homes").first).to_be_visible()
