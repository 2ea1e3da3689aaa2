"""What every chart must have: a name, a description, a sentence that is seen, and a table or counts beside it."""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

UNSEEN = ["unseen", "on-paper"]


def faults_of_charts(soup: BeautifulSoup) -> Iterator[str]:
    for drawing in soup.find_all("svg"):
        if drawing.find_parent("svg"):
            continue
        if drawing.get("role") == "img":
            chart = f"the chart “{drawing.get('aria-labelledby', '')}”"
            yield from (f"{chart} has no {what}" for what in _missing(soup, drawing))
        elif drawing.get("aria-hidden") != "true":
            yield "a drawing is neither a chart nor hidden"


def _missing(soup: BeautifulSoup, chart: Tag) -> Iterator[str]:
    """A chart in a row of a table has its numbers in the row, and shares the sentence that describes the table."""
    table = chart.find_parent("table")
    named, described = _named_by(soup, chart, "aria-labelledby"), _named_by(soup, chart, "aria-describedby")
    descriptions = described or [element for element in named if element.name == "desc"]
    if not _words_of(named[:1]):
        yield "name"
    if not _words_of(descriptions):
        yield "description"
    elif not any(map(_is_seen_sentence, _named_by(soup, table, "aria-describedby") if table else described)):
        yield "sentence that is seen"
    if not (table or _has_numbers_beside(chart)):
        yield "table"


def _named_by(soup: BeautifulSoup, element: Tag, attribute: str) -> list[Tag]:
    names = str(element.get(attribute, "")).split()
    return [named for name in names if isinstance(named := soup.find(id=name), Tag)]


def _words_of(elements: list[Tag]) -> str:
    return " ".join(element.get_text(" ", strip=True) for element in elements)


def _is_seen_sentence(element: Tag) -> bool:
    around = [element, *element.parents]
    is_unseen = any(
        ancestor.name == "svg" or ancestor.has_attr("hidden") or _is_unseen(ancestor) for ancestor in around
    )
    return not is_unseen and _words_of([element]).endswith(".")


def _is_unseen(element: Tag) -> bool:
    return any(name in element.get_attribute_list("class") for name in UNSEEN)


def _has_numbers_beside(chart: Tag) -> bool:
    """A table in the same section, or a list whose every count leads to what it counts."""
    around, figure = chart.find_parent(["section", "main"]), chart.find_parent("figure")
    counts = figure.select(".legend li") if figure else []
    return bool(around and around.find("table")) or bool(
        counts and all(count.find("strong") for count in counts)
    )
