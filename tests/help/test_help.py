"""Help: the same in both languages, in the words of the screen, and reached from the page of the job."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.pages.help.read import FOLDER, JOBS, MARKDOWN, page_of
from tests.addresses import declared_pages
from tests.browser.faults import TAGS, WIDTHS
from tests.gates.source_messages import ROOT
from tests.personas import signed_in

LANGUAGES = ["en", "nl"]
PAGES = [(language, job) for language in LANGUAGES for job in JOBS]
ON_THE_SCREEN = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
"""Italics are what a page says; bold is ours."""
EXAMPLES = {"2021", "sept 2026", "sept. 2026", "Q3 2025", "K3 2025", "Nederlands", "English"}
CATALOGUE = polib.pofile(str(ROOT / "locale/nl/LC_MESSAGES/django.po"))


def texts(language: str) -> Iterator[str]:
    for entry in CATALOGUE:
        yield from (
            [entry.msgid, entry.msgid_plural]
            if language == "en"
            else [entry.msgstr, *entry.msgstr_plural.values()]
        )


def said(language: str) -> str:
    """All that the portal says, without capitals, to be looked into."""
    return "\n".join(texts(language)).lower().replace("’", "'")


def soup_of(language: str, job: str) -> BeautifulSoup:
    return BeautifulSoup(page_of(job, language).content, "html.parser")


def test_a_file_for_each_job_in_each_language_and_no_other() -> None:
    for language in LANGUAGES:
        assert {path.stem for path in (FOLDER / language).iterdir()} == set(JOBS)


def test_the_list_parses_no_page_and_says_what_each_says(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = [page_of(job, "en").title for job in JOBS]
    ledes = [page_of(job, "en").lede for job in JOBS]
    monkeypatch.setattr("actionplan.pages.help.read.MARKDOWN", None)
    soup = BeautifulSoup(signed_in(reader).get(reverse("help-list")).content, "html.parser")
    rows = soup.select("ul.row-list.acts > li")
    assert [row.a.text for row in rows] == titles
    assert [row.p.text for row in rows] == ledes
    assert all(not re.search(r"[#\n*]", words) for words in titles)


@pytest.mark.parametrize("job", JOBS)
def test_both_languages_have_the_same_parts_in_the_same_order(job: str) -> None:
    def shape(language: str) -> list[str]:
        found = soup_of(language, job).find_all(["h2", "h3", "li", "tr", "td", "img", "a", "p"])
        ends = [
            str(part.get("href", part.get("src", ""))).replace(f"/{language}/", "/").partition("#")[0]
            for part in found
        ]
        return [f"{part.name} {end}" for part, end in zip(found, ends, strict=True)]

    assert shape("en") == shape("nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_italics_is_what_pages_say(language: str) -> None:
    everything = said(language)
    missing = [
        f"{job}: {words}"
        for job in JOBS
        for words in ON_THE_SCREEN.findall((FOLDER / language / f"{job}.md").read_text())
        if words not in EXAMPLES and words.lower() not in everything
    ]
    assert missing == []


@pytest.mark.parametrize(("language", "job"), PAGES)
def test_a_page_begins_with_its_title_and_a_plain_sentence_and_every_picture_says_what_is_seen(
    language: str, job: str
) -> None:
    page = page_of(job, language)
    assert page.title
    assert page.lede.endswith(".")
    assert not re.search(r"[*`\[<]", page.title + page.lede)
    for picture in soup_of(language, job).find_all("img"):
        assert len(picture["alt"]) > 30
        assert int(picture["width"]) > 300
        assert int(picture["height"]) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_page_of_help_and_to_a_heading_that_is_there(language: str) -> None:
    soups = {reverse("help", args=[job]): soup_of(language, job) for job in JOBS}
    links = [link["href"] for soup in soups.values() for link in soup.find_all("a")]
    ours = [link.partition("#") for link in links if not link.startswith(("https:", "mailto:"))]
    assert len(ours) > 10
    for page, _, heading in ours:
        assert not heading or soups[page].find(id=heading), (page, heading)


def test_html_in_a_file_is_shown_as_it_is_typed() -> None:
    assert MARKDOWN.render("<script>x</script>") == "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"


def test_the_pages_of_the_portal_lead_to_help_that_is_there() -> None:
    assert {view.help for view in declared_pages().values()} <= {"", *JOBS}


@pytest.mark.django_db
def test_help_is_reached_from_the_page_of_the_job_and_reads_as_the_reader_does(reader: User) -> None:
    client = signed_in(reader)

    def help_link(url: str) -> str:
        soup = BeautifulSoup(client.get(url, headers={"accept-language": "nl"}).content, "html.parser")
        return str(soup.select_one(".site-tools > a")["href"])

    assert help_link("/calendar/") == "/help/mail/"
    assert help_link("/accounts/password/change/") == "/help/"
    assert "Mail en agenda" in client.get("/help/mail/", headers={"accept-language": "nl"}).content.decode()
    assert (
        "Mail and calendar" in client.get("/help/mail/", headers={"accept-language": "en"}).content.decode()
    )


@pytest.mark.django_db
def test_who_is_not_signed_in_reads_how_to_sign_in_and_the_accessibility_statement_alone(
    client: Client, settings: LazySettings
) -> None:
    assert 'href="/help/sign-in/"' in client.get("/accounts/login/").content.decode()
    assert client.get("/help/sign-in/").status_code == 200
    assert client.get("/help/review/").url == "/accounts/login/?next=/help/review/"
    settings.CONTACT_EMAIL = "portal@example.org"
    assert 'href="mailto:portal@example.org"' in client.get("/help/accessibility/").content.decode()
    settings.CONTACT_EMAIL = ""
    assert "the coordinators of your plan" in client.get("/help/accessibility/").content.decode()


def test_the_accessibility_statement_says_what_the_browser_looks_at() -> None:
    assert TAGS == ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
    for language, between in [("en", "and"), ("nl", "en")]:
        text = (FOLDER / language / "accessibility.md").read_text()
        assert f"WCAG 2.0, 2.1 {between} 2.2" in text
        assert f"{', '.join(map(str, WIDTHS[:-1]))} {between} {WIDTHS[-1]} pixels" in text


def test_pictures_of_help_are_small_and_each_is_shown() -> None:
    pictures = sorted((ROOT / "static" / "help").rglob("*.png"))
    shown = {Path(picture["src"]).name for job in JOBS for picture in soup_of("en", job).find_all("img")}
    assert {picture.name for picture in pictures} == shown
    without = {job for job in JOBS if not soup_of("en", job).find("img")}
    assert without == {"accessibility", "new", "words"}  # no jobs
    assert sum(picture.stat().st_size for picture in pictures) < 3_000_000
