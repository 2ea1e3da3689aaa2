"""Workbooks that would take minutes, eight at once, to a portal that is served as in production: others are served meanwhile."""

import http.client
import re
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest
from django.conf import LazySettings, settings
from django.db import connection
from openpyxl import Workbook

from actionplan.accounts.models import User
from tests.factories import PlanFactory
from tests.page_forms import fields_of_form
from tests.personas import signed_in
from tests.plan_document.workbooks import repacked, saved
from tests.plans.test_large_workbooks import below
from tests.served import SECRET_KEY, served

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True), pytest.mark.full]
AT_ONCE = 8
HEALTH, LIST = "/healthz", "/2020-2024/actions/"
FORMAT = "A number format of the workbook has more than 255 characters"
TOO_LONG = "The workbook takes too long to read"
OTHERS = "Other workbooks are being read."


def with_a_long_format() -> bytes:
    """5 KB, which keep openpyxl busy for minutes."""
    format_code = f'<numFmts><numFmt numFmtId="164" formatCode="{"[" * 300_000}"/></numFmts>'
    style = '<xf numFmtId="164"/></cellXfs>'

    def change(text: str) -> str:
        return text.replace("<fonts", f"{format_code}<fonts", 1).replace("</cellXfs>", style)

    return repacked(saved(Workbook()), {"xl/styles.xml": change})


def with_a_sheet_again_and_again() -> bytes:
    """Nothing in it is too long, and it says two hundred times that the same sheet is one of its sheets."""
    rows = f"<row>{'<c/>' * 50}</row>" * 5000
    sheet = repacked(saved(Workbook()), {"xl/worksheets/sheet1.xml": below(rows)})

    def repeat(text: str) -> str:
        [one] = re.findall("<sheet .*?/>", text)
        again = "".join(one.replace('name="Sheet"', f'name="Sheet {number}"') for number in range(200))
        return text.replace(one, again)

    return repacked(sheet, {"xl/workbook.xml": repeat})


class Answer(NamedTuple):
    status: int
    page: str


class Browser:
    """Somebody who is signed in, each request by a connection of its own."""

    def __init__(self, port: int, user: User) -> None:
        self.port, self.session = port, signed_in(user).session.session_key

    def ask(self, method: str, address: str, body: bytes = b"", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, address, body, {"Cookie": cookies, "Accept-Language": "en", **named})
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        return Answer(answer.status, page)

    def upload(self, content: bytes) -> Answer:
        shown = self.ask("GET", "/plans/import/")
        fields = fields_of_form(shown.page, "/upload/")
        assert fields is not None, shown
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {"token": fields["token"], "csrfmiddlewaretoken": "a" * 32}.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="plan.xlsx"\r\n\r\n'
        body = b"".join([*parts, head.encode(), content, f"\r\n--{edge}--\r\n".encode()])
        kind = f"multipart/form-data; boundary={edge}"
        return self.ask("POST", "/plans/import/upload/", body, Content_Type=kind)


@pytest.fixture
def port(settings: LazySettings) -> object:
    settings.SECRET_KEY = SECRET_KEY  # so that who is signed in here is there
    with served(f"sqlite:///{connection.settings_dict['NAME']}", workers=3) as port:
        yield port


@pytest.mark.parametrize(
    ("make", "sentences"),
    [
        (with_a_long_format, {FORMAT, OTHERS}),
        (with_a_sheet_again_and_again, {TOO_LONG, OTHERS}),
    ],
)
def test_others_are_served_while_eight_workbooks_are_read(
    port: int,
    administrator: User,
    make: Callable[[], bytes],
    sentences: set[str],
) -> None:
    PlanFactory(code="2020-2024")
    browser, content = Browser(port, administrator), make()
    with ThreadPoolExecutor(AT_ONCE) as pool:  # every worker has shown a page before
        warmed_up = pool.map(browser.ask, ["GET"] * 40, [LIST, "/plans/import/"] * 20)
        assert {answer.status for answer in warmed_up} == {200}
    over, statuses, served_meanwhile = threading.Event(), set[int](), set[str]()

    def keep_asking(address: str) -> None:
        while not over.is_set():
            statuses.add(browser.ask("GET", address).status)
            if not over.is_set():
                served_meanwhile.add(address)
            over.wait(0.3)

    with ThreadPoolExecutor(AT_ONCE + 2) as pool:
        watching = [pool.submit(keep_asking, address) for address in [HEALTH, LIST]]
        try:
            answers = list(pool.map(browser.upload, [content] * AT_ONCE))
        finally:
            over.set()
    for watched in watching:
        watched.result()
    said = {next(one for one in [*sentences, answer.page] if one in answer.page) for answer in answers}
    assert said == sentences
    assert statuses == {200}
    assert served_meanwhile == {HEALTH, LIST}
