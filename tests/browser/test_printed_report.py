"""What comes out of the printer: no navigation; at the foot of every page what it shows, of when, and the number of the page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from actionplan.reporting.models import Snapshot
from tests.documents import soffice
from tests.gates.test_css_contrast import SHEET
from tests.page_list.every_page import address
from tests.world import World

pytestmark = pytest.mark.full
KNOWN_TODAY = "As known today · what was submitted, reviewed or not"
CONTROLS = "nav, form, button, .button, input, select, textarea"
SHOWN = """selector => [...document.querySelectorAll(selector)].filter(
  one => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().width > 1
).map(one => one.outerHTML.slice(0, 120))"""


def test_every_printed_page_bears_the_hash_and_its_number_and_no_navigation(
    world: World, page: Page, sign_in: Callable[..., None], tmp_path: Path
) -> None:
    soffice.needed()
    built = world.rounds["closed"]
    sign_in(world.people["coordinator"])
    page.goto(address("government-report", built.plan.code, built.round.code, edition="internal"))
    pdf = tmp_path / "report.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    pages = soffice.pages_of(pdf)
    assert len(pages) > 8
    snapshot = Snapshot.objects.of_round(built.round).get()
    for number, words in enumerate(pages, start=1):
        assert snapshot.sha256 in words, number
        assert "Internal edition: not for publication" in words, number
        assert f"{number}/{len(pages)}" in words, number
        assert "Skip to the content" not in words
    assert "Overview" not in pages[0].split()
    today = timezone.localdate().strftime("%-d %B %Y")
    plan, closed = world.plan.code, [built.plan.code, built.round.code]
    for url, known in [
        (address("overview", plan), KNOWN_TODAY),
        (address("action-list", plan), KNOWN_TODAY),
        (address("action", plan, world.small.with_money.code), KNOWN_TODAY),
        (address("budget", plan), KNOWN_TODAY),
        (address("round", *closed), snapshot.sha256),
        (address("people"), "opened on"),
    ]:
        page.goto(url)
        page.emulate_media(media="print")
        assert page.evaluate(SHOWN, CONTROLS) == [], url
        assert page.evaluate(SHOWN, "main a:not(.button)"), "what links say is printed"
        page.pdf(path=pdf, prefer_css_page_size=True)
        pages = [" ".join(words.split()) for words in soffice.pages_of(pdf)]
        for number, words in enumerate(pages, start=1):
            assert known in words, f"{url}, page {number}"
            assert f"opened on {today}" in words, f"{url}, page {number}"
            assert words.endswith(f"{number}/{len(pages)}"), f"{url}, page {number}"


ROWS = "".join(f"<tr><td>Row {number}.</td></tr>" for number in range(40))
BELOW = {
    "table": f"""<h4>Heading</h4><div class="scroll"><table class="rows"><caption>Caption</caption>
<thead><tr><th>Column</th></tr></thead><tbody>{ROWS}</tbody></table></div>""",
    "list": "<p class='list-label'>Heading Caption</p><ul><li>Row 0.</li></ul>",
}


@pytest.mark.parametrize("kind", BELOW)
def test_no_heading_caption_or_head_row_stands_alone_at_the_foot_of_a_page(
    page: Page, tmp_path: Path, kind: str
) -> None:
    """Wherever on a page they come to stand."""
    soffice.needed()
    alone = []
    for height in range(700, 960, 10):
        page.set_content(
            f"""<style>{SHEET.read_text()}</style><main><article class="paper"><section>
<div style="height: {height}px"></div>{BELOW[kind]}</section>
<footer class="paper-foot"><p>Foot</p></footer></article></main>"""
        )
        page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        printed = soffice.pages_of(tmp_path / "page.pdf")
        on = [[words in one for one in printed].index(True) for words in ("Heading", "Caption", "Row 0.")]
        heads = [one for one in printed if "Column" in one and "Row" not in one]
        alone += [height] if len(set(on)) > 1 or heads else []
    assert alone == []
