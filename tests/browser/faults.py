"""What is wrong with a page as a browser shows it: violations of WCAG 2.2, levels A and AA, sideways scrolling, and tables
that are cut off on a screen that has room for them."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ALL_RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
"""The one thing that differs when it is dark."""
WIDTHS = [320, 500, 1024]
"""A screen of 320 pixels, where every page is one column (WCAG 1.4.10); then the narrowest one where tables are tables, and
a laptop's, enlarged, where two columns stand side by side."""
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const inside = element => element.closest('[class*="scroll"]') !== null;
  const wide = [...document.querySelectorAll('main *, header *')].filter(
    element => element.getBoundingClientRect().right > width + 1 && !inside(element));
  return [`${document.documentElement.scrollWidth} pixels`,
    ...wide.slice(0, 3).map(element => element.outerHTML.slice(0, 120))];
}"""
CUT_OFF = """() => [...document.querySelectorAll('.scroll')]
  .filter(box => box.scrollWidth > box.clientWidth + 1)
  .map(box => `${box.scrollWidth} in ${box.clientWidth} pixels are cut off: ${box.innerText.trim().slice(0, 80)}`)
"""
"""On a screen of 1280 pixels, what tables fit: on a smaller one a table moves sideways inside its box."""


def faults_in_light(page: Page) -> Iterator[str]:
    """What axe finds, and what is too wide for the smallest screen: what differs from page to page."""
    page.emulate_media(color_scheme="light")
    yield from violations(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": WIDTHS[0], "height": 640})
    yield from (f"{WIDTHS[0]} pixels: {fault}" for fault in page.evaluate(TOO_WIDE))
    page.set_viewport_size(wide)


def faults_of(page: Page) -> Iterator[str]:
    """The same, and in the dark, and on every screen."""
    yield from faults_in_light(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": 1280, "height": 720})
    yield from (f"1280 pixels: {fault}" for fault in page.evaluate(CUT_OFF))
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {fault}" for fault in violations(page, CONTRAST))
    for width in WIDTHS[1:]:
        page.set_viewport_size({"width": width, "height": 640})
        yield from (f"{width} pixels: {fault}" for fault in page.evaluate(TOO_WIDE))
    page.set_viewport_size(wide)


def violations(page: Page, options: dict[str, Any] = ALL_RULES) -> list[str]:
    """What axe finds, and nothing of what it finds in order, which is long."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for one in found
        for node in one["nodes"]
    ]
