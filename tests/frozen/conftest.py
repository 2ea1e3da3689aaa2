"""The frozen round of `tests.rounds.frozen_round`, made once for all tests of this folder: what each writes is rolled back."""

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from actionplan.accounts.models import User
from tests.personas import everybody, new_bodies, new_small_plan, of_the_people
from tests.rounds.frozen_round import FrozenRound, new_frozen_round
from tests.stages import rolled_back


class Stage(NamedTuple):
    people: dict[str, User]
    frozen: FrozenRound


def new_stage() -> Stage:
    bodies = new_bodies()
    people = everybody(bodies)
    return Stage(people, new_frozen_round(new_small_plan(bodies), bodies, people))


@pytest.fixture(scope="package")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with rolled_back(django_db_blocker, new_stage) as built:
        yield built


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
