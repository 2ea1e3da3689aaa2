"""Folded text: search without regard to case, accents and spacing, alike on both engines."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplan.base.folding import fold, words_of
from actions.models import Action
from tests.factories import ActionFactory

TODAY = datetime.date(2022, 6, 1)


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


@pytest.mark.django_db
def test_an_action_is_found_by_all_words_in_any_order_and_either_language() -> None:
    found = ActionFactory(title="Coordinate the network", title_nl="Coördinatie van het netwerk")
    ActionFactory(title="Coordinate something else")
    for query in ["NETWERK coordinatie", "network COORDINATE", "coördinatie netwerk"]:
        assert list(Action.objects.with_terms(TODAY).found_by(query)) == [found], query


@pytest.mark.django_db
def test_signs_of_the_database_are_ordinary_letters_in_a_search() -> None:
    ActionFactory(title="Hundred of them")
    assert not Action.objects.with_terms(TODAY).found_by("%").exists()
    assert not Action.objects.with_terms(TODAY).found_by("h_ndred").exists()
