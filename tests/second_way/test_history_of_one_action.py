"""The history of one action is the same pictures as of those instants, and leaves out none at which something changed."""

import datetime
from itertools import pairwise

import pytest

from actionplan.picture import live
from actionplan.picture.difference import differences_between
from actionplan.picture.moment import Moment
from actionplan.picture.picture import Picture
from actionplan.reporting.states import Basis
from objectives.models import Plan
from tests.reporting_factories import noon
from tests.second_way.two_ways import PLAN, Told, of_the_amended_plan

pytestmark = [pytest.mark.django_db, of_the_amended_plan]
AN_INSTANT = datetime.timedelta(microseconds=1)
UNTIL = noon(2023, 7, 1)


def pictures(plan: Plan, action: int, basis: str) -> list[Picture]:
    return list(live.history(plan, action, Moment(UNTIL, UNTIL.date(), basis)))


@pytest.mark.parametrize("basis", Basis.values)
def test_each_is_the_picture_of_its_instant(told_plan: Told, basis: str) -> None:
    plan = Plan.objects.get(code=PLAN)
    for action in plan.actions.values_list("pk", flat=True):
        for picture in pictures(plan, action, basis):
            asked = live.read(plan, picture.moment)
            assert [*picture.actions] == [one for one in asked.actions if one.pk == action]
            assert (picture.gone, picture.rounds) == (asked.gone, asked.rounds)


@pytest.mark.parametrize("basis", Basis.values)
def test_between_two_of_them_nothing_changes(told_plan: Told, basis: str) -> None:
    plan = Plan.objects.get(code=PLAN)
    changed = 0
    for action in plan.actions.values_list("pk", flat=True):
        for picture, following in pairwise(pictures(plan, action, basis)):
            at = following.moment.known_at - AN_INSTANT
            just_before = live.read(plan, Moment(at, at.date(), basis), [action])
            [*was] = just_before.actions
            if picture.actions:
                assert [one.pk for one in was] == [action]
                assert not differences_between(picture, just_before)
            changed += len(differences_between(picture, following))
    assert changed > 20
