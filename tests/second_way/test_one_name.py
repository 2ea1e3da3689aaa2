"""One name, one list: on the pages of the demo, in both languages, no name of a count leads to two lists, and no list has
two names. A list is its filter: which part of the plan, which day and which order is no part of it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import polib
import pytest
from bs4 import BeautifulSoup, Tag

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from tests.gates.source_messages import ROOT
from tests.personas import signed_in
from tests.second_way.two_ways import PLAN, Told, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]

MOMENTS = ["", "on=2022-10-31", "round=2022-12"]
DASHBOARDS = [
    *["", "?by=minister", "objectives/2/", "ministers/home_affairs/", "organisations/kbbj_abb/", "carriers/"],
    *["actions/", "timeline/", "trend/", "milestones/", "budget/", "changes/", "quality/"],
]
ROUNDS = [
    "rounds/",
    *(f"rounds/{code}/{page}" for code in ["2022-12", "2023-06"] for page in ["", "requests/"]),
]
OF_COORDINATORS = ["my-work/", "reviews/", "rounds/2022-12/report/", "rounds/2023-06/report/"]

LIST = re.compile(rf"/{PLAN}/(?:rounds/[\d-]+/)?(actions|requests|milestones|changes|budget|timeline)/$")
NO_FILTER = {
    *["objective", "theme", "minister", "organisation", "policy_area", "also", "action", "line", "q"],
    *["under_minister", "under_organisation", "under_policy_area"],
    *["on", "round", "closing", "basis", "from", "year", "until", "sort", "by", "page", "as", "all", "open"],
}
"""The parameters that say which part of the plan, which moment, which order and which look."""
NO_NAMES = {"", "any", "yes", "no"}
"""Values that are read with the name of their filter."""
SAID_BESIDE = [("gravest", "1"), ("role", "lead")]
"""What a block says once for all its counts: each action under its gravest reason; reports of leads are meant."""
NO_NAME = re.compile(
    r"^(?:(?:all|the|an?|of|by|with|is|are|was|were|actions?|alle|de|het|een|van|met|zijn|waren|acties?)(?:\s+|$))+",
    re.IGNORECASE,
)
"""How a sentence goes on before it names what it counts."""
NUMBER = re.compile(r"(?<![\w-])[-+−]?\d[\d.,\u00a0]*(?:\s*%)?(?![\w-])")
LETTERS = re.compile(r"[^\W\d_]{2}")
PUNCTUATION = re.compile(r"[“”;:·…()|↓↑→←]|(?<!\w)[.,](?!\w)|(?<=\w)[.,](?=\s|$)")

ALLOWED = {
    "completed": "said of actions and, under *What changed*, of what happened since",
    "afgerond": "the same",
    "actions?status=unfinished": "Dutch bends the word: 41 niet beëindigd, de 41 niet-beëindigde",
}
"""A name or a list that has two of the other, and why it may."""


def list_at(address: str) -> str:
    """ "actions?schedule=late": a list and its filter; empty if it is no list, or a whole one."""
    parts = urlsplit(address)
    asked = sorted(
        pair for pair in parse_qsl(parts.query) if pair[0] not in NO_FILTER and pair not in SAID_BESIDE
    )
    kept = "&".join(f"{name}={re.sub('^[0-9]{4}$', 'year', value)}" for name, value in asked)
    found = LIST.match(parts.path)
    return f"{found[1]}?{kept}" if found and kept else ""


def of_either_voice(leads_to: str) -> str:
    """What the lead says and what the Platform says have the same words: a column or the filter tells them apart."""
    page, _mark, asked = leads_to.replace("confidence=", "verdict=").partition("?")
    return f"{page}?{'&'.join(sorted(asked.split('&')))}" if asked else ""


def words_of(text: str) -> str:
    """Without numbers and what stands around them; empty if they name nothing."""
    said = NO_NAME.sub("", " ".join(PUNCTUATION.sub(" ", NUMBER.sub(" ", text)).lower().split()))
    return said if LETTERS.search(said) else ""


def of_links(main: Tag) -> Iterator[tuple[Iterable[str], str]]:
    for link in main.find_all("a", href=True):
        if leads_to := list_at(link["href"]):
            yield said_of(link), leads_to


def of_filters(main: Tag, path: str) -> Iterator[tuple[Iterable[str], str]]:
    """The values that a list offers to choose from."""
    for option in main.select("select[name] option[value]"):
        asked = urlencode({option.find_parent("select")["name"]: option["value"]})
        if option["value"] not in NO_NAMES and (leads_to := list_at(f"{path}?{asked}")):
            yield [option.get_text()], leads_to


def said_of(link: Tag) -> Iterator[str]:
    """What may name the list, the nearest first."""
    yield link.get_text(" ")
    cell = link.find_parent(["td", "th", "li", "p", "dd", "div"])
    if cell.name in ("td", "th") and cell.find_parent(["tbody", "tfoot"]):
        yield name_of_cell(cell)
    if cell.name == "dd":
        yield cell.find_previous("dt").get_text(" ")
    before, behind = (
        "".join(up_to_a_link(siblings)) for siblings in (link.previous_siblings, link.next_siblings)
    )
    yield from [before, behind] if before.rstrip().endswith(":") else [behind, before]


def up_to_a_link(siblings: Any) -> list[str]:
    said: list[str] = []
    for one in siblings:
        if isinstance(one, Tag) and (one.name == "a" or one.find("a")):
            break
        said.append(one.get_text(" "))
    return said


def name_of_cell(cell: Tag) -> str:
    """The label of the row if lists differ from row to row, the head of the column if from column to column."""
    table = cell.find_parent("table")
    rows = [row.find_all(["td", "th"], recursive=False) for row in table.select("tbody tr, tfoot tr")]
    heads = [head for row in table.select("thead tr")[-1:] for head in row.find_all(["td", "th"])]
    row, place = next((row, at) for row in rows for at, one in enumerate(row) if one is cell)
    column = [one[place] for one in rows if place < len(one)]
    along, down = (
        {of_either_voice(list_at(link["href"])) for one in cells for link in one.find_all("a", href=True)}
        for cells in (row, column)
    )
    head = heads[place].get_text(" ") if place < len(heads) else ""
    label = row[0].get_text(" ") if place else ""
    return (
        " ".join(([label] if len(down - {""}) > 1 else []) + ([head] if len(along - {""}) > 1 else []))
        or head
    )


def one_of_many(language: str) -> dict[str, str]:
    """The words of the many to those of the one, as the catalogue has them."""
    entries = [
        entry for entry in polib.pofile(str(ROOT / "locale/nl/LC_MESSAGES/django.po")) if entry.msgid_plural
    ]
    english = [(entry.msgid, entry.msgid_plural) for entry in entries]
    dutch = [(entry.msgstr_plural[0], entry.msgstr_plural[1]) for entry in entries]
    plain = [
        [words_of(re.sub(r"%\(\w+\)\w|\{\w+\}|<[^>]*>", " ", text)) for text in pair]
        for pair in (english if language == "en" else dutch)
    ]
    return {many: one for one, many in plain}


def addresses() -> Iterator[tuple[str, str]]:
    """Who opens what."""
    for moment in MOMENTS:
        for page in DASHBOARDS:
            yield "platform", page + ("&" if "?" in page else "?") + moment if moment else page
    yield from (("platform", page) for page in [*ROUNDS, *OF_COORDINATORS])
    yield from (("reader", page) for page in [*DASHBOARDS, *ROUNDS])


def names_told(language: str) -> dict[tuple[str, str], list[str]]:
    """Each name with the list that it leads to, and where."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    clients = {name: signed_in(User.objects.get(username=name)) for name in ("platform", "reader")}
    singular = one_of_many(language)
    bodies = {
        words_of(str(name))
        for model in (Minister, Organisation, PolicyArea)
        for row in model.objects.all()
        for name in row.__dict__.values()
    }
    for person, address in addresses():
        asked = clients[person].get(f"/{PLAN}/{address}", headers={"accept-language": language})
        assert asked.status_code == 200, (person, address)
        main = BeautifulSoup(asked.content.decode(), "html.parser").main
        for names, leads_to in [*of_links(main), *of_filters(main, asked.wsgi_request.path)]:
            plain = [singular.get(words_of(name), words_of(name)) for name in names]
            if (name := next(filter(None, plain), "without words")) not in bodies:
                found[name, leads_to].append(f"{address or 'overview'} ({person})")
    return found


def faults(told: dict[tuple[str, str], list[str]]) -> list[str]:
    lists, names = defaultdict(set), defaultdict(set)
    for name, leads_to in told:
        lists[name].add(of_either_voice(leads_to))
        names[leads_to].add(name)
    return [
        f"{said}: {'; '.join(sorted(others))}"
        for known in (lists, names)
        for said, others in sorted(known.items())
        if len(others) > 1 and said not in ALLOWED
    ]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_name_leads_to_two_lists_and_no_list_has_two_names(
    told_plan: Told, settings: Any, language: str
) -> None:
    settings.DEBUG = True  # pages are of the demo's day
    found = faults(names_told(language))
    assert found == [], "\n".join(found)
