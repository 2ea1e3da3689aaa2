"""Words that are put together once for each language."""

import datetime

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplan.base import formatting
from actionplan.base.spoken import spoken

pytestmark = pytest.mark.plain


def test_they_are_put_together_once_for_each_language_and_argument() -> None:
    made: list[tuple[object, ...]] = []

    @spoken
    def overview(*about: object, loud: bool = False) -> str:
        made.append(about)
        return _("Overview") + "".join(map(str, about)) + ("!" if loud else "")

    for language, words in [("en", "Overview"), ("nl", "Overzicht")]:
        with override(language):
            for _time in range(2):
                assert overview() == words
                assert overview(1) == f"{words}1"
                assert overview(True) == f"{words}True"  # equal to 1, and said otherwise
                assert overview(loud=True) == f"{words}!"
    assert len(made) == 8


def test_a_moment_is_written_as_its_day_in_brussels() -> None:
    late = datetime.datetime(2022, 6, 30, 22, 30, tzinfo=datetime.UTC)
    with override("en"):
        assert formatting.day(late) == "1 July 2022"
        assert formatting.short_day(late) == "1 Jul 2022"
        assert formatting.day(late.date()) == "30 June 2022"
