"""Days and months as people type them, whatever the language of the page."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from actionplan.base.fields import DayField, VagueDayField
from actionplan.base.typed_days import names_no_day, read_day, read_month


@pytest.mark.parametrize(
    "text",
    [
        "2022-07-01",
        "01/07/2022",
        "1-7-2022",
        "1.7.2022",
        "1/7/22",
        "01-07-22",
        "1 jul 22",
        "1 juli 2022",
        " 1 July 2022 ",
        "1 jul 2022",
        "1 Jul. 2022",
    ],
)
def test_a_day_is_read_in_numbers_and_in_words_of_either_language(text: str) -> None:
    assert read_day(text) == datetime.date(2022, 7, 1)
    assert read_month(text) is None


@pytest.mark.parametrize("text", ["2021-12", "12/2021", "December 2021", "december 2021", "dec 2021"])
def test_a_month_is_read_likewise(text: str) -> None:
    assert read_month(text) == datetime.date(2021, 12, 1)
    assert read_day(text) is None


def test_months_with_a_name_of_their_own_in_dutch_are_read() -> None:
    assert read_day("3 mrt 2022") == read_day("3 maart 2022") == datetime.date(2022, 3, 3)
    assert read_month("mei 2022") == datetime.date(2022, 5, 1)
    assert read_month("oktober 2022") == datetime.date(2022, 10, 1)


@pytest.mark.parametrize("text", ["", "soon", "31 februari 2022", "2022", "1 j 2022", "1 juli", "2022-13"])
def test_anything_else_is_no_day_and_no_month(text: str) -> None:
    assert read_day(text) is None
    assert read_month(text) is None


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_year_in_two_digits_is_of_this_century_and_the_day_stands_first_in_both_languages(
    language: str,
) -> None:
    with translation.override(language):
        assert DayField().clean("5/3/23") == datetime.date(2023, 3, 5)
        assert names_no_day("5/31/23")
        assert DayField().clean("31/5/95") == datetime.date(2095, 5, 31)
        for text in ["31/5", "31/5-23", "31/5/123"]:
            with pytest.raises(ValidationError, match="31/12/2022"):
                DayField().clean(text)


@pytest.mark.parametrize("text", ["31/6/23", "31-06-2023", "2023-06-31", "31 juni 2023"])
@pytest.mark.parametrize("field", [DayField(), VagueDayField()])
def test_a_day_that_its_month_does_not_have_says_which_is_the_last(field: DayField, text: str) -> None:
    with pytest.raises(ValidationError, match="30 June 2023 is the last day of that month"):
        field.clean(text)


@pytest.mark.parametrize("text", ["31/02/2023", "2023-02-31", "31-4-2022", "31 februari 2022", "40.1.2022"])
def test_what_is_written_like_a_day_and_is_none_is_told_from_what_is_no_day_at_all(text: str) -> None:
    assert names_no_day(text)
    for field in [DayField(), VagueDayField()]:
        with pytest.raises(ValidationError) as refused:
            field.clean(text)
        assert refused.value.code == "no_such_day"
    assert not any(
        map(names_no_day, ["", "soon", "2022", "31/12/2022", "31 december 2022", "1/2", "mei 2022"])
    )
