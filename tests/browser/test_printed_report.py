"""The report as it comes out of the printer: no navigation, on every page the round, the hash and the number of the page."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from actionplan.reporting.models import Snapshot
from tests import soffice
from tests.page_list import address
from tests.world import World


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
