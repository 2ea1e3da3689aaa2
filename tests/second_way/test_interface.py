"""What the read interface says of itself holds for the whole story: now, on days, and in every round that was closed."""

import datetime

import pytest

from actionplan.base import clock
from actionplan.picture import frozen, live
from actionplan.picture.as_json import as_json
from actionplan.picture.moment import Moment
from actionplan.reporting.models import Snapshot
from objectives.models import Plan
from tests.api.described import faults
from tests.second_way.two_ways import PLAN, Told

pytestmark = pytest.mark.django_db

DAYS = [datetime.date(2019, 12, 31), datetime.date(2022, 12, 31), datetime.date(2023, 6, 12)]


def test_every_picture_is_as_described(told_plan: Told) -> None:
    plan = Plan.objects.get(code=PLAN)
    moments = [Moment.now(clock.now()), *map(Moment.end_of_day, DAYS)]
    closings = Snapshot.objects.of_plan(plan).select_related("closing__round")
    pictures = [live.read(plan, moment) for moment in moments]
    pictures += [frozen.read(snapshot, "accepted") for snapshot in closings]
    assert len(pictures) > len(moments)
    assert [fault for picture in pictures for fault in faults(as_json(picture), "Picture")] == []
