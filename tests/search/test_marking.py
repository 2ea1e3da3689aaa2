"""The sentence around what was found: cut at sentence ends, with the words marked as they are written."""

from actionplan.base.folding import words_of
from actionplan.pages.search.marking import Part, marked, sentence_with, shortened
from actionplan.pages.search.matching import AskedWord


def asked(typed: str) -> list[AskedWord]:
    return [AskedWord(word) for word in words_of(typed)]


def test_a_sentence_ends_before_a_capital_and_not_behind_an_abbreviation_or_an_initial() -> None:
    text = "Het loopt, o.a. in Gent. “Er is 1.500 euro (art. 3) voor J. Peeters.” Klaar! Einde\nNieuwe regel"
    for words, sentence in {
        "gent": "Het loopt, o.a. in Gent.",
        "peeters": "“Er is 1.500 euro (art. 3) voor J. Peeters.”",
        "klaar": "Klaar!",
        "einde": "Einde",
        "regel": "Nieuwe regel",
        "euro gent": "Het loopt, o.a. in Gent.",
        "gent peeters euro": "“Er is 1.500 euro (art. 3) voor J. Peeters.”",
    }.items():
        assert sentence_with(text, asked(words)) == sentence, words


def test_words_are_marked_as_they_are_written_whatever_their_case_and_accents() -> None:
    assert marked("Gelijke KANSEN", asked("gelijke kansen")) == [
        Part("Gelijke", True),
        Part(" ", False),
        Part("KANSEN", True),
    ]
    for written in ["l’énergie", "l’e\u0301nergie"]:
        assert marked(written, asked("Energie")) == [Part("l’", False), Part("énergie", True)]
    assert marked("Straße", asked("strasse")) == [Part("Straße", True)]
    assert marked("de kat", asked("eka")) == [Part("de kat", False)]


def test_a_long_sentence_is_shortened_between_words_before_and_behind_what_was_found() -> None:
    before, found, behind = shortened(marked("woord " * 100 + "kans" + " woord" * 100, asked("kans")))
    assert (before.text[:8], before.text[-6:], found) == ("… woord ", "woord ", Part("kans", True))
    assert (behind.text[:7], behind.text[-7:]) == (" woord ", "woord …")
    assert len(before.text) <= 162


def test_a_form_is_marked_as_a_whole_word_and_what_was_typed_also_within_one() -> None:
    word = AskedWord("lessen", ("les",))
    assert [part.text for part in marked("Een les, families, wiskundelessen", [word]) if part.is_found] == [
        "les",
        "lessen",
    ]
    assert not word.is_in("families")
