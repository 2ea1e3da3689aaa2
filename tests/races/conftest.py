"""People and bodies, committed once for the races of a file: what two threads write is not rolled back.

Each race has a plan of its own, and looks at the rows of that plan alone.
"""

import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from tests.personas import Bodies, SmallPlan, everybody, new_bodies, new_small_plan, of_the_people, person
from tests.stages import committed


class Stage(NamedTuple):
    bodies: Bodies
    people: dict[str, User]


def new_stage() -> Stage:
    bodies = new_bodies()
    colleague = person("colleague", "contributor", organisation=bodies.lead)
    return Stage(bodies, everybody(bodies) | {"colleague": colleague})


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with committed(django_db_blocker, new_stage) as built:
        yield built


@pytest.fixture
def bodies(stage: Stage) -> Bodies:
    return stage.bodies


@pytest.fixture
def small_plan(bodies: Bodies) -> SmallPlan:
    return new_small_plan(bodies, code=f"race-{uuid.uuid4().hex[:12]}")


@pytest.fixture
def lead_organisation(bodies: Bodies) -> Organisation:
    return bodies.lead


@pytest.fixture
def partner_organisation(bodies: Bodies) -> Organisation:
    return bodies.partner


@pytest.fixture
def other_organisation(bodies: Bodies) -> Organisation:
    return bodies.other


@pytest.fixture
def people(stage: Stage) -> dict[str, User]:
    """As a request would fetch them, with nothing known of an earlier race."""
    return {name: User.objects.get(pk=user.pk) for name, user in stage.people.items()}


contributor = of_the_people("contributor")
colleague = of_the_people("colleague")
partner = of_the_people("partner")
coordinator = of_the_people("coordinator")
other_coordinator = of_the_people("other_coordinator")
administrator = of_the_people("administrator")
superuser = of_the_people("superuser")
