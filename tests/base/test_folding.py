"""Folded text: search without regard to case, accents and spacing, alike on both engines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplan.base.folding import fold, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Coördinatie", "coordinatie"),
        ("  Één \n  naam\u00a0hier ", "een naam hier"),
        ("STRASSE Straße", "strasse strasse"),
        ("the Platform’s report", "the platform's report"),
        ("ﬁnanciën", "financien"),
        ("", ""),
    ],
)
def test_case_accents_and_spacing_are_folded_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_several_texts_are_folded_into_one() -> None:
    assert fold("1.7", "", "Élan") == "1.7 elan"
    assert words_of(" Élan   VITAL ") == ["elan", "vital"]
