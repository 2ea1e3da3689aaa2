"""Whatever a document of a plan says, importing it is answered, never half done, and every page of the plan opens afterwards."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actionplan.plan_document.importing import import_plan_document, preview_import
from actionplan.plan_document.models import PlanFile
from actionplan.plan_document.parsing import read_plan_document
from actionplan.planned.json_form import read_document
from objectives.models import Plan
from tests.addresses import dashboards
from tests.page_list.every_page import pages
from tests.personas import ClientOf
from tests.plan_document.documents import document_of, places_in, read_as_json
from tests.plans.test_importing import commit, upload
from tests.reporting_factories import noon
from tests.world import World

Document = dict[str, Any]

AT = noon(2022, 11, 1)
CODE = "mutated"
WORDS = st.one_of(
    st.sampled_from(["", " ", "=1+1", "<b>", "per jaar", "é" * 150, "first\nsecond", "\u202e", "0"]),
    st.text(max_size=20),
)
DAYS = st.dates().map(str) | st.sampled_from(["1990-01-01", "2020-01-01", "2024-12-31", "2100-12-31"])
AMOUNTS = st.sampled_from(["0.00", "0.01", "99999999999.99", "100000000000.00", "1.5"])


def mutated(data: st.DataObject, document: Document) -> Document:
    """The document with one to three values that are others, as a hand might make them."""
    document = copy.deepcopy(document)
    for _time in range(data.draw(st.integers(1, 3))):
        places = places_in({name: document[name] for name in ["plan", "objectives", "actions"]})[3:]
        inner, key = places[data.draw(st.integers(0, len(places) - 1))]
        inner[key] = data.draw(another(key, inner[key]))
    return document


def another(key: Any, value: Any) -> st.SearchStrategy[Any]:
    if key in ("start", "end", "due"):
        return DAYS | st.none()
    if key == "amount":
        return AMOUNTS | st.none()
    if isinstance(value, bool):
        return st.just(not value)
    if isinstance(value, int):
        return st.integers(0, value + 2)
    if isinstance(value, list):
        return st.permutations(value) | st.integers(0, len(value)).map(lambda first: value[first:])
    if isinstance(value, str) and not value.islower():
        return WORDS
    return st.just(value) | st.none()


def pages_of_a_plan(world: World) -> list[str]:
    """Each page under a plan that names nothing but the plan: its address, with the imported plan in its place."""
    addresses = {name: reverse(name, args=[CODE]) for name in dashboards()}
    for page in [page for page in pages(world) if page.status == 200]:
        match = resolve(page.url.partition("?")[0])
        if match.kwargs == {"plan_code": world.plan.code}:
            addresses[match.view_name] = reverse(match.view_name, args=[CODE])
    return list(addresses.values())


def pages_of_its_parts(document: Document) -> Iterator[str]:
    for item in document["objectives"]:
        yield reverse("objective", args=[CODE, item["number"]])
    for item in document["actions"]:
        yield reverse("action", args=[CODE, item["code"]])


@pytest.fixture
def known(world: World, printed_document: Document) -> Document:
    """A plan in preparation, with two actions of each of three objectives."""
    document = copy.deepcopy(printed_document)
    document["plan"]["code"] = CODE
    del document["objectives"][3:]
    numbers = [item["number"] for item in document["objectives"]]
    actions = [
        [action for action in document["actions"] if action["objective"] == number][:2] for number in numbers
    ]
    document["actions"] = [item | {"cross_references": []} for two in actions for item in two]
    import_plan_document(document=read_document(document), by=None, at=AT)
    return read_as_json(json.dumps(document))


@pytest.mark.full
@pytest.mark.django_db
def test_any_mutation_is_answered_and_the_pages_of_the_plan_open(
    world: World, known: Document, client_of: ClientOf
) -> None:
    admin, coordinator = client_of(world.people["administrator"]), client_of(world.people["coordinator"])
    plan = Plan.objects.get(code=CODE)
    before = document_of(plan, AT.date())
    opened = [page for page in pages_of_a_plan(world) if coordinator.get(page).status_code == 200]
    assert len(opened) >= 12

    @settings(max_examples=7, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def imported(data: st.DataObject) -> None:
        document = mutated(data, known)
        with transaction.atomic():
            done = import_in_the_browser(admin, document)
            plan.refresh_from_db()
            after = document_of(plan, AT.date())
            if done:
                again = preview_import(document=read_plan_document(json.dumps(document)), on=AT.date())
                assert (again.changes, again.warnings) == ([], [])
                for page in [*opened, *pages_of_its_parts(after)]:
                    assert coordinator.get(page).status_code == 200, page
            else:
                assert after == before
            transaction.set_rollback(True)

    imported()


def import_in_the_browser(admin: Client, document: Document) -> bool:
    """Whether it went through; warnings are accepted. What changes nothing is not kept."""
    answer = upload(admin, document)
    if answer.status_code == 400 or answer["Location"] == reverse("plan-import"):
        return False
    file = PlanFile.objects.latest("pk")
    page = admin.get(answer["Location"])
    assert page.status_code == 200
    answer = commit(admin, file, accept=[warning.word for warning in page.context["preview"].warnings])
    assert answer.status_code in (200, 302, 409)
    return answer.status_code == 302 or "made." in answer.said
