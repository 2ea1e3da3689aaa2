"""A coordinator adds an app, signs in with its code and with a recovery code, then adds a security key and signs in with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from actionplan.accounts.models import User
from tests.accounts.factors import code_of
from tests.browser.faults import violations
from tests.factories import PASSWORD
from tests.personas import SmallPlan

KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A key of Chromium's own, whose owner always gives the PIN."""
pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page) -> None:
    """With the password."""
    page.goto("/accounts/login/")
    page.get_by_label("User name or e-mail address").fill("coordinator")
    page.get_by_label("Password required", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def answer(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()


def is_in(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")


def add_app(page: Page) -> tuple[str, list[str]]:
    """Its secret, and the recovery codes."""
    expect(page.get_by_text("Your role needs a second factor.")).to_be_visible()
    page.get_by_role("link", name="Add an app").click()
    secret = page.locator("code").inner_text()
    expect(page.locator("main svg")).to_be_visible()
    page.get_by_label("code").fill(code_of(secret))
    page.get_by_role("button", name="Add the app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    return secret, page.locator("code").all_inner_texts()


def test_an_app_and_recovery_codes_need_no_javascript(
    page_of: Callable[..., Page], coordinator: User, small_plan: SmallPlan
) -> None:
    page = page_of(None, java_script_enabled=False)
    sign_in(page)
    secret, codes = add_app(page)
    assert len(codes) == 10
    page.get_by_role("link", name="I kept them").click()
    page.get_by_role("link", name="Go on to the portal").click()
    is_in(page)
    cache.clear()  # as half a minute later: the code was used
    for code in [code_of(secret), codes[0]]:
        sign_out(page)
        sign_in(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Show that it is you")
        answer(page, code)
        is_in(page)


def test_a_security_key_is_added_and_signs_in(
    page_of: Callable[..., Page], coordinator: User, small_plan: SmallPlan, settings: Any, base_url: str
) -> None:
    settings.BASE_URL = base_url
    page = page_of(None)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    sign_in(page)
    page.get_by_role("link", name="Add a key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a key")
    assert list(violations(page, "light")) == []
    page.get_by_label("Name").fill("Blue key")
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("link", name="I kept them").click()
    expect(page.get_by_text("Blue key").first).to_be_visible()
    sign_out(page)
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Show that it is you")
    assert list(violations(page, "light")) == []
    page.get_by_role("button", name="Use the key").click()
    is_in(page)
