"""The load: what a person sends, what counts as failed, and how its figures are said. It runs on a machine that is quiet."""

import random
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.load.__main__ import figures, missed
from tests.load.visiting import Answer, Person

FORM = '<form method="post" action="/form/"><textarea name="done"></textarea><button formaction="/form/save-and-check/">'


class Portal(BaseHTTPRequestHandler):
    sent: list[str] = []

    def do_GET(self) -> None:
        self.answer({"/form/": 200, "/gone/": 404}.get(self.path, 302), FORM)

    def do_POST(self) -> None:
        self.sent.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.answer(302)

    def answer(self, status: int, page: str = "") -> None:
        self.send_response(status)
        self.send_header("Location", "/accounts/login/" if self.path == "/out/" else "/")
        self.send_header("Set-Cookie", "csrftoken=new; Path=/")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *of: object) -> None:
        """Nothing."""


@pytest.fixture
def person() -> Person:
    server = HTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    chance = random.Random(1)
    yield Person(port=server.server_port, cookies={}, pages=["/"], forms=["/form/"], chance=chance)
    server.shutdown()
    server.server_close()


def test_a_form_is_opened_and_sent_with_what_it_held(person: Person) -> None:
    Portal.sent.clear()
    steps = person.report()
    assert [next(steps), next(steps)] == ["opened", "saved"]
    [sent] = Portal.sent
    assert sent.startswith("done=Sample")
    assert [(one.is_write, one.failed) for one in person.answers] == [(False, ""), (True, "")]
    assert person.cookies == {"csrftoken": "new"}


def test_a_page_that_is_gone_and_a_session_that_ended_count_as_failed(person: Person) -> None:
    for address in ["/gone/", "/out/", "/elsewhere/"]:
        person.ask("GET", address)
    assert [bool(one.failed) for one in person.answers] == [True, True, False]


def test_what_misses_is_named() -> None:
    answers = [
        Answer(0, 0.7, False, ""),
        Answer(0, 0.7, False, "500 of GET /"),
        *[Answer(0, 0.7, True, "")] * 2,
    ]
    assert list(missed(answers)) == ["reads: p95 0.70 s, wanted 0.5 s", "500 of GET /"]
    reads, _writes, together = figures(answers, 2)
    assert reads == "reads: 1.0 a second (50%), p50 0.70 s, p95 0.70 s"
    assert together == "together: 2.0 a second, 1 failed"
