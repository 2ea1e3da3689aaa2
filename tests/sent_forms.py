"""What a browser would send: the fields of a form on a page, with a test's own answers over them."""

import uuid
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actionplan.reporting.models import ProgressReport
from actions.models import Action

UNSENT = {"submit", "button", "reset", "image"}


def new_token() -> str:
    """Of a form that no page gave."""
    return str(uuid.uuid4())


class _Forms(HTMLParser):
    """Reads every form of a page: its address, its fields as they would be sent, the addresses of its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.select: str | None = None
        self.textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append({"action": given.get("action", ""), "buttons": [], "fields": {}})
        if not self.forms:
            return
        fields, name = self.forms[-1]["fields"], given.get("name")
        if tag in ("button", "input") and given.get("formaction"):
            self.forms[-1]["buttons"].append(given["formaction"])
        if tag == "input" and name and given.get("type") not in UNSENT:
            ticked = given.get("type") not in ("radio", "checkbox") or "checked" in given
            if ticked:
                fields[name] = given.get("value") or ("on" if given.get("type") == "checkbox" else "")
        if tag == "select":
            self.select = name
        if tag == "option" and self.select and ("selected" in given or self.select not in fields):
            fields[self.select] = given.get("value") or ""  # where none is selected, the first
        if tag == "textarea" and name:
            self.textarea = name
            fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.forms[-1]["fields"][self.textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            kept = self.forms[-1]["fields"]
            # The first line break after the tag is not part of the words; a browser sends every other as CR LF.
            kept[self.textarea] = kept[self.textarea].removeprefix("\n").replace("\n", "\r\n")
            self.textarea = None
        if tag == "select":
            self.select = None


def form_to(response: HttpResponse, address: str) -> dict[str, str]:
    """The fields of the form on the page that has a button or an action leading to an address that ends so."""
    reader = _Forms()
    reader.feed(response.content.decode())
    for form in reader.forms:
        if any(one.endswith(address) for one in [form["action"], *form["buttons"]]):
            return dict(form["fields"])
    raise AssertionError(f"no form on the page leads to {address}")


def send(client: Client, response: HttpResponse, address: str, **answers: Any) -> HttpResponse:
    """Send the form of that page to the address, with these answers; `__` in a name stands for a hyphen."""
    fields = form_to(response, address.rstrip("/").rsplit("/", 1)[-1] + "/")
    given = {name.replace("__", "-"): str(value) for name, value in answers.items()}
    return client.post(address, {**fields, **given})


def to_form(action: Action, name: str = "report-form", key: str = "ov") -> str:
    """The address of the form of an organisation's report on an action, or of what is done with it."""
    return reverse(name, args=[action.plan.code, action.code, key])


def to_report(report: ProgressReport, name: str = "report-review") -> str:
    return reverse(name, args=[report.action.plan.code, report.action.code, report.pk])
