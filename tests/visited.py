"""Every page of the portal in Dutch, opened once for all that look at what it says."""

from typing import NamedTuple

import pytest
from django.test import Client

from tests.page_list.every_page import Page, browsers, pages
from tests.personas import signed_in
from tests.world import World


class Visited(NamedTuple):
    page: Page
    html: str


@pytest.fixture
def dutch_pages(world: World) -> list[Visited]:
    """Those that do not lead elsewhere."""
    return visited(browsers(world, signed_in), pages(world), "nl")


def visited(clients: dict[str, Client], listed: list[Page], language: str) -> list[Visited]:
    found = []
    for page in listed:
        response = clients[page.person].get(page.url, headers={"accept-language": language})
        assert response.status_code == page.status, page
        if response.status_code != 302:
            found.append(Visited(page, response.content.decode()))
    return found
