"""Every address of Django admin, as every person: administrators alone enter, and a GET never writes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.accounts.test_admin import ADDED
from tests.addresses import Address, addresses
from tests.database_state import has_written, tables, undone, watched
from tests.permissions.walk import outcome
from tests.personas import signed_in
from tests.world import World

pytestmark = pytest.mark.full

ADMINISTRATORS = {"administrator", "superuser"}
UNKNOWN = {"anonymous", "inactive"}
PEOPLE = [
    *sorted(UNKNOWN),
    "roleless",
    "reader",
    "contributor",
    "coordinator",
    "auditor",
    *sorted(ADMINISTRATORS),
]
FORMS = ("_import", "_add", "_change", "_delete", "_changelist", "logout", "index")
GENERAL = {
    "index": "200",
    "login": "302",
    "logout": "200",
    "password_change": "302",
    "password_change_done": "200",
    "autocomplete": "403",
    "jsi18n": "200",
    "view_on_site": "404",
    "app_list": "200",
    "unnamed: (?P<url>.*)$": "404",
}
OF_A_MODEL = {
    "changelist": "200",
    "history": "302",
    "delete": "403",
    "change": "200",
    "export": "200",
    "import": "200",
    "template": "200",
}
VALID = {"username": "ann", "email": "ann@example.org", "language": "nl", "key": "agency", "name": "Agency"}


def expected(address: Address, person: str) -> str:
    if person in UNKNOWN:
        return "sign"
    if person not in ADMINISTRATORS:
        return "403"
    name = address.name.removeprefix("admin:")
    if name in GENERAL:
        return GENERAL[name]
    if name.endswith("_process_import"):
        return "405"
    if name == "accounts_identity_delete":
        return "200"
    page = name.rpartition("_")[2]
    if page == "add":
        return (
            "200"
            if name in {f"{model._meta.label_lower.replace('.', '_')}_add" for model in ADDED}
            else "403"
        )
    return OF_A_MODEL[page]


def url_of(address: Address) -> str:
    """The address with the first row of its model, or with something that is not there."""
    if "(?P<url>" in address.name:
        return f"{reverse('admin:index')}nothing/"
    names: dict[str, Any] = {"app_label": "accounts", "content_type_id": 1, "path": 1}
    for model in admin.site._registry:
        if address.name.startswith(f"admin:{model._meta.label_lower.replace('.', '_')}_"):
            names["object_id"] = model._default_manager.first().pk
    return reverse(
        address.name, kwargs={key: names.get(key, names.get("object_id", 1)) for key in address.parameters}
    )


def of_administration() -> list[Address]:
    """All but those that Django itself sends on from an old address of a row to its form."""
    return [
        one
        for one in addresses()
        if one.name.startswith("admin:") and one.name != "admin:unnamed: <path:object_id>/"
    ]


def fault_of(address: Address, method: Callable[..., Any], before: dict[str, str], wanted: str) -> str:
    with undone() if method.__name__ == "post" else watched() as watch:
        got = outcome(method(url_of(address), VALID if method.__name__ == "post" else None))
        written = has_written(watch, before)
    if got == wanted and not written:
        return ""
    return f"{method.__name__} {address.name}: {got}, expected {wanted}, wrote {watch.statements}"


@pytest.mark.parametrize("person", PEOPLE)
def test_administrators_alone_enter_the_administration(world: World, person: str) -> None:
    user = world.people[person]
    client, before, faults = signed_in(user) if user else Client(), tables(), []
    for address in of_administration():
        wanted = expected(address, person)
        faults.append(fault_of(address, client.get, before, wanted))
        if person not in ADMINISTRATORS and address.name.endswith(FORMS):
            faults.append(fault_of(address, client.post, before, wanted))
    assert [fault for fault in faults if fault] == []
