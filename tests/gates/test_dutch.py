"""The portal in Dutch: a whole catalogue with the plan's fixed words, and pages, days and money as Dutch writes them."""

import re
from collections.abc import Callable

import polib
import pytest
from django.test import Client
from django.utils.translation import gettext, override, pgettext

from actionplan.accounts.models import User
from tests.gates.pseudo import seen_texts
from tests.gates.source_messages import ROOT, messages_of_source
from tests.page_list.every_page import address
from tests.visited import Visited
from tests.world import OPEN, World

CATALOGUE = polib.pofile(str(ROOT / "locale/nl/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
TOO_FAMILIAR = re.compile(r"\b(je|jij|jou|jouw|jullie)\b", re.IGNORECASE)

FIXED_WORDS = {
    "action": "actie",
    "objective": "doelstelling",
    "theme": "thema",
    "promoter": "trekker",
    "partner": "partner",
    "lead": "rapporterende trekker",
    "coordinating minister": "coördinerende minister",
    "minister involved": "betrokken minister",
    "policy area": "beleidsdomein",
    "milestone": "mijlpaal",
    "target": "streefwaarde",
    "progress report": "stand van zaken",
    "round": "rapporteringsronde",
    "Accept": "Aanvaarden",
    "Return with a remark": "Terugsturen met opmerking",
    "budget line": "begrotingslijn",
    "planned": "gepland",
    "committed": "vastgelegd",
    "paid": "vereffend",
    "forecast": "raming",
    "Points of attention": "Aandachtspunten",
    "Verdict of the Platform": "Oordeel van het Platform",
}
FIXED_WORDS_IN_CONTEXT = {
    ("status", "not started"): "nog op te starten",
    ("status", "ongoing"): "lopend",
    ("status", "completed"): "afgerond",
    ("status", "stopped"): "stopgezet",
    ("confidence", "on track"): "op schema",
    ("confidence", "needs attention"): "aandacht nodig",
    ("confidence", "off track"): "bijsturing nodig",
}


def dutch_of(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each English form of a message with its Dutch."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]


def test_everything_that_the_source_says_stands_in_the_catalogue_and_nothing_else() -> None:
    said = {(message.context, message.text) for message in messages_of_source()}
    written = {(entry.msgctxt or "", entry.msgid) for entry in CATALOGUE}
    assert said - written == set(), "not in the catalogue: run makemessages and translate"
    assert written - said == set(), "no longer said"


def test_nothing_in_the_catalogue_is_empty_doubtful_or_left_over() -> None:
    assert [
        entry.msgid for entry in CATALOGUE if not entry.translated() or entry.fuzzy or entry.obsolete
    ] == []


def test_a_translation_keeps_the_placeholders() -> None:
    for entry in CATALOGUE:
        for english, dutch in dutch_of(entry):
            assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(dutch)), english


def test_a_sentence_stays_a_sentence() -> None:
    for entry in CATALOGUE:
        for english, dutch in dutch_of(entry):
            assert english[-1:] in ".?:" or dutch[-1:] not in ".?:", dutch
            assert english.strip() != english or dutch.strip() == dutch, dutch


def test_what_is_quoted_stands_between_the_marks_of_the_english() -> None:
    for entry in CATALOGUE:
        for english, dutch in dutch_of(entry):
            assert ("“" in dutch) or "“" not in english, dutch
            assert "‘" not in dutch, dutch


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("A round and a day were asked for. The round is shown.", "Er werden een ronde en een dag gevraagd."),
        ("No amount is planned and none was reported.", "en er is geen bedrag gerapporteerd."),
    ],
)
def test_a_verb_and_a_noun_agree(english: str, dutch: str) -> None:
    with override("nl"):
        assert dutch in gettext(english)


def test_the_reader_is_addressed_with_u() -> None:
    assert [dutch for entry in CATALOGUE for _, dutch in dutch_of(entry) if TOO_FAMILIAR.search(dutch)] == []


def test_the_words_of_the_plan_and_of_reporting_are_fixed() -> None:
    with override("nl"):
        assert {word: gettext(word) for word in FIXED_WORDS} == FIXED_WORDS
        found = {(context, word): pgettext(context, word) for context, word in FIXED_WORDS_IN_CONTEXT}
        assert found == FIXED_WORDS_IN_CONTEXT


@pytest.mark.walk
@pytest.mark.again
def test_no_page_in_dutch_keeps_a_message_in_english(dutch_pages: list[Visited]) -> None:
    english = {
        entry.msgid for entry in CATALOGUE if entry.msgstr and entry.msgstr.lower() != entry.msgid.lower()
    }
    dutch = {text for entry in CATALOGUE for _, text in dutch_of(entry)}
    found = []
    for page, html in dutch_pages:
        said = {" ".join(text.split()) for text in seen_texts(html)}
        found += [f"{page.name}: {text}" for text in said & english - dutch]
    assert found == [], "\n".join(found)


PAGES = [
    (
        "anonymous",
        "account_login",
        [],
        ["Aanmelden", "Gebruikersnaam of e-mailadres", "Wachtwoord vergeten?"],
    ),
    ("reader", "overview", [], ["Hoe staat het met het plan?", "Wat vraagt aandacht?", "Volgt het geld?"]),
    ("reader", "overview", [], ["Per doelstelling", "Per beleidsdomein", "Per minister"]),
    ("coordinator", "action-list", [], ["Rapporterende trekker", "Inschatting", "nog niet beoordeeld"]),
    ("reader", "objective", [1], ["Acties van deze doelstelling volgens status"]),
    ("reader", "minister", ["education"], ["Coördinerende minister"]),
    ("reader", "organisation", ["ov"], ["Rapporterende trekker van", "Beleidsdomein"]),
    (
        "contributor",
        "my-actions",
        [],
        ["Mijn acties", "Wij zijn rapporterende trekker", "Nakijken en indienen"],
    ),
    ("coordinator", "review-queue", [], ["Welke standen van zaken wachten op beoordeling?", "Beoordelen"]),
    ("reader", "money-receipt", [], ["Waaruit bestaat het bedrag", "Begrotingslijn"]),
    ("stranger", "report-form", ["1.11", "ov"], ["Hier hebt u geen rechten voor", "rapporteur"]),
    ("reader", "action", ["9.99"], ["Pagina niet gevonden", "Zoek in de lijst van acties"]),
]


@pytest.mark.parametrize(("person", "name", "names", "words"), PAGES)
def test_a_main_page_speaks_dutch(
    person: str, name: str, names: list, words: list[str], world: World, client_of: Callable[[User], Client]
) -> None:
    of_plan = [] if name.startswith("account_") else [world.plan.code]
    html = in_dutch(world, client_of, person, address(name, *of_plan, *names))
    assert [word for word in words if word not in html] == []


def in_dutch(world: World, client_of: Callable[[User], Client], person: str, url: str) -> str:
    user = world.people[person]
    client = client_of(user) if user else Client()
    html = client.get(url, headers={"accept-language": "nl-BE,nl;q=0.9,en;q=0.8"}).content.decode()
    assert '<html lang="nl">' in html
    return html


def test_an_action_in_dutch_writes_days_and_money_as_dutch_does(
    world: World, client_of: Callable[[User], Client]
) -> None:
    action = world.actions["accepted", OPEN]
    html = in_dutch(world, client_of, "reader", address("action", world.plan.code, action.code))
    assert "1 september 2022, 12:00" in html
    assert "bereikt op 5 jul 2022" in html
    assert "€\u00a05.500,00" in html
    assert "Gedrukt in het plan" in html
    assert "Oordeel van het Platform" in html


def test_an_action_in_english_writes_days_and_money_as_english_does(
    world: World, client_of: Callable[[User], Client]
) -> None:
    action = world.actions["accepted", OPEN]
    url = address("action", world.plan.code, action.code)
    html = client_of(world.people["reader"]).get(url, headers={"accept-language": "en"}).content.decode()
    assert "1 September 2022, 12:00" in html
    assert "5 Jul 2022" in html
    assert "€5,500.00" in html


def test_the_form_in_dutch_asks_and_fills_in_as_dutch_does(
    world: World, client_of: Callable[[User], Client]
) -> None:
    action = world.actions["draft", OPEN]
    html = in_dutch(
        world, client_of, "contributor", address("report-form", world.plan.code, action.code, world.lead.key)
    )
    asked = [
        "Hoe staat het ermee?",
        "nog op te starten",
        "Wat is vastgelegd en vereffend?",
        "Bewaren en nakijken",
    ]
    assert [word for word in asked if word not in html] == []
    assert 'value="6.000,00"' in html


def test_the_checks_the_report_and_the_review_speak_dutch(
    world: World, client_of: Callable[[User], Client]
) -> None:
    plan, code = world.plan.code, world.actions["draft", OPEN].code
    checks = in_dutch(world, client_of, "contributor", address("report-checks", plan, code, world.lead.key))
    assert "Kijk uw stand van zaken na" in checks
    assert "Stand van zaken indienen" in checks
    report = world.reports["submitted", OPEN]
    names = [plan, report.action.code, report.pk]
    assert "Stand van zaken van actie" in in_dutch(world, client_of, "contributor", address("report", *names))
    review = in_dutch(world, client_of, "coordinator", address("report-review", *names))
    assert "Wat is het oordeel van het Platform?" in review
    assert "Terugsturen met opmerking" in review
