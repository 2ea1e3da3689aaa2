"""The report to the Government on the demo story as it is printed: two pages of summary, at most 45 in all, no sheet cut."""

import re
from pathlib import Path

import pytest

from actionplan.accounts.roles import Role
from tests import fonts
from tests.documents import soffice
from tests.documents.written_documents import got, headings_of, word_of
from tests.personas import person, signed_in

from .two_ways import Told

pytestmark = pytest.mark.full

MOST_PAGES = 45
NAMES = ["2020-2024", "2022-12"]
FOOT_LINES = 2
"""The round with the number of the page, and the hash."""


def lines_of(page: str) -> list[str]:
    """Without the title above and the foot below, in single spaces."""
    lines = [" ".join(line.split()) for line in page.splitlines() if line.strip()]
    return lines[1:-FOOT_LINES]


@pytest.mark.parametrize("told_plan", ["story"], indirect=True)
@pytest.mark.parametrize("minister", ["home_affairs", "finance"])
def test_an_extract_begins_with_a_page_of_summary_and_has_at_most_four_pages_and_half_a_page_an_action(
    told_plan: Told, minister: str, db: None, tmp_path: Path
) -> None:
    fonts.needed()
    program, source = soffice.needed(), tmp_path / "extract.docx"
    browser = signed_in(person("reviewer", Role.COORDINATOR))
    response = got(browser, "minister-extract-docx", *NAMES, minister, language="nl")
    source.write_bytes(response.content)
    pages = [lines_of(page) for page in soffice.pages_of(soffice.as_pdf(program, source))]
    sheets = sum(level == 2 for level, _title in headings_of(word_of(response)))
    assert pages[1][0] == "Inhoud"
    assert len(pages) <= 4 + sheets / 2, (len(pages), sheets)


@pytest.mark.parametrize("told_plan", ["story"], indirect=True)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_has_two_pages_of_summary_and_at_most_45_in_all_and_cuts_no_sheet(
    told_plan: Told, db: None, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fonts.needed()
    program, source = soffice.needed(), tmp_path / "report.docx"
    response = got(
        signed_in(person("reviewer", Role.COORDINATOR)), "government-report-docx", *NAMES, language=language
    )
    source.write_bytes(response.content)
    pages = [lines_of(page) for page in soffice.pages_of(soffice.as_pdf(program, source))]
    with capsys.disabled():
        print(f"\nReport to the Government, {language}: {len(pages)} pages")
    assert len(pages) <= MOST_PAGES
    assert [number for number, page in enumerate(pages, 1) if page[0] in ("Inhoud", "Contents")] == [3]
    assert all(re.search(r" \d+$", line) for line in pages[2] if line.startswith(("Bijlage", "Annex")))
    headings = [(level, " ".join(title.split()[:4])) for level, title in headings_of(word_of(response))]
    starts = tuple(title for _level, title in headings)
    assert not any(page[-1].startswith(starts) for page in pages[3:]), "no heading alone at the foot"
    sheets = [place for place, (level, _title) in enumerate(headings) if level == 3]
    assert len(sheets) == 50
    before, after = headings[sheets[0] - 2][1], headings[sheets[-1] + 1][1]
    first, behind = (
        next(number for number, page in enumerate(pages) if number > 2 and page[0].startswith(title))
        for title in (before, after)
    )
    assert behind - first > 20
    assert all(page[0].startswith(starts) for page in pages[first:behind]), "no sheet goes on overleaf"
