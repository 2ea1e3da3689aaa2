"""Chromium, pointed at a live server; whatever its console complains about fails the test."""

import io
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.management import call_command
from django.db import connections
from django.http import HttpResponse
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect

from tests import chromium
from tests.browser.showing import Screen
from tests.personas import signed_in
from tests.roles import as_owner
from tests.stages import committed

MILLISECONDS = 120_000
"""Within which a page shows what it should, on a busy machine too."""
expect.set_options(timeout=MILLISECONDS)
Enter = Callable[..., Page]
SIGNING_IN = {
    "en": ("User name", "Password", "Sign in", "example · 12 June 2023"),
    "nl": ("Gebruikersnaam", "Wachtwoord", "Aanmelden", "voorbeeld · 12 juni 2023"),
}
"""What the fields, the button and the head of the demo say."""


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def _database_beside_a_running_loop(playwright: Playwright) -> Iterator[None]:
    """Playwright leaves its event loop running, which Django takes for asynchronous code; these tests come last.

    A connection that was opened beside the loop is closed beside it, or the database cannot be dropped.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": chromium.executable(), "args": chromium.FLAGS}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"locale": "en-GB"}


@pytest.fixture
def complaints() -> list[str]:
    """What the console has said so far; a test that expects an error says so by emptying it."""
    return []


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], complaints: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a browser of its own for a person; `page` is the page of the first one."""

    def listening(**options: Any) -> BrowserContext:
        context = new_context(**options)
        listen(context, complaints)
        return context

    yield listening
    assert complaints == []


def listen(context: BrowserContext, complaints: list[str]) -> None:
    def heard(message: ConsoleMessage) -> None:
        print(f"The console says ({message.type}): {message.text}")  # shown where the test fails
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    context.set_default_timeout(MILLISECONDS)
    context.on("console", heard)
    context.on("weberror", lambda error: complaints.append(str(error.error)))


@pytest.fixture
def screen(browser: Browser, complaints: list[str]) -> Iterator[Screen]:
    """Without a server, whose tests empty the database."""
    with browser.new_context() as context:
        listen(context, complaints)
        yield Screen(context.new_page())
    assert complaints == []


@pytest.fixture
def paper(screen: Screen) -> Screen:
    """Another page beside it, to be written on."""
    another = Screen(screen.page.context.new_page())
    another.show(HttpResponse("<!doctype html><title>Paper</title>"))
    return another


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo on its own day, told once for a module whose tests show what the test client gets."""
    with override_settings(DEBUG=True), committed(django_db_blocker, tell_demo):
        yield
    connections.close_all()  # as the tests of a live server do


def tell_demo() -> None:
    """As `./dev run` does."""
    with as_owner():
        call_command("prepare", stdout=io.StringIO())


@pytest.fixture
def sign_in(context: BrowserContext, live_server: Any) -> Callable[..., None]:
    """`sign_in(user)` spares the sign-in page; `within=` names another person's browser."""

    def as_(user: AbstractBaseUser, *, within: BrowserContext = context) -> None:
        value = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        within.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return as_


@pytest.fixture
def page_of(
    new_context: Callable[..., BrowserContext], sign_in: Callable[..., None], base_url: str
) -> Callable[..., Page]:
    """`page_of(user)` is a page in a browser of that person's own, `page_of(None)` in one of nobody's."""

    def opened(user: AbstractBaseUser | None, language: str = "en", **options: Any) -> Page:
        context = new_context(**options)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": base_url}])
        if user:
            sign_in(user, within=context)
        return context.new_page()

    return opened


@pytest.fixture
def enter(page_of: Callable[..., Page], settings: Any) -> Enter:
    """The demo is told; `enter("education", "nl")` signs in with the password of the README, and is on the first page."""
    settings.DEBUG = True
    tell_demo()

    def signed_in(name: str, language: str = "en") -> Page:
        user_name, password, button, head = SIGNING_IN[language]
        page = page_of(None, language)
        page.goto("/")
        page.get_by_label(user_name).fill(name)
        page.get_by_label(password).fill("demo")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("banner")).to_contain_text(head)
        return page

    return signed_in
