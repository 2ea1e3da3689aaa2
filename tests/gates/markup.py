"""What holds for the markup of every page: nothing inline, every id once, a language, charts that say what they show."""

from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup

from tests.base.charts_said import faults_of_charts

REFERENCES = ["aria-labelledby", "aria-describedby", "for"]
INLINE = ["a", "b", "code", "em", "q", "small", "span", "strong", "time"]
APART = {"block", "unseen", "choice", "button", "form-row"}
"""Classes by which the style sheet sets an element apart, or hides it."""
MARKS = "⟦⟧"
"""Of the pseudo-language."""


def faults_in(soup: BeautifulSoup) -> Iterator[str]:
    yield from inline_in(soup)
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


def words_run_together(soup: BeautifulSoup) -> Iterator[str]:
    """A word that ends where an element in a line of text begins, without a space between them."""
    for inner in soup.find_all(INLINE):
        before = inner.previous_sibling
        if before is None or inner.parent.name not in ("li", "p", "dd"):
            continue
        said, then = before.get_text().strip(MARKS), inner.get_text().strip(MARKS)
        classes = {*inner.get("class", []), *getattr(before, "attrs", {}).get("class", [])}
        if not APART & classes and said[-1:].isalnum() and then[:1].isalnum():
            yield f"“{said[-20:]}” and “{then[:20]}” run together"


def inline_in(soup: BeautifulSoup) -> Iterator[str]:
    """What a content security policy without `unsafe-inline` blocks."""
    for element in soup.find_all(True):
        is_data = "json" in element.get("type", "")
        if element.name == "style" or (element.name == "script" and not element.get("src") and not is_data):
            yield f"an inline <{element.name}>"
        for name in element.attrs:
            if name == "style" or name.startswith("on"):
                yield f"{name}= on <{element.name}>"
