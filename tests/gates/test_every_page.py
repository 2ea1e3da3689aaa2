"""Every page, and every answer to a form, opened once for all that looks at pages: every text is marked for translation,
and the markup is well made. They are opened in the pseudo-language, in which nothing may stand outside the brackets."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from actionplan.organisations.models import Minister, Organisation
from actions.models import Milestone
from tests.gates import pseudo
from tests.gates.markup import faults_in, inline_in
from tests.page_list.entries import address
from tests.page_list.every_page import answers, browsers, pages, pages_of_administration
from tests.personas import signed_in
from tests.world import OPEN, World, committed_world

IN_PSEUDO = {"accept-language": pseudo.CODE}

FIRST, OTHERS = "the first of each kind", "others"
PARTS = pytest.mark.parametrize("part", [FIRST, pytest.param(OTHERS, marks=pytest.mark.full)])


def of_part(listed: Iterable[Any], part: str) -> Iterator[Any]:
    """Pages or answers: what stands before the comma of a name is a kind, what stands behind it one of its states."""
    kinds: set[str] = set()
    for one in listed:
        kind = re.split("[,:]", one.name)[0]
        if (kind not in kinds) == (part == FIRST):
            yield one
        kinds.add(kind)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with committed_world(django_db_blocker) as built:
        yield built


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    return browsers(world, signed_in)


def faults_of(
    response: HttpResponse, known: list[str], markup: Callable[[BeautifulSoup], Iterator[str]] = faults_in
) -> list[str]:
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    assert soup.html["lang"] == pseudo.CODE
    return [*(f"not marked: {text}" for text in pseudo.unmarked(soup, known)), *markup(soup)]


@PARTS
def test_every_page_is_marked_for_translation_and_well_made(
    world: World, clients: dict[str, Client], in_pseudo: None, part: str
) -> None:
    known, found = pseudo.data_strings(), []
    for page in of_part(pages(world), part):
        response = clients[page.person].get(page.url, headers=IN_PSEUDO)
        assert response.status_code == page.status, page
        if page.status != 302:
            typed = [value for name, value in parse_qsl(urlsplit(page.url).query) if name == "q"]
            said = sorted([*typed, *known], key=len, reverse=True)
            found += [f"{page.name} ({page.url}): {fault}" for fault in faults_of(response, said)]
    assert found == [], "\n".join(found)


@pytest.mark.full
@PARTS
def test_every_answer_to_a_form_is_marked_for_translation_and_well_made(
    world: World, clients: dict[str, Client], in_pseudo: None, part: str
) -> None:
    known, found = pseudo.data_strings(), []
    for answer in of_part(answers(world), part):
        response = clients[answer.person].post(answer.url, answer.sent, headers=IN_PSEUDO)
        assert response.status_code == answer.status, answer
        typed = {value for value in answer.sent.values() if isinstance(value, str) and len(value) > 2}
        said = sorted({*typed, *known}, key=len, reverse=True)
        found += [f"{answer.name}: {fault}" for fault in faults_of(response, said)]
        if "page_obj" in response.context:
            there = clients[answer.person].get(response.context["here"])
            assert there.status_code == 200, (
                f"{answer.name}: its other pages are not at {there.wsgi_request.path}"
            )
    assert found == [], "\n".join(found)


def test_every_page_of_the_administration_is_marked_and_has_no_inline_code(
    world: World, clients: dict[str, Client], in_pseudo: None
) -> None:
    models = (Minister, Organisation, Milestone)
    keys = [key for model in models for key in model.objects.values_list("key", flat=True)]
    known = pseudo.data_strings(*keys)
    found = []
    for page in pages_of_administration(world):
        response = clients[page.person].get(page.url, headers=IN_PSEUDO)
        assert response.status_code == page.status, page
        found += [f"{page.name}: {fault}" for fault in faults_of(response, known, inline_in)]
    assert found == [], "\n".join(found)


class Spoken(NamedTuple):
    person: str
    url: str
    words: list[str]


def spoken_in_dutch(world: World) -> Iterator[Spoken]:
    plan, lead = world.plan.code, world.lead.key
    draft, accepted = (world.actions[state, OPEN].code for state in ["draft", "accepted"])
    report = world.reports["submitted", OPEN]
    yield Spoken(
        "anonymous",
        address("account_login"),
        ["Aanmelden", "Gebruikersnaam of e-mailadres", "Wachtwoord vergeten?"],
    )
    questions = ["Hoe staat het met het plan?", "Volgt het geld?", "Hoe staat elke doelstelling ervoor?"]
    yield Spoken("reader", address("overview", plan), questions)
    listed = ["sorteren:", "als bestand, kolommen kiezen", "te beoordelen rapporten"]
    yield Spoken("coordinator", address("action-list", plan), listed)
    yield Spoken("reader", address("objective", plan, 1), ["aandachtspunt"])
    yield Spoken("reader", address("minister", plan, "education"), ["Volgt het geld?"])
    yield Spoken("reader", address("organisation", plan, lead), ["aandachtspunt", "Beleidsdomein"])
    mine = ["Mijn acties", "nog te doen", "Bijwerken", "Verder schrijven"]
    yield Spoken("contributor", address("my-actions", plan), mine)
    waiting = ["Welke rapporten wachten op beoordeling?", "Beoordelen"]
    yield Spoken("coordinator", address("review-queue", plan), waiting)
    yield Spoken("reader", address("money-receipt", plan), ["Waaruit bestaat het bedrag", "Begrotingslijn"])
    refused = ["Hier hebt u geen rechten voor", "contactpunt"]
    yield Spoken("stranger", address("report-form", plan, "1.11", lead), refused)
    nowhere = ["Pagina niet gevonden", "Zoek in de lijst van acties"]
    yield Spoken("reader", address("action", plan, "9.99"), nowhere)
    yield Spoken(
        "reader",
        address("action", plan, accepted),
        ["Gedrukt in het plan", "Oordeel van het Platform", *DAYS_AND_MONEY["nl"]],
    )
    form = ["Hoe staat het ermee?", "nog op te starten", "Wat kost het?"]
    typed = ["Nakijken en klaarzetten", 'value="6.000,00"']
    yield Spoken("contributor", address("report-form", plan, draft, lead), [*form, *typed])
    checks = ["Kijk uw rapport na", "Alleen dit rapport indienen"]
    yield Spoken("contributor", address("report-checks", plan, draft, lead), checks)
    names = [plan, report.action.code, report.pk]
    yield Spoken("contributor", address("report", *names), ["Rapport over actie"])
    review = ["Wat is het oordeel van het Platform?", "Terugsturen met opmerking"]
    yield Spoken("coordinator", address("report-review", *names), review)


DAYS_AND_MONEY = {
    "nl": ["1 september 2022, 12:00", "bereikt op 5 jul 2022", "€\u00a05.500,00"],
    "en": ["1 September 2022, 12:00", "5 Jul 2022", "€5,500.00"],
}


@pytest.mark.full
def test_the_main_pages_speak_dutch_and_write_days_and_money_as_dutch_does(
    world: World, clients: dict[str, Client]
) -> None:
    in_dutch = {"accept-language": "nl-BE,nl;q=0.9,en;q=0.8"}
    for person, url, words in spoken_in_dutch(world):
        html = clients[person].get(url, headers=in_dutch).content.decode()
        assert '<html lang="nl">' in html, url
        assert [word for word in words if word not in html] == [], url


def test_an_action_in_english_writes_days_and_money_as_english_does(
    world: World, clients: dict[str, Client]
) -> None:
    url = address("action", world.plan.code, world.actions["accepted", OPEN].code)
    html = clients["reader"].get(url, headers={"accept-language": "en"}).content.decode()
    assert [word for word in DAYS_AND_MONEY["en"] if word not in html] == []
