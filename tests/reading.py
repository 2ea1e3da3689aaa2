"""Reads a page as somebody does who follows links and copies tables: addresses with their words, rows of cells."""

import csv
import io
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from actionplan.base.sheets import unguarded

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words inside, with single spaces."""
        return " ".join(self._words().split())

    def _words(self) -> str:
        return "".join(
            child if isinstance(child, str) else f" {child._words()} " if child.tag != "a" else child._words()
            for child in self.children
        )

    def all(self, tag: str, **attributes: str) -> list["Element"]:
        """Every element inside with this tag and these attributes (`class_` holds one class of several)."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag and child._has(attributes):
                    found.append(child)
                found += child.all(tag, **attributes)
        return found

    def _has(self, attributes: dict[str, str]) -> bool:
        for name, value in attributes.items():
            known = self.attributes.get(name.rstrip("_"), "")
            if (value not in known.split()) if name == "class_" else (value != known):
                return False
        return True

    @property
    def links(self) -> dict[str, str]:
        """Address to words; of the same address twice, the first words."""
        return {
            link.attributes["href"]: link.text
            for link in reversed(self.all("a"))
            if "href" in link.attributes
        }

    @property
    def rows(self) -> list[list[str]]:
        """The words of the cells of every row of the tables inside, heads left out."""
        return [
            [cell.text for cell in row.children if isinstance(cell, Element)]
            for body in self.all("tbody")
            for row in body.all("tr")
        ]

    @property
    def listed(self) -> list[list[str]]:
        """The words of the parts of every row of the row lists inside."""
        lists = self.all("ul", class_="row-list")
        return [
            [part.text for part in row.children if isinstance(part, Element)]
            for rows in lists
            for row in rows.all("li")
        ]

    @property
    def codes(self) -> list[str]:
        """The codes of the rows of row lists."""
        return [code.text for code in self.all("div", class_="code")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(response: Any, status: int = 200) -> Element:
    """The page of a response, which must have this status."""
    assert response.status_code == status, response.status_code
    reader = _Reader()
    reader.feed(response.content.decode())
    (main,) = reader.root.all("main")
    return main


def navigation_counts(response: Any) -> dict[str, int]:
    """How much waits, by the label in the navigation of the page."""
    return {item.label: item.count for item in response.context["portal"].navigation if item.count}


def part(page: Element, name: str) -> str:
    """The words of the section that the heading with this id names."""
    (section,) = page.all("section", **{"aria-labelledby": name})
    return section.text


def read_csv(response: Any) -> list[list[str]]:
    """The heads and the rows of a file, each text without the apostrophe that makes it one."""
    text = response.getvalue().decode("utf-8-sig")
    return [list(map(unguarded, row)) for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")]


def read_csv_by_head(response: Any) -> list[dict[str, str]]:
    heads, *rows = read_csv(response)
    return [dict(zip(heads, row, strict=True)) for row in rows]
