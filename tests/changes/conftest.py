"""The two closed rounds of `tests.plan_document.changed_plan`, made once for all tests of this folder: what each writes is
rolled back.
"""

import copy
from typing import NamedTuple

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from tests.personas import Bodies, everybody, new_bodies, new_small_plan, of_the_people
from tests.plan_document.changed_plan import ChangedPlan, with_two_rounds
from tests.stages import stage_of


class Stage(NamedTuple):
    bodies: Bodies
    people: dict[str, User]
    plan: ChangedPlan


def new_stage() -> Stage:
    bodies = new_bodies()
    people = everybody(bodies)
    plan = with_two_rounds(new_small_plan(bodies), people["contributor"], people["coordinator"])
    return Stage(bodies, people, plan)


stage = stage_of(new_stage)


@pytest.fixture
def two_rounds(stage: Stage, db: None) -> ChangedPlan:
    """The test's own rows of it."""
    return copy.deepcopy(stage.plan)


@pytest.fixture
def people(stage: Stage, db: None) -> dict[str, User]:
    """As a request would fetch them."""
    return {name: User.objects.get(pk=user.pk) for name, user in stage.people.items()}


@pytest.fixture
def partner_organisation(stage: Stage) -> Organisation:
    return stage.bodies.partner


@pytest.fixture
def other_organisation(stage: Stage) -> Organisation:
    return stage.bodies.other


reader = of_the_people("reader")
contributor = of_the_people("contributor")
partner = of_the_people("partner")
coordinator = of_the_people("coordinator")
auditor = of_the_people("auditor")
administrator = of_the_people("administrator")
