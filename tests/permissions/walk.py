"""Asks what the permission table says, cell by cell, and collects what is otherwise."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext

from django.conf import settings
from django.contrib.auth import get_user
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from tests.access_lines import access_lines
from tests.addresses import of_the_portal
from tests.database_state import has_written, tables, undone, watched
from tests.permissions.requests import Subject, body, subjects
from tests.permissions.table import Line
from tests.personas import signed_in
from tests.world import LIMITED_WORD, OF_LIMITED, READERS, VEILS, World

SIGN_IN = "sign"
WRITES = ("200", "302")
REFUSED = (SIGN_IN, "403", "404", "405", "409")
EXPORTS = ("action-list-", "snapshot-zip", "government-report", "minister-extract", "evaluation")
"""The note to the Platform is in none of them."""
SHOW_WORDS = {
    "action",
    "action-changes",
    "report",
    "report-form",
    "report-checks",
    "report-review",
    "report-evidence",
    "evidence-file",
    "questions",
}
"""Pages on which an open and a limited action differ, so that both are asked for."""
ASKED = {"search": {"q": "sample"}}
"""What is asked of pages that show nothing without; the veiled texts begin with the word."""


class Walk:
    """One person going through lines of the table; what a form writes that is taken is undone."""

    def __init__(self, world: World, person: str, client: Client | None = None) -> None:
        self.world, self.person = world, person
        user = world.people.get(person)
        self.client = client or (signed_in(user) if user else Client())
        self.parameters = of_the_portal()
        self.before = tables()
        self.turn = 0
        self.read: set[str] = set()
        """The veils that were lifted for this person."""

    def faults(self, lines: list[Line]) -> list[str]:
        return [fault for line in lines for fault in self.faults_of(line)]

    def faults_of(self, line: Line) -> Iterator[str]:
        asked = subjects(self.world, line.subject)
        shows_words = line.method == "GET" and line.name in SHOW_WORDS
        if len(asked) == 2 and not shows_words:  # a state's open and limited action, in turn
            asked = [asked[self.turn % 2]]
            self.turn += 1
        for subject in asked:
            for fault in self._faults(line, subject):
                yield f"{self.person}: {line.method} {line.name} ({subject.label}): {fault}"

    def _faults(self, line: Line, subject: Subject) -> Iterator[str]:
        expected = line.expected[self.person]
        answers = expected not in REFUSED
        with access_lines() as told, undone() if line.method == "POST" and answers else watched() as watch:
            response = self.ask(line.method, line.name, subject)
            written = has_written(watch, self.before)
        if (status := outcome(response)) != expected.rstrip("-+"):
            yield f"expected {expected}, got {status}"
        must_write = line.method == "POST" and (expected in WRITES or expected.endswith("+"))
        if written != must_write:
            yield f"wrote {watch.statements}" if written else "nothing was written"
        if is_page(response) and not hasattr(response.resolver_match.func, "sections"):
            yield "is a page that its urls.py does not declare"
        text = text_of(response)
        yield from self._veils_in(text, exported=line.name.startswith(EXPORTS))
        yield from _untold(response, text, told)

    def ask(self, method: str, name: str, subject: Subject) -> HttpResponse:
        """As a browser that keeps the person signed in, whatever an earlier request did to the session."""
        cache.clear()
        names = {key: value for key, value in subject.names.items() if key in self.parameters[name]}
        client = Client(raise_request_exception=True)
        client.handler = self.client.handler  # with the middleware that it has loaded
        client.cookies.load(self.client.cookies.output(header="").strip())
        url = reverse(name, kwargs=names, query=ASKED.get(name))
        with (
            zeal_ignore() if name.startswith(("account_", "mfa_")) else nullcontext()
        ):  # their queries are not ours
            opener = {"of": get_user(self.client).pk or 0} if name == "report-autosave" else {}
            sent = {**body(name, subject), **opener} if method == "POST" else None
            response = client.get(url) if sent is None else client.post(url, sent)
            if response.streaming:  # what is sent piece by piece is made as it is read
                response.streaming_content = [response.getvalue()]
        return response

    def _veils_in(self, text: str, exported: bool) -> Iterator[str]:
        for veil in VEILS:
            if veil in text:
                self.read.add(veil)
                if self.person not in READERS[veil] or (exported and veil == "veiled-note"):
                    yield f"says a word that is {veil}"


def _untold(response: HttpResponse, text: str, told: list[str]) -> Iterator[str]:
    """The log of access has one line where a word about a limited action, or a file, was sent; else none."""
    is_file = response.get("Content-Disposition", "").startswith("attachment")
    is_told = is_file or LIMITED_WORD in text or OF_LIMITED in text
    if len(told) != is_told:
        yield f"is {'' if is_told else 'not '}to be told of in the log of access, which says {told}"


def is_page(response: HttpResponse) -> bool:
    """Whether it is what somebody came for, and not a file, a refusal or what says what is wrong with a form."""
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


def outcome(response: HttpResponse) -> str:
    """The status, or `sign` for being sent to sign in, by way of the administration or not."""
    doors = tuple(f"{reverse(name)}?next=" for name in (settings.LOGIN_URL, "admin:login"))
    if response.status_code == 302 and response.get("Location", "").startswith(doors):
        return SIGN_IN
    return str(response.status_code)


def text_of(response: HttpResponse) -> str:
    """Everything that an answer says, the parts of a Word file or workbook and the files of an archive included."""
    if response.get("Content-Type", "").startswith("application/vnd.openxmlformats"):
        with zipfile.ZipFile(io.BytesIO(response.content)) as parts:
            return "\n".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    if response.get("Content-Type") == "application/zip":
        with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    return response.getvalue().decode()
