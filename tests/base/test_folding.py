"""Folded text: search without regard to case, accents and spacing, alike on both engines."""

from hypothesis import given
from hypothesis import strategies as st

from actionplan.base.folding import fold, words_of


def test_case_accents_and_spacing_are_folded_away() -> None:
    for text, folded in {
        "Coördinatie": "coordinatie",
        "  Één \n  naam\u00a0hier ": "een naam hier",
        "STRASSE Straße": "strasse strasse",
        "the Platform’s report": "the platform's report",
        "ﬁnanciën": "financien",
        "": "",
    }.items():
        assert fold(text) == folded
    assert fold("1.7", "", "Élan") == "1.7 elan"
    assert words_of(" Élan   VITAL ") == ["elan", "vital"]


@given(st.text())
def test_folding_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
