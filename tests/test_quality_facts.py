"""Quality of reporting: a closed round says what was said at its closing."""

import pytest

from actionplan.portal.dashboards.quality_facts import Examined, examined_frozen, examined_live
from actionplan.portal.dashboards.scope import Scope
from actionplan.portal.places import places_of
from actionplan.reporting.quality import Point
from actionplan.reporting.states import Basis
from objectives.models import Plan
from tests.test_milestone_facts import closed

pytestmark = pytest.mark.django_db
WHOLE = Scope()


@pytest.fixture
def plan(demo_story: str) -> Plan:
    return Plan.objects.get(code="2020-2024")


def said(examined: list[Examined]) -> list[object]:
    return [
        (
            one.action,
            one.lead,
            {
                str(point): gaps if gaps is None else [gap.sentence for gap in gaps]
                for point, gaps in zip(Point, one.points, strict=True)
            },
        )
        for one in examined
    ]


@pytest.mark.parametrize("basis", [Basis.ACCEPTED, Basis.REPORTED])
@pytest.mark.parametrize("code", ["2021-06", "2021-12", "2022-06", "2022-12"])
def test_a_closed_round_says_what_was_said_at_its_closing(plan: Plan, code: str, basis: str) -> None:
    one = closed(code, basis)
    live = said(examined_live(plan, one.moment, WHOLE, places_of(plan)))
    assert said(examined_frozen(one, WHOLE)) == live
