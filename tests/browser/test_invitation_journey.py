"""A coordinator invites a file holder, who takes the role up, is named for an action, and writes what another submits, without
JavaScript."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from actionplan.accounts.models import User
from tests.page_list.every_page import address
from tests.personas import SmallPlan

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "nine patient otters"
Opening = Callable[[User | None], Page]


@pytest.fixture
def page_of(page_of: Callable[..., Page]) -> Opening:
    return partial(page_of, java_script_enabled=False)


def invite(page: Page) -> str:
    """The link that the mail brings."""
    page.goto(address("people"))
    page.get_by_role("link", name="Invite somebody", exact=True).click()
    page.get_by_label("For whom?").select_option("organisation:ov")
    page.get_by_label("File holder:").check()
    page.get_by_label("Name").fill("Noa New")
    page.get_by_label("E-mail address").fill("noa@example.org")
    page.get_by_label("Language of the mail").select_option("en")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("Noa New is invited by mail.")
    return re.search(r"/invitation/\S+", mail.outbox[-1].body)[0]


def take_up(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Take the role up").click()
    page.get_by_label("User name or e-mail address").fill("noa@example.org")
    page.get_by_label("Password required", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My actions")


@pytest.mark.full
def test_somebody_is_invited_takes_the_role_up_and_writes_what_another_submits(
    small_plan: SmallPlan, contributor: User, coordinator: User, page_of: Opening
) -> None:
    code, plan = small_plan.with_money.code, small_plan.plan.code
    link = invite(page_of(coordinator))
    newcomer = page_of(None)
    take_up(newcomer, link)
    form = address("report-form", plan, code, "ov")
    contact_point = page_of(contributor)
    contact_point.goto(address("my-actions", plan))
    contact_point.get_by_role("link", name="who writes which report").click()
    contact_point.get_by_label(f"File holder, {code}").select_option("Noa New")
    contact_point.get_by_role("button", name="Save who writes").click()
    expect(contact_point.get_by_role("status")).to_contain_text("Who writes is saved.")
    newcomer.goto(form)
    newcomer.get_by_label("completed", exact=True).check()
    newcomer.get_by_label("Actual end").fill("30/11/2022")
    newcomer.get_by_role("button", name="Save draft").click()
    newcomer.get_by_role("link", name="See the whole report").click()
    expect(newcomer.locator("main")).to_contain_text(
        "a contact point of your organisation submits everything that is ready together."
    )
    contact_point.goto(address("report-checks", plan, code, "ov"))
    contact_point.get_by_role("button", name="Submit this report alone").click()
    expect(contact_point.get_by_role("status")).to_contain_text("submitted")
