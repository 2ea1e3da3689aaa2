"""Days in words."""

import datetime

import pytest
from django.utils.translation import override

from actionplan.base import formatting

pytestmark = pytest.mark.plain


def test_a_moment_is_written_as_its_day_in_brussels() -> None:
    late = datetime.datetime(2022, 6, 30, 22, 30, tzinfo=datetime.UTC)
    with override("en"):
        assert formatting.day(late) == "1 July 2022"
        assert formatting.short_day(late) == "1 Jul 2022"
        assert formatting.day(late.date()) == "30 June 2022"
