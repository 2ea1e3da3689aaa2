"""Shows every page of the list in a browser: one server, one world, one browser for each person."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override
from django.views.defaults import server_error
from playwright.sync_api import BrowserContext, Page

from actionplan.accounts.models import User
from tests.page_list import answers, browsers, pages
from tests.world import World

SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)
"""The page that is written into has run its own already."""


class Showing:
    """What is not answered with 200, or answers a form, is written into another page: it has no address of its own, or the
    console would complain of the status."""

    def __init__(
        self,
        world: World,
        client_of: Callable[[User], Client],
        new_context: Callable[..., BrowserContext],
        sign_in: Callable[..., None],
        base_url: str,
        language: str = "en",
        **options: Any,
    ) -> None:
        self.world, self.base_url = world, base_url
        self.clients = browsers(world, client_of)
        self.people = world.people | {"both": world.both}
        self.accepts = {"Accept-Language": language}
        self.new_context, self.sign_in = new_context, sign_in
        self.language, self.options = language, options
        self.open_pages: dict[str, Page] = {}

    def page_of(self, person: str) -> Page:
        if person not in self.open_pages:
            context = self.new_context(**self.options)
            choice = {"name": settings.LANGUAGE_COOKIE_NAME, "value": self.language}
            context.add_cookies([{**choice, "url": self.base_url}])
            if user := self.people[person]:
                self.sign_in(user, within=context)
            self.open_pages[person] = context.new_page()
        return self.open_pages[person]

    def every_page(self) -> Iterator[tuple[str, Page]]:
        """One page for each set of templates, shown, with its name."""
        seen: set[frozenset[str]] = set()
        for listed in pages(self.world):
            response = self.clients[listed.person].get(listed.url, headers=self.accepts)
            if self._is_new(response, seen):
                yield listed.name, self._show(listed.person, listed.url, response)
        for answer in answers(self.world):
            response = self.clients[answer.person].post(answer.url, answer.sent, headers=self.accepts)
            if self._is_new(response, seen):
                yield answer.name, self._show(answer.person, answer.url, response)
        with override(self.language):
            broken = server_error(RequestFactory().get("/"))
        yield "server error", self._show("anonymous", "/broken/", broken)

    def _is_new(self, response: HttpResponse, seen: set[frozenset[str]]) -> bool:
        """Whether no page before was made of the same templates."""
        made_of = frozenset(template.name or "" for template in getattr(response, "templates", []))
        is_new = bool(made_of) and made_of not in seen
        seen.add(made_of)
        return is_new

    def _show(self, person: str, url: str, response: HttpResponse) -> Page:
        page = self.page_of(person)
        if response.status_code == 200 and response.request["REQUEST_METHOD"] == "GET":
            page.goto(f"{self.base_url}{url}")
        else:
            page.goto(f"{self.base_url}{reverse('account_inactive')}")
            page.set_content(SCRIPT.sub("", response.content.decode()))
        return page
