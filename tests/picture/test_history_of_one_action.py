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

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
AN_INSTANT = datetime.timedelta(microseconds=1)
UNTIL = noon(2023, 7, 1)


def pictures(plan: Plan, action: int, basis: str) -> list[Picture]:
    return list(live.history(plan, action, Moment(UNTIL, UNTIL.date(), basis)))


def test_each_is_the_picture_of_its_instant_and_between_two_of_them_nothing_changes(
    amended_plan: str,
) -> None:
    plan, known = Plan.objects.get(code=amended_plan), {}
    for basis in Basis.values:
        changed = 0
        for action in plan.actions.values_list("pk", flat=True):
            found = pictures(plan, action, basis)
            for picture in found:
                if picture.moment not in known:
                    known[picture.moment] = live.read(plan, picture.moment)
                asked = known[picture.moment]
                assert [*picture.actions] == [one for one in asked.actions if one.pk == action]
                assert (picture.gone, picture.rounds) == (asked.gone, asked.rounds)
            for picture, following in pairwise(found):
                nothing_changes_between(plan, action, picture, following)
                changed += len(differences_between(picture, following))
        assert changed > 20


def nothing_changes_between(plan: Plan, action: int, picture: Picture, following: Picture) -> None:
    at = following.moment.known_at - AN_INSTANT
    just_before = live.read(plan, Moment(at, at.date(), following.moment.basis), [action])
    if picture.actions:
        assert [one.pk for one in just_before.actions] == [action]
        assert not differences_between(picture, just_before)
