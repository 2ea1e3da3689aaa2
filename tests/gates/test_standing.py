"""What tests stand on is built once, and no test notices what another did to it."""

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actions.models import Action
from tests.actions.action_factories import reword
from tests.personas import SmallPlan
from tests.standing import PARTS, parts_of
from tests.world import World


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_the_rows_and_the_objects_as_they_were_built(
    small_plan: SmallPlan, turn: int
) -> None:
    action = small_plan.with_money
    assert (action.title, Action.objects.get(pk=action.pk).title) == ("Training for teachers",) * 2
    assert not Organisation.objects.filter(key="left_behind").exists()
    reword(action, title="Changed")
    Organisation.objects.create(key="left_behind", name="Left behind")


@pytest.mark.parametrize("turn", [1, 2])
def test_a_person_of_the_world_and_the_person_by_name_are_one(world: World, reader: User, turn: int) -> None:
    assert world.people["reader"] is reader
    reader.username = "changed"
    assert User.objects.get(pk=reader.pk).username == "reader"


def test_whoever_asks_for_the_small_plan_stands_on_it(
    request: pytest.FixtureRequest, small_plan: SmallPlan
) -> None:
    assert "small_plan" in request.node.stash[PARTS]


@pytest.mark.django_db(transaction=True)
def test_whoever_commits_does_not(request: pytest.FixtureRequest, small_plan: SmallPlan) -> None:
    assert parts_of(request.node) == {}


def test_nor_does_whoever_asks_for_none_of_it(request: pytest.FixtureRequest, reader: User) -> None:
    assert parts_of(request.node) == {}
