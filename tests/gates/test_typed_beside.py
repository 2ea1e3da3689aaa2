"""Nothing typed in a form of a page is lost when another of its forms is sent, whether that is refused or carried out."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.page_list.every_page import browsers, pages
from tests.permissions.test_ended_sessions import OF_THE_PAGE, Sent, acts_of, filled_in, forms_of, sent_by
from tests.personas import signed_in
from tests.reading import Element, read
from tests.stages import stage_of
from tests.world import World, new_world

world = stage_of(new_world, "module")
LESS_TO_CHOOSE = {"opened_on", "portfolio-ends-successors"}
"""Where the other act changed what can be chosen, or the version."""


@pytest.fixture
def clients(db: None, world: World) -> dict[str, Client]:
    return browsers(world, signed_in)


def typed_in(form: Element) -> Sent:
    """What somebody would type into it; empty for a form of buttons, or one that saves itself."""
    before, after = sent_by(form), filled_in(form)
    return {} if "data-autosave" in form.attributes or before == after else after


def forms_on(response: HttpResponse) -> list[Element]:
    return forms_of(read(response, response.status_code))


def faults(client: Client, url: str, form: Element, other: Element) -> Iterator[str]:
    """`form` is filled in, and `other` sent as it stands: what was typed stands in the answer, or on the page after it."""
    to, typed = form.attributes["action"], typed_in(form)
    beside = {name: values for name, values in typed.items() if name not in OF_THE_PAGE - {"token"}}
    sent = sent_by(other) | {"beside": [f"{to}?{urlencode(beside, doseq=True)}"]}
    answer = client.post(other.attributes["action"], sent)
    shown = client.get(url) if answer.status_code == 302 else answer
    if shown.status_code == 302 or not shown["content-type"].startswith("text/html"):
        return  # the act has ended the page
    again = next((one for one in forms_on(shown) if to in acts_of(one)), None)
    if again is None:
        return  # and here the form
    now = sent_by(again)
    for name, values in typed.items():
        if name not in OF_THE_PAGE | LESS_TO_CHOOSE and sorted(now.get(name, [])) != sorted(values):
            yield f"{name}: {values} became {now.get(name)}"


@pytest.mark.full
def test_what_is_typed_beside_a_form_that_is_sent_stands_there_again(
    world: World, clients: dict[str, Client]
) -> None:
    found, seen = [], 0
    for page in pages(world):
        client = clients[page.person]
        response = client.get(page.url)
        if page.name.startswith("mfa_"):
            continue  # codes are kept nowhere
        if page.status != 200 or not response["content-type"].startswith("text/html"):
            continue
        forms = forms_on(response)
        for form in [one for one in forms if len(forms) > 1 and typed_in(one)][:4]:
            for other in [one for one in forms if one is not form][:4]:
                seen += 1
                with transaction.atomic():
                    about = f"{page.name}: {other.attributes['action']} beside {form.attributes['action']}"
                    found += [f"{about}: {fault}" for fault in faults(client, page.url, form, other)]
                    transaction.set_rollback(True)
    assert found == [], "\n".join(found)
    assert seen > 10
