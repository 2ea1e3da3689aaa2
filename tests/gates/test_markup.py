"""What holds for the markup of every page: nothing inline, every id once, a language."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from actionplan.accounts.models import User
from tests.base.charts_said import faults_of_charts
from tests.page_list.every_page import browsers, pages_of_administration
from tests.visited import Visited
from tests.world import World

pytestmark = pytest.mark.walk

REFERENCES = ["aria-labelledby", "aria-describedby", "for"]


def faults_in(html: str) -> Iterator[str]:
    soup = BeautifulSoup(html, "html.parser")
    yield from _inline_in(soup)
    ids = Counter(element["id"] for element in soup.find_all(id=True))
    yield from (f"the id {name} stands {count} times" for name, count in ids.items() if count > 1)
    for element in soup.find_all(True):
        for attribute in REFERENCES:
            named = element.get(attribute, "")
            for name in named.split() if isinstance(named, str) else named:
                if name not in ids:
                    yield f"{attribute} of <{element.name}> names {name}, which is not there"
    for link in soup.select("a[href^='#']"):
        if link["href"][1:] not in ids:
            yield f"a link leads to {link['href']}, which is not there"
    yield from faults_of_charts(soup)
    yield from words_run_together(soup)
    if not (soup.html and soup.html.get("lang")):
        yield "the page has no language"


INLINE = ["a", "b", "code", "em", "q", "small", "span", "strong", "time"]
APART = ["block", "unseen", "choice", "button", "form-row"]
"""Classes by which the style sheet sets an element apart, or hides it."""


def words_run_together(soup: BeautifulSoup) -> Iterator[str]:
    """A word that ends where an element in a line of text begins, without a space between them."""
    for element in soup.select("li, p, dd"):
        for inner in element.find_all(INLINE, recursive=False):
            before = inner.previous_sibling
            said = before.get_text() if before is not None else ""
            set_apart = set(APART) & {
                *inner.get("class", []),
                *(getattr(before, "attrs", {}).get("class", [])),
            }
            if not set_apart and said[-1:].isalnum() and inner.get_text()[:1].isalnum():
                yield f"“{said[-20:]}” and “{inner.get_text()[:20]}” run together"


def _inline_in(soup: BeautifulSoup) -> Iterator[str]:
    """What a content security policy without `unsafe-inline` blocks."""
    for element in soup.find_all(True):
        is_data = "json" in element.get("type", "")
        if element.name == "style" or (element.name == "script" and not element.get("src") and not is_data):
            yield f"an inline <{element.name}>"
        for name in element.attrs:
            if name == "style" or name.startswith("on"):
                yield f"{name}= on <{element.name}>"


def test_every_page_of_the_portal_is_well_made(dutch_pages: list[Visited]) -> None:
    found = [f"{page.name} ({page.url}): {fault}" for page, html in dutch_pages for fault in faults_in(html)]
    assert found == [], "\n".join(found)


def test_no_page_of_the_administration_has_inline_code(
    world: World, client_of: Callable[[User], Client]
) -> None:
    clients, found = browsers(world, client_of), []
    for page in pages_of_administration(world):
        html = clients[page.person].get(page.url).content.decode()
        found += [f"{page.name}: {fault}" for fault in _inline_in(BeautifulSoup(html, "html.parser"))]
    assert found == []
