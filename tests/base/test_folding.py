"""Folded text: search without regard to case, accents and spacing, alike on both engines."""

from hypothesis import given
from hypothesis import strategies as st

from actionplan.base.folding import MAX_KEY_STEM, fold, key_from, words_of


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


def test_a_key_is_made_of_a_name_in_small_letters_and_none_has_it_twice() -> None:
    for name, key in {
        "Réseau de prévention": "reseau_de_prevention",
        "2 courses a year": "milestone_2_courses_a_year",
        "…": "milestone",
        "the Platform’s report": "the_platform_s_report",
        "a" * 80: "a" * MAX_KEY_STEM,
        "2" * 80: f"milestone_{'2' * (MAX_KEY_STEM - 10)}",
    }.items():
        assert key_from(name, (), "milestone") == key
    assert key_from("Course", {"course", "course_2"}, "milestone") == "course_3"


@given(st.text())
def test_folding_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
