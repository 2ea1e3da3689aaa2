"""The portal in Dutch: a whole catalogue, with the plan's fixed words."""

import re
from collections.abc import Iterator

import polib
import pytest
from django.utils.translation import gettext, override, pgettext

from tests.gates.source_messages import ROOT, Message

CATALOGUE = polib.pofile(str(ROOT / "locale/nl/LC_MESSAGES/django.po"))
NO_WORD = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
COUNTS = "What it counts"
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
    "progress report": "rapport",
    "round": "ronde",
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
    ("schedule", "end date passed"): "einddatum voorbij",
    ("attention", "first report missing"): "eerste rapport ontbreekt",
}


EXCEPTIONS = {
    # word: the English of the messages that may say it, and what it is there
    "department": ("head of department|parks department", "a part of an organisation"),
    "frozen": ("^What was known at this instant", "a note at a column, which its migration keeps"),
    "middelen": ("regular resources", "the plan’s own word for a kind of budget line"),
    "spent": ("what it spent or measured", "everything that a partner paid, whatever its name"),
    "task": ("if it is your task", "somebody’s job"),
    "update": ("^Update$|update an action first", "the button that opens an action’s row"),
    "vastgelegd": ("commit", "money that is committed"),
}
NO_EXCEPTION = ("(?!)", "")


def dutch_of(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each English form of a message with its Dutch."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]


def test_everything_that_the_source_says_stands_in_the_catalogue_and_nothing_else(
    messages: set[Message],
) -> None:
    said = {(message.context, message.text) for message in messages}
    written = {(entry.msgctxt or "", entry.msgid) for entry in CATALOGUE}
    assert said - written == set(), "not in the catalogue: run makemessages and translate"
    assert written - said == set(), "no longer said"


def test_nothing_in_the_catalogue_is_empty_doubtful_or_left_over() -> None:
    assert [
        entry.msgid for entry in CATALOGUE if not entry.translated() or entry.fuzzy or entry.obsolete
    ] == []


def rows_of_words() -> Iterator[dict[str, str]]:
    """The rows of all tables of `docs/words.md`, by their heads."""
    heads: list[str] = []
    for line in (ROOT / "docs/words.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if cells[:1] == ["English"]:
            heads = cells
        elif cells and cells[0] != "---":
            yield dict(zip(heads, cells, strict=True))


def words_of(column: str) -> list[str]:
    """The words of a column of `docs/words.md`, but for those with brackets, which are wrong of one thing only."""
    words = [word for row in rows_of_words() for word in row[column].split(", ")]
    return [word for word in words if word and "(" not in word]


def plain(text: str) -> str:
    """Without what stands in for a number, or is one."""
    return " ".join(re.sub(r"\d+", " ", NO_WORD.sub(" ", text)).lower().split())


def test_each_name_of_a_count_has_one_definition_and_is_said_so_in_both_languages() -> None:
    names = [(row["English"], row["Dutch"], row[COUNTS]) for row in rows_of_words() if COUNTS in row]
    for column in zip(*names, strict=True):
        assert all(column)
    assert len({english for english, _, _ in names}) == len({dutch for _, dutch, _ in names}) == len(names)
    said = {(plain(english), plain(dutch)) for entry in CATALOGUE for english, dutch in dutch_of(entry)}
    pairs = {(plain(english), plain(dutch)) for english, dutch, _ in names}
    assert pairs - said == set(), "no page says it so"
    for language, place in [("en", 0), ("nl", 1)]:
        help_page = (ROOT / f"docs/help/{language}/words.md").read_text().lower()
        assert [name[place] for name in names if name[place].lower() not in help_page] == []


def wrong_words(english: str, said: str, words: list[str]) -> list[str]:
    """Those of the words that the text says, in Dutch or in English, where they are no other thing."""
    plain = NO_WORD.sub(" ", said)
    return [
        word
        for word in words
        if re.search(rf"\b{re.escape(word)}\b", plain, re.IGNORECASE)
        and not re.search(EXCEPTIONS.get(word, NO_EXCEPTION)[0], english, re.IGNORECASE)
    ]


def test_one_word_is_used_for_one_thing_as_the_words_say() -> None:
    wrong, fout = words_of("Not"), words_of("Niet")
    found = [
        (word, said)
        for entry in CATALOGUE
        for english, dutch in dutch_of(entry)
        for said, words in [(english, wrong), (dutch, fout)]
        for word in wrong_words(english, said, words)
    ]
    assert found == []


def test_a_word_that_is_not_used_is_found_whole_and_an_exception_is_another_thing() -> None:
    wrong, fout = words_of("Not"), words_of("Niet")
    assert wrong_words("", "De Standen van zaken zijn over tijd.", fout) == ["standen van zaken", "over tijd"]
    assert wrong_words("", "Each KPI is delayed; measured %(measure)s.", wrong) == ["KPI", "delayed"]
    assert wrong_words("The round was kept.", "De ronde is vastgelegd.", fout) == ["vastgelegd"]
    assert wrong_words("committed in 2022", "vastgelegd in 2022", fout) == []


def test_a_translation_keeps_the_placeholders() -> None:
    for entry in CATALOGUE:
        for english, dutch in dutch_of(entry):
            assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(dutch)), english


def test_a_sentence_stays_a_sentence() -> None:
    for entry in CATALOGUE:
        for english, dutch in dutch_of(entry):
            assert english[-1:] in ".?:" or dutch[-1:] not in ".?:", dutch
            spaces = [(text[:1].isspace(), text[-1:].isspace()) for text in (english, dutch)]
            assert spaces[0] == spaces[1], dutch


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
