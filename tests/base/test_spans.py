"""A limit is said from its constant, so that word and number cannot disagree."""

import datetime

import pytest
from django.utils.translation import override

from actionplan.base.days import HALF_YEAR, ONE_YEAR
from actionplan.base.formatting import span_words
from actionplan.reporting.states import SOON_WITHIN, Schedule

ONE_DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("span", "english", "dutch"),
    [
        (ONE_YEAR, "a year", "een jaar"),
        (HALF_YEAR, "half a year", "een half jaar"),
        (HALF_YEAR + ONE_DAY, "185 days", "185 dagen"),
        (ONE_DAY, "1 day", "1 dag"),
        (1000 * ONE_DAY, "1,000 days", "1.000 dagen"),
    ],
)
def test_a_limit_in_words_is_as_long_as_it_is(span: datetime.timedelta, english: str, dutch: str) -> None:
    assert span_words(span) == english
    with override("nl"):
        assert span_words(span) == dutch


def test_what_ends_soon_says_how_soon() -> None:
    assert str(Schedule.ENDS_SOON.label) == f"ends within {SOON_WITHIN.days} days"
    with override("nl"):
        assert str(Schedule.ENDS_SOON.label) == f"eindigt binnen {SOON_WITHIN.days} dagen"
