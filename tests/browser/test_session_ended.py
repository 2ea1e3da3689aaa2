"""In a browser, with JavaScript and without: a session that ended in the middle of a form loses nothing that was typed."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from actionplan.accounts.models import User
from actionplan.reporting.models import Round
from tests.factories import PASSWORD
from tests.page_list.every_page import address

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Sample: typed while the session ended."
PLACES = ["form", "row"]
Opened = Callable[..., Page]


@pytest.fixture
def opened(asked: Round, contributor: User, page_of: Callable[..., Page]) -> Opened:
    """A contact point with the form of a report or an opened row of the organisation before them."""
    plan = asked.plan.code
    urls = {"row": address("sheet-row", plan, "ov", "1.1"), "form": address("report-form", plan, "1.1", "ov")}

    def at(place: str, *, java_script_enabled: bool) -> Page:
        page = page_of(contributor, java_script_enabled=java_script_enabled)
        page.goto(urls[place])
        return page

    return at


def typed_in(page: Page, place: str) -> Locator:
    form = page.locator("[id='row-1.1']") if place == "row" else page
    return form.get_by_label("What was done?")


def end_the_session(page: Page) -> None:
    Session.objects.all().delete()
    page.context.clear_cookies(name="sessionid")


def save(page: Page) -> None:
    """By keyboard: the button moves when the page says that the session ended."""
    page.get_by_role("button", name="Save draft").first.press("Enter")


def sign_in_again(page: Page, user: User) -> None:
    page.get_by_label("User name or e-mail address").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("java_script_enabled", [True, pytest.param(False, marks=pytest.mark.full)])
def test_somebody_else_sees_nothing_of_it_and_the_same_person_goes_on(
    opened: Opened, contributor: User, coordinator: User, java_script_enabled: bool, complaints: list[str]
) -> None:
    for place in PLACES:
        page = opened(place, java_script_enabled=java_script_enabled)
        somebody_else_sees_nothing(page, place, coordinator)
        complaints.clear()  # the row is not theirs
        page = opened(place, java_script_enabled=java_script_enabled)
        the_same_person_goes_on(page, place, contributor)


def somebody_else_sees_nothing(page: Page, place: str, other: User) -> None:
    typed_in(page, place).fill(WORDS)
    end_the_session(page)
    save(page)
    expect(page.get_by_label("Password")).to_be_visible()
    assert WORDS not in page.content()
    sign_in_again(page, other)
    expect(page.get_by_role("button", name="Sign in")).to_have_count(0)
    assert WORDS not in page.content()


def the_same_person_goes_on(page: Page, place: str, user: User) -> None:
    where = page.url
    typed_in(page, place).fill(f"{WORDS} In the {place}.")
    end_the_session(page)
    save(page)
    expect(page.locator(".notice.warning")).to_contain_text("Your session had ended before this")
    sign_in_again(page, user)
    expect(page.get_by_text("it is not saved yet")).to_be_visible()
    assert page.url == where
    expect(typed_in(page, place)).to_have_value(f"{WORDS} In the {place}.")
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_role("status")).to_contain_text("saved at")
    expect(typed_in(page, place)).to_have_value(f"{WORDS} In the {place}.")
