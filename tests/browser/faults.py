"""What is wrong with a page as a browser shows it: violations of WCAG 2.0 to 2.2, levels A and AA, and of what axe calls best
practice; sideways scrolling; and tables that are cut off on a screen that has room for them."""

from collections.abc import Iterator
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERY_RULE = {"runOnly": {"type": "tag", "values": TAGS}}
ALL_BUT_CONTRAST = EVERY_RULE | {"rules": {"color-contrast": {"enabled": False}}}
"""For a page whose contrast was looked at in another language or width; it takes two thirds of the time."""
RULES_OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""Those of axe that may find something else in the dark, where nothing but the colours is another."""
RULE_OF_TARGETS = {
    "runOnly": {"type": "rule", "values": ["target-size"]},
    "rules": {"target-size": {"enabled": True}},
}
FONTS = ["serif", "DejaVu Sans", "Liberation Mono, DejaVu Sans Mono"]
"""Of which lines and words are higher and wider, lower and narrower than of the one that looks are measured in."""
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
SPACED = """* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}
p {margin-bottom: 2em !important}"""
"""What somebody may ask of a page's text (WCAG 1.4.12)."""
CLIPPED = """() => [...document.querySelectorAll('main *, header *')].filter(element => {
  const style = getComputedStyle(element);
  const hides = /hidden|clip/.test(style.overflow) && style.clipPath === 'none' && style.webkitLineClamp === 'none';
  return hides && element.innerText && element.checkVisibility() && (
    element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
}).map(element => `clipped: ${element.outerHTML.slice(0, 120)}`)"""


def faults_by_light(page: Page) -> Iterator[str]:
    """What axe finds, and what is too wide for the smallest screen: what differs most from page to page."""
    yield from violations(page, "light")
    yield from too_wide(page, WIDTHS[0])


def faults_on_a_telephone(page: Page) -> Iterator[str]:
    """What axe finds on the smallest screen, but for contrast, at which `faults_by_light` looks."""
    found = violations(page, "light", WIDTHS[0], ALL_BUT_CONTRAST)
    yield from (f"{WIDTHS[0]} pixels: {fault}" for fault in found)


def targets_in_other_fonts(page: Page) -> Iterator[str]:
    """What is too small to touch where the machine has another font, on a wide screen and on the smallest; the page keeps it.

    It is looked at from its end, where a bar that sticks to the edge of the screen lies in its own place and over no link."""
    for font in FONTS:
        page.evaluate("font => document.documentElement.style.setProperty('--font', font)", font)
        for width in [1280, WIDTHS[0]]:
            show_at(page, width)
            page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
            found = violations(page, "light", width, RULE_OF_TARGETS)
            yield from (f"{font}, {width} pixels: {fault}" for fault in found)


def faults_when_spaced(page: Page) -> Iterator[str]:
    """What is lost where the text has more space; the page keeps it."""
    page.add_style_tag(content=SPACED)
    yield from (f"spaced: {fault}" for fault in [*too_wide(page, 1280), *page.evaluate(CLIPPED)])


def faults_in_the_dark(page: Page) -> Iterator[str]:
    """What axe finds in the colours, and what is too wide for any screen, or cut off on one that has room."""
    for width in WIDTHS:
        yield from too_wide(page, width)
    show_at(page, 1280)
    yield from (f"1280 pixels: {fault}" for fault in page.evaluate(CUT_OFF))
    yield from (f"dark: {fault}" for fault in violations(page, "dark", rules=RULES_OF_COLOURS))


def too_wide(page: Page, width: int) -> Iterator[str]:
    show_at(page, width)
    yield from (f"{width} pixels: {fault}" for fault in page.evaluate(TOO_WIDE))


def show_at(page: Page, width: int) -> None:
    if page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 720})


def violations(
    page: Page,
    color_scheme: Literal["light", "dark"],
    width: int = 1280,
    rules: dict[str, Any] = EVERY_RULE,
) -> list[str]:
    """What axe finds, and nothing of what it finds in order, which is long.

    At the end of the page, where a bar that stays in view covers nothing; `test_keyboard.py` sees that it hides no focus.
    """
    show_at(page, width)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    page.emulate_media(color_scheme=color_scheme)
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE)
    options = rules | {"resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for one in found
        for node in one["nodes"]
    ]
