"""axe finds nothing on any page: WCAG 2.2, levels A and AA, in both languages, light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from actionplan.accounts.models import User
from tests.browser.showing import Showing
from tests.world import World

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ALL_RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
"""The one thing that differs when it is dark."""


def violations(page: Page, options: dict[str, Any] = ALL_RULES) -> list[str]:
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.again)])
def test_no_page_violates_the_guidelines(
    world: World,
    client_of: Callable[[User], Client],
    new_context: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
    base_url: str,
    language: str,
) -> None:
    showing = Showing(world, client_of, new_context, sign_in, base_url, language=language)
    found = []
    for name, page in showing.every_page():
        page.emulate_media(color_scheme="light")
        assert page.evaluate("document.documentElement.lang") == language, name
        found += [f"{name}: {fault}" for fault in violations(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"{name}, dark: {fault}" for fault in violations(page, CONTRAST)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ('<img src="/favicon.ico">', "image-alt"),
        ("<input>", "label"),
        ('<p style="color: #bbb; background: #fff">pale</p>', "color-contrast"),
    ],
)
def test_a_planted_violation_is_found(page: Page, html: str, rule: str) -> None:
    page.set_content(f'<html lang="en"><title>Page</title><main><h1>Page</h1>{html}</main></html>')
    assert [fault.split(":")[0] for fault in violations(page)] == [rule]
