"""No page violates the guidelines or scrolls sideways, in both languages; and what is planted is found."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from actionplan.accounts.models import User
from tests.browser.faults import AXE, faults_in_light, faults_of
from tests.browser.showing import Showing
from tests.world import World


@pytest.mark.parametrize(
    ("language", "look"),
    [("nl", faults_in_light), pytest.param("en", faults_of, marks=pytest.mark.again)],
    ids=["nl", "en"],
)
def test_no_page_violates_the_guidelines_or_scrolls_sideways(
    world: World,
    client_of: Callable[[User], Client],
    new_context: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
    base_url: str,
    language: str,
    look: Callable[[Page], Iterator[str]],
) -> None:
    showing = Showing(world, client_of, new_context, sign_in, base_url, language, script=AXE)
    found = []
    for name, page in showing.every_page():
        assert page.evaluate("document.documentElement.lang") == language, name
        found += [f"{name}, {fault}" for fault in look(page)]
    assert found == [], "\n".join(found)


BOX = '<div class="scroll" style="overflow-x: auto" tabindex="0">'
DIM = "<style>@media (prefers-color-scheme: dark) {p {color: #666; background: #000}}</style>"


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("<p>Fine</p>", set()),
        ('<img src="/favicon.ico">', {"image-alt"}),
        ("<input>", {"label"}),
        ('<p style="color: #bbb; background: #fff">pale</p>', {"color-contrast", "dark"}),
        (f"{DIM}<p>dim</p>", {"dark"}),
        ('<p style="width: 400px">wide</p>', {"320 pixels"}),
        ('<p style="width: 1100px">very wide</p>', {"320 pixels", "500 pixels", "1024 pixels"}),
        (f"{BOX}<p style='width: 1300px'>cut off</p></div>", {"1280 pixels"}),
        (f"{BOX}<p style='width: 1100px'>fits</p></div>", set()),
    ],
)
def test_a_planted_fault_is_found(page: Page, html: str, kinds: set[str]) -> None:
    page.set_content(f'<html lang="en"><title>Page</title><main><h1>Page</h1>{html}</main></html>')
    assert {fault.split(":")[0] for fault in faults_of(page)} == kinds
