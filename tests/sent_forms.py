"""What a browser would send: the fields of a form on a page, with a test's own answers over them."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actionplan.reporting.models import ProgressReport
from actions.models import Action
from tests.page_forms import fields_of_form


def new_token() -> str:
    """Of a form that no page gave."""
    return str(uuid.uuid4())


def form_to(response: HttpResponse, address: str) -> dict[str, str]:
    """The fields of the form on the page that has a button or an action leading to an address that ends so."""
    fields = fields_of_form(response.content.decode(), address)
    assert fields is not None, f"no form on the page leads to {address}"
    return fields


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
