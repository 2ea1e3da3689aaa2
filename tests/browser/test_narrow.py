"""On a screen of 320 pixels every page is one column: nothing scrolls sideways (WCAG 1.4.10)."""

from collections.abc import Callable

from django.test import Client
from playwright.sync_api import BrowserContext

from actionplan.accounts.models import User
from tests.browser.showing import Showing
from tests.world import World

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const inside = element => element.closest('[class*="scroll"]') !== null;
  const wide = [...document.querySelectorAll('main *, header *')].filter(
    element => element.getBoundingClientRect().right > width + 1 && !inside(element));
  return [`${document.documentElement.scrollWidth} pixels`,
    ...wide.slice(0, 3).map(element => element.outerHTML.slice(0, 120))];
}"""


def test_no_page_scrolls_sideways_at_320_pixels(
    world: World,
    client_of: Callable[[User], Client],
    new_context: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
    base_url: str,
) -> None:
    narrow = {"viewport": {"width": 320, "height": 640}}
    showing = Showing(world, client_of, new_context, sign_in, base_url, **narrow)
    found = {name: wide for name, page in showing.every_page() if (wide := page.evaluate(TOO_WIDE))}
    assert found == {}, "\n".join(f"{name}: {wide}" for name, wide in found.items())
