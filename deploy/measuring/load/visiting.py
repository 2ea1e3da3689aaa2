"""A person at the browser: opens pages, and a form now and then; what the form held is saved, and sometimes submitted.

The standard library alone, so that what asks takes little of the processors on which the portal answers.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from tests.page_forms import fields_of_form

SECONDS_BETWEEN = 8.0
FORMS = 0.17
"""Of the decisions what to open next, how many are for a form: then 15 % of all requests write."""
HANDED_IN = 0.05
"""Of the forms that are sent: those that go on to be submitted, after which every process reads the plan again."""
WAIT_AT_MOST = 30.0


class Answer(NamedTuple):
    at: float
    seconds: float
    is_write: bool
    failed: str
    """Why; empty where it did not fail."""


@dataclass
class Person:
    port: int
    cookies: dict[str, str]
    pages: list[str]
    forms: list[str]
    chance: random.Random
    answers: list[Answer] = field(default_factory=list)

    def visit(self, until: float, stopped: threading.Event) -> None:
        """Until then, with breaks of eight seconds on average."""
        stopped.wait(self.chance.uniform(0, SECONDS_BETWEEN))
        steps: Iterator[str] = iter(())
        while time.monotonic() < until and not stopped.is_set():
            if next(steps, None) is None:
                if self.forms and self.chance.random() < FORMS:
                    steps = self.report()
                    next(steps)
                else:
                    self.ask("GET", self.chance.choice(self.pages))
            stopped.wait(self.chance.uniform(SECONDS_BETWEEN / 2, SECONDS_BETWEEN * 3 / 2))

    def report(self) -> Iterator[str]:
        """A step a request: open the form, save it; or check it, look, and hand it in."""
        address = self.chance.choice(self.forms)
        page = self.ask("GET", address)
        yield "opened"
        fields = fields_of_form(page, "save-and-check/")
        if fields is None:
            return
        fields["done"] = f"Sample: said at {time.time()}."
        hands_in = self.chance.random() < HANDED_IN
        self.ask("POST", f"{address}save-and-check/" if hands_in else address, fields)
        yield "saved"
        if not hands_in:
            return
        page = self.ask("GET", f"{address}checks/")
        yield "checked"
        if (fields := fields_of_form(page, "submit/")) is not None:
            self.forms.remove(address)
            self.ask("POST", f"{address}submit/", fields)
            yield "handed in"

    def ask(self, method: str, address: str, fields: dict[str, str] | None = None) -> str:
        """The page; empty where it failed or leads on."""
        begun = time.monotonic()
        try:
            status, location, page = self.exchange(method, address, fields)
        except (OSError, http.client.HTTPException) as error:
            failed, page = type(error).__name__, ""
        else:
            led_on = 300 <= status < 400 and "/accounts/" not in location
            done = led_on if method == "POST" else led_on or status == 200
            failed = "" if done else f"{status} of {method} {address} {location}"
        self.answers.append(Answer(begun, time.monotonic() - begun, method == "POST", failed))
        return "" if failed else page

    def exchange(self, method: str, address: str, fields: dict[str, str] | None) -> tuple[int, str, str]:
        """Status, where it leads on, and the page: read to its end, by a connection of its own, as from a proxy."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_AT_MOST)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, address, urlencode(fields) if fields else None, headers)
            response = connection.getresponse()
            page = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _equals, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, response.headers.get("Location", ""), page
