"""The fields that read what people type: amounts in either notation, days typed or picked."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from actionplan.base.fields import AmountField, DayField, NumberField, WordsField

READ = {
    "1234": "1234",
    "1234.5": "1234.50",
    "1234,56": "1234.56",
    "1.234,56": "1234.56",
    "1,234.56": "1234.56",
    "1.234.567,8": "1234567.80",
    "1,234,567.89": "1234567.89",
    "1 234 567,89": "1234567.89",
    "1\u00a0234,56": "1234.56",
    "1\u202f234,56": "1234.56",
    "1.234": "1234",
    "1,234": "1234",
    "991.248": "991248",
    "0,5": "0.50",
    "0": "0",
    "1500,-": "1500",
    "€ 1.500,--": "1500",
    "1 500,00": "1500",
    "€ 991.248,00": "991248.00",
    "€991,248.00": "991248.00",
    "991248.00 €": "991248.00",
    "  12  ": "12",
    "-5": "-5",
    "\u2212 5,25": "-5.25",
    "-€5.25": "-5.25",
    "€ -5.25": "-5.25",
}

REFUSED = [
    "abc",
    "12,34,56",
    "1.234.56",
    "1,23.45",
    "1234,567",
    "1.2345",
    "12.345.6789",
    "1,234.567",
    "0.500",
    "0,125",
    "1 2 3",
    "12 34",
    "12€50",
    ".",
    "€",
    "--5",
    "5-",
    "1e5",
    "NaN",
    "Infinity",
]


def test_an_amount_is_read_in_either_notation() -> None:
    assert {text: AmountField().clean(text) for text in READ} == {
        text: Decimal(amount) for text, amount in READ.items()
    }
    assert AmountField(required=False).clean("  ") is None


def test_what_could_mean_two_amounts_is_refused_with_a_sentence() -> None:
    for text in REFUSED:
        clear = "Write a number such as|It is not clear which number this is"
        with pytest.raises(ValidationError, match=clear):
            AmountField().clean(text)
    with pytest.raises(ValidationError, match="at most two decimals, and thousands in groups of three"):
        AmountField().clean("1234,567")
    with pytest.raises(ValidationError, match="Write a number such as"):
        AmountField().clean("about 500")


def test_an_amount_too_large_to_keep_is_refused() -> None:
    assert AmountField().clean("99.999.999.999,99") == Decimal("99999999999.99")
    with pytest.raises(ValidationError, match="too large"):
        AmountField().clean("100000000000")


def test_an_amount_is_written_as_the_language_does_and_read_back() -> None:
    class OneAmount(forms.Form):
        paid = AmountField()

    for language, written in {"en": "991,248.00", "nl": "991.248,00"}.items():
        with translation.override(language):
            shown = OneAmount(initial={"paid": Decimal("991248.00")})["paid"].value()
            assert shown == written
            assert AmountField().clean(shown) == Decimal("991248.00")


def test_what_is_counted_has_decimals_only_where_it_is_not_whole() -> None:
    for number, written in {"1.00": "1", "1200": "1.200", "0.50": "0,50"}.items():
        with translation.override("nl"):
            shown = NumberField().prepare_value(Decimal(number))
            assert shown == written
            assert NumberField().clean(shown) == Decimal(number)


def test_a_day_is_read_as_picked_and_as_typed_or_refused_with_a_sentence() -> None:
    for language in ["en", "nl"]:
        with translation.override(language):
            for text in ["2022-06-30", "30/06/2022", "30-06-2022", "30.06.2022", "30/6/2022"]:
                assert DayField().clean(text) == datetime.date(2022, 6, 30)
    for text in ["31/02/2022", "06/30/2022"]:
        with pytest.raises(ValidationError, match="This day does not exist"):
            DayField().clean(text)
    for text in ["yesterday", "2022"]:
        with pytest.raises(ValidationError, match="Write a day such as"):
            DayField().clean(text)
    for text in ["0022-06-30", "30/06/2202"]:
        with pytest.raises(ValidationError, match="Check the year"):
            DayField().clean(text)


class OneDay(forms.Form):
    day = DayField()


def test_a_day_is_shown_as_both_languages_write_it_and_what_cannot_be_read_as_typed() -> None:
    for language in ["en", "nl"]:
        with translation.override(language):
            assert 'value="30/06/2022"' in str(OneDay(initial={"day": datetime.date(2022, 6, 30)})["day"])
    assert 'value="30/06/2022"' in str(OneDay({"day": "2022-06-30"})["day"])
    assert 'value="31 June"' in str(OneDay({"day": "31 June"})["day"])


def test_line_breaks_of_a_browser_are_kept_as_one_character() -> None:
    assert WordsField().clean("One.\r\n\r\nTwo.\nThree. ") == "One.\n\nTwo.\nThree."
