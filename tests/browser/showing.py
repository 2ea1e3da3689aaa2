"""Shows in a browser what the portal answered to the test client: with its headers, its styles and its script."""

import re
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from playwright.sync_api import Page, Route

HERE = "http://localhost"
STATIC = "/static/"
SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)


class Screen:
    """A browser with one page, which asks nobody but this."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answer = HttpResponse()
        page.route(f"{HERE}/**", self._fulfill)

    def show(self, answer: HttpResponse) -> Page:
        """As if its status were 200: of others the console complains."""
        self.answer = answer
        self.page.goto(f"{HERE}/")
        return self.page

    def write(self, answer: HttpResponse) -> Page:
        """In place of what is shown, without its script: takes a fourth of the time."""
        self.page.set_content(SCRIPT.sub("", answer.content.decode()))
        return self.page

    def _fulfill(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if not path.startswith(STATIC):
            route.fulfill(headers=dict(self.answer.headers), body=self.answer.content)
        elif found := finders.find(path.removeprefix(STATIC)):
            route.fulfill(path=found)
        else:
            route.fulfill(status=404)
