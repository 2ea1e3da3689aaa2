"""Every address of the portal: what the URLconf has, and what the tests' own table says of each.

The table is written by hand, in the file `addresses.txt` of each folder of tests. An address, or several in braces as in a
shell, has one entry there:

    carriers
        GET      plan                            readers 200
        GET      unknown-plan                    readers 404
        page     coordinator                     plan
        page     reader                          plan ?organisation=ov&objective=2
        queries   6 35  everything               /2020-2024/carriers/?@
        bench    dashboard

`GET` and `POST` say who gets what (`tests.permissions.table`), `page` who opens it for all that looks at pages
(`tests.page_list.every_page`), `queries` how often it asks the database (`tests.query_counts.table`), and `bench` as what
it is measured (`deploy.measuring.bench.pages`). Where an entry is of several addresses, `page` and `bench` are about the first.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

ADMINISTRATION = "admin"
TESTS = Path(__file__).parent


class Address(NamedTuple):
    name: str
    """With its namespace; the route itself when it has no name."""
    parameters: frozenset[str]
    view: Callable[..., Any]


def addresses(resolver: URLResolver | None = None) -> Iterator[Address]:
    """All of them, those of Django admin included."""
    yield from _under(resolver or get_resolver(), "", frozenset())


def _under(resolver: URLResolver, namespace: str, parameters: frozenset[str]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        known = parameters | set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            name = pattern.name or f"unnamed: {pattern.pattern}"
            yield Address(namespace + name, known, pattern.callback)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _under(pattern, inner, known)


def of_the_portal() -> dict[str, frozenset[str]]:
    """The names of the addresses outside Django admin, with their placeholders."""
    return {one.name: one.parameters for one in _outside_administration()}


def declared_pages() -> dict[str, Callable[..., Any]]:
    """By the name of the address, the views that `urls.py` declares to be pages (`actionplan.base.navigation`)."""
    return {one.name: one.view for one in _outside_administration() if hasattr(one.view, "sections")}


def _outside_administration() -> Iterator[Address]:
    return (one for one in addresses() if not one.name.startswith(f"{ADMINISTRATION}:"))


class Row(NamedTuple):
    """A line of an entry."""

    names: list[str]
    """Of the entry's addresses."""
    word: str
    """`GET`, `POST`, `page`, `queries` or `bench`."""
    text: str
    """What stands behind the word."""


def rows(*words: str) -> Iterator[Row]:
    """The lines of the table that begin with one of these words."""
    for file in sorted(TESTS.glob("*/addresses.txt")):
        names: list[str] = []
        for line in filter(None, file.read_text().splitlines()):
            if line.startswith(" "):
                word, text = line.split(maxsplit=1)
                if word in words:
                    yield Row(names, word, text)
            elif not line.startswith("#"):
                names = each(line)


def dashboards() -> list[str]:
    """The names of the addresses that show a plan whole, or a part of it."""
    kinds = ("dashboard", "comparison")
    return [row.names[0] for row in rows("bench") if row.text in kinds]


def each(words: str) -> list[str]:
    """What words in braces stand for, as in a shell: `round-{open,closed}` are two, `budget{,-csv}` too, `{pk}` is itself."""
    found = re.search(r"\{([^{}]*,[^{}]*)\}", words)
    if not found:
        return [words]
    before, after = words[: found.start()], words[found.end() :]
    return [one for choice in found[1].split(",") for one in each(before + choice + after)]
