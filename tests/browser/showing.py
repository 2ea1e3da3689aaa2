"""Shows every page of the list in a browser: one server, one world, one browser for each person."""

import re
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override
from django.views.defaults import server_error
from playwright.sync_api import BrowserContext, Page

from actionplan.accounts.models import User
from tests.page_list.every_page import answers, browsers, pages
from tests.world import World

SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)
"""The page that is written into has run its own already."""


class Sets:
    """Which places of the list are made of a set of templates as none before; learnt when all were shown once."""

    def __init__(self) -> None:
        self.seen: set[frozenset[str]] = set()
        self.new: set[int] = set()
        self.learnt = False

    def may_be_new(self, place: int) -> bool:
        return place in self.new or not self.learnt

    def is_new(self, place: int, response: HttpResponse) -> bool:
        made_of = frozenset(template.name or "" for template in getattr(response, "templates", []))
        if made_of and made_of not in self.seen:
            self.seen.add(made_of)
            self.new.add(place)
        return place in self.new


SETS = Sets()


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
        language: str,
        script: str,
    ) -> None:
        self.world, self.base_url = world, base_url
        self.clients = browsers(world, client_of)
        self.people = world.people | {"both": world.both}
        self.accepts = {"Accept-Language": language}
        self.new_context, self.sign_in = new_context, sign_in
        self.language, self.script = language, script
        self.open_pages: dict[str, Page] = {}

    def page_of(self, person: str) -> Page:
        if person not in self.open_pages:
            context = self.new_context()
            context.add_init_script(self.script)
            choice = {"name": settings.LANGUAGE_COOKIE_NAME, "value": self.language}
            context.add_cookies([{**choice, "url": self.base_url}])
            if user := self.people[person]:
                self.sign_in(user, within=context)
            self.open_pages[person] = context.new_page()
        return self.open_pages[person]

    def every_page(self) -> Iterator[tuple[str, Page]]:
        """One page for each set of templates, shown, with its name."""
        listed_pages = pages(self.world)
        for place, listed in enumerate(listed_pages):
            if SETS.may_be_new(place):
                response = self.clients[listed.person].get(listed.url, headers=self.accepts)
                if SETS.is_new(place, response):
                    yield listed.name, self._show(listed.person, listed.url, response)
        for place, answer in enumerate(answers(self.world), start=len(listed_pages)):
            if SETS.may_be_new(place):
                response = self.clients[answer.person].post(answer.url, answer.sent, headers=self.accepts)
                if SETS.is_new(place, response):
                    yield answer.name, self._show(answer.person, answer.url, response)
        SETS.learnt = True
        with override(self.language):
            broken = server_error(RequestFactory().get("/"))
        yield "server error", self._show("anonymous", "/broken/", broken)

    def _show(self, person: str, url: str, response: HttpResponse) -> Page:
        page = self.page_of(person)
        if response.status_code == 200 and response.request["REQUEST_METHOD"] == "GET":
            page.goto(f"{self.base_url}{url}")
        else:
            page.goto(f"{self.base_url}{reverse('account_inactive')}")
            page.set_content(SCRIPT.sub("", response.content.decode()))
        return page
