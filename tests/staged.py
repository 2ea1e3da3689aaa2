"""The bodies and the small plan of `tests.personas`, made once for a whole folder: what each test writes is rolled back.

The conftest of the folder imports these fixtures, which stand in for those of `tests.personas`; people are each test's own.
"""

import copy
from typing import NamedTuple

import pytest

from actionplan.organisations.models import Minister, Organisation, PolicyArea
from tests.personas import Bodies, SmallPlan, new_bodies, new_small_plan
from tests.stages import stage_of


class Stage(NamedTuple):
    bodies: Bodies
    small: SmallPlan


def new_stage() -> Stage:
    bodies = new_bodies()
    return Stage(bodies, new_small_plan(bodies))


stage = stage_of(new_stage)


@pytest.fixture
def small_plan(stage: Stage, db: None) -> SmallPlan:
    """The test's own copies of the rows."""
    return copy.deepcopy(stage.small)


@pytest.fixture
def minister(stage: Stage, db: None) -> Minister:
    return copy.deepcopy(stage.bodies.minister)


@pytest.fixture
def policy_area(stage: Stage, db: None) -> PolicyArea:
    return copy.deepcopy(stage.bodies.policy_area)


@pytest.fixture
def lead_organisation(stage: Stage, db: None) -> Organisation:
    return copy.deepcopy(stage.bodies.lead)


@pytest.fixture
def partner_organisation(stage: Stage, db: None) -> Organisation:
    return copy.deepcopy(stage.bodies.partner)


@pytest.fixture
def other_organisation(stage: Stage, db: None) -> Organisation:
    return copy.deepcopy(stage.bodies.other)


__all__ = [
    *["stage", "small_plan", "minister", "policy_area"],
    *["lead_organisation", "partner_organisation", "other_organisation"],
]
