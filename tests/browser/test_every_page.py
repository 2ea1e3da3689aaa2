"""No page violates the guidelines or scrolls sideways, in both languages; and what is planted is found."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils.translation import override
from django.views.defaults import server_error

from tests import fonts
from tests.browser.faults import (
    ALL_BUT_CONTRAST,
    faults_by_light,
    faults_in_the_dark,
    faults_on_a_telephone,
    faults_when_spaced,
    targets_in_other_fonts,
    violations,
)
from tests.browser.showing import Screen
from tests.page_list.entries import Answer, Page
from tests.page_list.every_page import answers, browsers, pages
from tests.personas import signed_in
from tests.sent_forms import new_token
from tests.world import World, committed_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with committed_world(django_db_blocker) as built:
        yield built
    connections.close_all()  # as the tests of a live server do


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    return browsers(world, signed_in)


def asked(clients: dict[str, Client], entry: Page | Answer, language: str) -> HttpResponse:
    client, headers = clients[entry.person], {"Accept-Language": language}
    if isinstance(entry, Answer):
        token = {"token": new_token()} if "token" in entry.sent else {}  # in each language a form of its own
        return client.post(entry.url, {**entry.sent, **token}, headers=headers)
    return client.get(entry.url, headers=headers)


def one_of_each_module(world: World) -> list[Page | Answer]:
    """The first of the list for each module of views, which is used most; and a form with errors."""
    firsts: dict[str, Page | Answer] = {}
    for page in pages(world):
        if page.status != 404:
            firsts.setdefault(resolve(urlsplit(page.url).path).func.__module__, page)
    return [*firsts.values(), next(answers(world))]


def test_no_page_that_is_used_most_violates_the_guidelines_or_scrolls_sideways(
    world: World, clients: dict[str, Client], screen: Screen
) -> None:
    found = []
    for entry in one_of_each_module(world):
        page = screen.show(asked(clients, entry, "nl"))
        found += [f"{entry.name}: {fault}" for fault in faults_by_light(page)]
        found += [f"{entry.name}: {fault}" for fault in targets_in_other_fonts(page)]
    assert found == [], "\n".join(found)


@pytest.mark.full
def test_no_page_violates_the_guidelines_or_scrolls_sideways(
    world: World,
    clients: dict[str, Client],
    screen: Screen,
    paper: Screen,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One for each set of templates, in both languages by light, in Dutch on a telephone and in English in the dark.

    It is shown for what the console says, and looked at where it is written, on a page that knows axe already.
    """
    fonts.needed()  # a table that fits is cut off where words are wider
    found, seen = [], set()
    for entry in [*pages(world), *answers(world)]:
        dutch = asked(clients, entry, "nl")
        made_of = frozenset(template.name for template in getattr(dutch, "templates", []))
        if made_of and made_of not in seen:
            seen.add(made_of)
            screen.show(dutch)
            faults = faults_of(paper, dutch, asked(clients, entry, "en"))
            found += [f"{entry.name}: {fault}" for fault in faults]
    found += [f"server error: {fault}" for fault in faults_of(paper, broken("nl"), broken("en"))]
    with capsys.disabled():
        combinations = 4 * (len(seen) + 1)
        print(f"\naxe: {len(seen) + 1} pages, {combinations} combinations, {len(found)} findings")
    assert found == [], "\n".join(found)


def faults_of(paper: Screen, dutch: HttpResponse, english: HttpResponse) -> Iterator[str]:
    page = paper.write(dutch)
    assert page.evaluate("document.documentElement.lang") == "nl"
    yield from faults_by_light(page)
    yield from faults_on_a_telephone(page)
    yield from faults_when_spaced(page)
    page = paper.write(english)
    assert page.evaluate("document.documentElement.lang") == "en"
    yield from violations(page, "light", rules=ALL_BUT_CONTRAST)
    yield from faults_in_the_dark(page)


def broken(language: str) -> HttpResponse:
    with override(language):
        return server_error(RequestFactory().get("/"))


BOX = '<div class="scroll" style="overflow-x: auto" tabindex="0">'
DIM = "<style>@media (prefers-color-scheme: dark) {p {color: #666; background: #000}}</style>"
PLANTED = [
    ("<p>Fine</p>", set()),
    ('<img src="/static/favicon.ico">', {"image-alt"}),
    ("<input>", {"label"}),
    ('<p style="color: #bbb; background: #fff">pale</p>', {"color-contrast", "dark"}),
    (f"{DIM}<p>dim</p>", {"dark"}),
    ('<p style="width: 400px">wide</p>', {"320 pixels"}),
    ('<p style="width: 1100px">very wide</p>', {"320 pixels", "500 pixels", "1024 pixels"}),
    (f"{BOX}<p style='width: 1300px'>cut off</p></div>", {"1280 pixels"}),
    (f"{BOX}<p style='width: 1100px'>fits</p></div>", set()),
    ("<button style='width: 9px'>1</button><button style='width: 9px'>2</button>", {"target-size"}),
]


def test_a_planted_fault_is_found(paper: Screen) -> None:
    for html, kinds in PLANTED:
        page = paper.write(
            HttpResponse(f'<html lang="en"><title>Page</title><main><h1>Page</h1>{html}</main></html>')
        )
        found = [*faults_by_light(page), *faults_in_the_dark(page)]
        assert {fault.split(":")[0] for fault in found} == kinds, html
    page = paper.write(
        HttpResponse('<html lang="en"><title>Page</title><main><h1>Page</h1><input></main></html>')
    )
    assert [fault.split(":")[:2] for fault in faults_on_a_telephone(page)] == [["320 pixels", " label"]]
    narrow = '<p style="width: 5em; overflow: hidden; white-space: nowrap">it fits well</p>'
    page = paper.write(HttpResponse(f'<html lang="en"><title>Page</title><main>{narrow}</main></html>'))
    assert len(list(faults_when_spaced(page))) == 1
