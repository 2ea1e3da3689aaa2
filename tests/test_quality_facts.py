"""Quality of reporting: a closed round says what was said at its closing; what looks alike is judged as each would be."""

import pytest

from actionplan.portal.dashboards.quality_facts import Examination
from actionplan.portal.dashboards.quality_frozen import examined_frozen
from actionplan.portal.dashboards.quality_live import examined_live
from actionplan.portal.dashboards.scope import Scope
from actionplan.portal.places import places_of
from actionplan.reporting.moments import Moment
from actionplan.reporting.quality import Point, results_of
from actionplan.reporting.states import Basis
from objectives.models import Plan
from tests.test_milestone_facts import closed

pytestmark = pytest.mark.django_db
WHOLE = Scope()


@pytest.fixture
def plan(demo_story: str) -> Plan:
    return Plan.objects.get(code="2020-2024")


def examined(plan: Plan, moment: Moment) -> Examination:
    return examined_live(plan, moment, WHOLE, places_of(plan))


def said(examination: Examination) -> list[object]:
    return [
        (
            todo.action,
            todo.lead,
            {
                str(point): gaps if gaps is None else [gap.sentence for gap in gaps]
                for point, gaps in zip(Point, todo.points, strict=True)
            },
        )
        for todo in examination.in_full(examination)
    ]


@pytest.mark.parametrize("basis", [Basis.ACCEPTED, Basis.REPORTED])
@pytest.mark.parametrize("code", ["2021-06", "2021-12", "2022-06", "2022-12"])
def test_a_closed_round_says_what_was_said_at_its_closing(plan: Plan, code: str, basis: str) -> None:
    one = closed(code, basis)
    live, frozen = examined(plan, one.moment), examined_frozen(one, WHOLE)
    assert said(frozen) == said(live)
    assert list(frozen) == list(live)
    judged_one_by_one(live)
    judged_one_by_one(frozen)


def judged_one_by_one(examination: Examination) -> None:
    todos = examination.in_full(examination)
    assert [(one.key, one.lead, one.objective, one.results) for one in examination] == [
        (todo.action.action, todo.lead, todo.action.objective, results_of(todo.points)) for todo in todos
    ]
