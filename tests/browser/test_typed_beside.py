"""In a browser: what is typed in one form of a page is not lost when another is sent."""

import datetime
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round
from actionplan.reports.questions import ask_question
from tests.personas import SmallPlan
from tests.sheet.asked_sheet import ago

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_addition_that_is_refused_keeps_the_question_that_was_typed(
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    coordinator: User,
    page_of: Callable[..., Page],
    complaints: list[str],
) -> None:
    action = small_plan.with_money
    about = {"action": action, "of_whom": lead_organisation, "due": datetime.date(2099, 1, 31)}
    ask_question(**about, text="Sample one?", by=coordinator, at=ago(1))
    page = page_of(coordinator)
    page.goto(reverse("questions", args=[action.plan.code, action.code]))
    page.locator("#ask_asked").fill("Sample two?")
    page.get_by_text("Add something as the Platform").click()
    for _ in range(2):  # what came back is kept too
        page.get_by_role("button", name="Send it").click()
        expect(page.locator("[data-error-summary]")).to_contain_text("Write what you add.")
        expect(page.locator("#ask_asked")).to_have_value("Sample two?")
    complaints.clear()  # of the refusals
    page.locator("textarea[name=text]").fill("Sample: more.")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("status")).to_contain_text("Your answer is sent.")
    expect(page.locator("#ask_asked")).to_have_value("Sample two?")
