"""The frozen round of `tests.rounds.frozen_round`, made once for all tests of this folder: what each writes is rolled back."""

import copy
from typing import NamedTuple

import pytest

from actionplan.accounts.models import User
from tests.personas import everybody, new_bodies, new_small_plan, of_the_people
from tests.rounds.frozen_round import FrozenRound, new_frozen_round
from tests.stages import stage_of


class Stage(NamedTuple):
    people: dict[str, User]
    frozen: FrozenRound


def new_stage() -> Stage:
    bodies = new_bodies()
    people = everybody(bodies)
    return Stage(people, new_frozen_round(new_small_plan(bodies), bodies, people))


stage = stage_of(new_stage)


@pytest.fixture
def frozen(stage: Stage, db: None) -> FrozenRound:
    """The test's own rows of it."""
    return copy.deepcopy(stage.frozen)


@pytest.fixture
def people(stage: Stage, db: None) -> dict[str, User]:
    """As a request would fetch them."""
    return {name: User.objects.get(pk=user.pk) for name, user in stage.people.items()}


reader = of_the_people("reader")
contributor = of_the_people("contributor")
stranger = of_the_people("stranger")
coordinator = of_the_people("coordinator")
auditor = of_the_people("auditor")
administrator = of_the_people("administrator")
