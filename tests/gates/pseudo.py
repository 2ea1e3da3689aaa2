"""A pseudo-language in which every marked text stands between ⟦ and ⟧, so that what stands outside was never marked."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
import polib
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from django.apps import apps
from django.db.models import CharField, JSONField, TextField

from actionplan.pages.help.read import JOBS, page_of
from tests.gates.source_messages import Message

CODE = "qps"
LANGUAGE_NAMES = ["English", "Nederlands"]
"""Each language is named in its own words, whatever the language of the page."""

KEPT = re.compile(r"(%\(\w+\)[-\d.]*[sdf]|%[-\d.]*[sdf%]|\{\w*\}|<[^>]+>|&\w+;)")
"""What a translation keeps as it is: placeholders and markup."""
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
LETTER = re.compile(r"[^\W\d_]")
SEEN_ATTRIBUTES = ["title", "placeholder", "aria-label", "alt", "data-label"]
NO_LANGUAGE = {"script", "style", "code"}
"""A hash is not translated."""
HELP = ".help"
"""Written in each language by itself, and no text of the catalogue."""
OUR_APPS = {
    "audit",
    "organisations",
    "accounts",
    "objectives",
    "actions",
    "budgets",
    "reporting",
    "portal",
    "plan_document",
    "amendments",
    "usersessions",
}
CODES_OF_FIELDS = {"key", "folded", "password", "session_key", "data"}
"""Fields that no page shows, whose words may be the same as words of ours."""


def marked(text: str) -> str:
    """The text as the pseudo-language says it; only what is not a placeholder or markup is marked,
    without the point at the end of a sentence."""
    if text == "yes,no,maybe":  # Django's `yesno` takes it apart
        return ",".join(f"⟦{part}⟧" for part in text.split(","))
    parts = KEPT.split(text)
    return "".join(
        part
        if place % 2 or not LETTER.search(part)
        else f"⟦{part.removesuffix('.')}⟧{'.' * part.endswith('.')}"
        for place, part in enumerate(parts)
    )


def compile_into(folder: Path, ours: Iterable[Message]) -> None:
    """A catalogue of our own messages and of those that others have translated into Dutch."""
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    plurals: dict[tuple[str, str], str] = {}
    for context, text, plural in [*_messages_of_others(), *ours]:
        plurals[context, text] = plurals.get((context, text)) or plural
    for (context, text), plural in plurals.items():
        catalogue.append(_entry(context, text, plural))
    target = folder / CODE / "LC_MESSAGES"
    target.mkdir(parents=True)
    catalogue.save_as_mofile(str(target / "django.mo"))


def _entry(context: str, text: str, plural: str) -> polib.POEntry:
    facts = {"msgid": text, "msgctxt": context or None}
    if plural:
        return polib.POEntry(**facts, msgid_plural=plural, msgstr_plural={0: marked(text), 1: marked(plural)})
    return polib.POEntry(**facts, msgstr=marked(text))


def _messages_of_others() -> Iterator[tuple[str, str, str]]:
    folders = [Path(django.__file__).parent / "conf", *(Path(app.path) for app in apps.get_app_configs())]
    for folder in folders:
        path = folder / "locale" / "nl" / "LC_MESSAGES" / "django.po"
        if path.is_file():
            for entry in polib.pofile(str(path)).translated_entries():
                yield entry.msgctxt or "", entry.msgid, entry.msgid_plural


def seen_texts(soup: BeautifulSoup) -> Iterator[str]:
    """What a page says: its texts, whole where words in them are marked, and the attributes that are read out or shown."""
    for mark in soup.find_all("mark"):
        mark.unwrap()
    soup.smooth()
    of_help = {id(part) for block in soup.select(HELP) for part in block.descendants}
    for text in soup.find_all(string=True):
        is_said = (
            id(text) not in of_help
            and text.parent.name not in NO_LANGUAGE
            and not isinstance(text, PreformattedString)
        )
        if is_said and text.strip():
            yield str(text)
    for element in soup.find_all(lambda element: id(element) not in of_help):
        names = SEEN_ATTRIBUTES
        if element.name == "input" and element.get("type") in ("submit", "button", "reset"):
            names = [*names, "value"]
        yield from (str(element[name]) for name in names if element.get(name))


def unmarked(soup: BeautifulSoup, known: Iterable[str]) -> list[str]:
    """The texts of a page with letters outside ⟦…⟧ that are no data either. `known` holds the data, longest first."""
    found = []
    for text in seen_texts(soup):
        rest = MARKED.sub(" ", text)
        if LETTER.search(rest):
            rest = _without(rest, known)
        if LETTER.search(rest):
            found.append(f"{' '.join(rest.split())!r} in {' '.join(text.split())!r}")
    return found


def _without(text: str, known: Iterable[str]) -> str:
    """As soon as no letter is left, what else it holds does not matter."""
    for data in known:
        if data in text:
            text = text.replace(data, " ")
            if not LETTER.search(text):
                break
    return text


def data_strings(*others: str) -> list[str]:
    """Every text in the database that a page may show as it stands, and the others, longest first."""
    found = {*LANGUAGE_NAMES, *(page_of(job, "en").title for job in JOBS), *others}
    for model in apps.get_models():
        if model._meta.app_label not in OUR_APPS:
            continue
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField | JSONField)
            and not field.choices
            and field.name not in CODES_OF_FIELDS
        ]
        for row in model._default_manager.values_list(*names) if names else []:
            found |= {text for value in row for text in _texts_in(value)}
    return sorted(found, key=len, reverse=True)


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts_in(one)
    elif isinstance(value, str) and value.startswith("{"):
        yield from _texts_in(json.loads(value))
    elif isinstance(value, str) and len(value) > 1:
        lines = value.splitlines()
        yield from {
            value,
            value[:1].upper() + value[1:],
            *lines,
            *(line.removesuffix(".") for line in lines),
        } - {""}
