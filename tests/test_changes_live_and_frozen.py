"""What a closing froze and what is known of its instant are the same facts, field by field: in the whole story, on both bases."""

import pytest

from actionplan.portal.dashboards.changed.facts import Facts
from actionplan.portal.dashboards.changed.frozen_rows import read_frozen
from actionplan.portal.dashboards.changed.live_rows import documents_at, read_live, standings_at
from actionplan.portal.dashboards.changed.of_documents import facts_of
from actionplan.reporting.models import Snapshot
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis
from budgets.planned import Period
from objectives.models import Plan

pytestmark = pytest.mark.django_db


def live(plan: Plan, moment: Moment) -> dict[int, Facts]:
    actions = plan.actions.values("pk")
    rows = read_live(actions, standings_at(moment).filter(action__in=actions))
    period = Period(plan.start, plan.end)
    return {key: facts_of(documents_at(one, moment), period) for key, one in rows.items()}


@pytest.mark.parametrize("basis", Basis.values)
def test_every_closing_froze_what_was_known_at_its_instant(demo_story: str, basis: str) -> None:
    plan = Plan.objects.get(code="2020-2024")
    snapshots = Snapshot.objects.filter(closing__round__plan=plan).order_by("taken_at")
    moments = {one.pk: Moment(one.taken_at, one.reckoned_on, basis) for one in snapshots}
    assert len(moments) == 4
    for key, moment in moments.items():
        read = read_frozen({key: moment}, plan.actions.values("pk"))[key]
        frozen = {action: facts_of(tables, Period(plan.start, plan.end)) for action, tables in read.items()}
        assert len(frozen) == 50
        assert frozen == live(plan, moment)


def test_the_story_has_something_of_everything(demo_story: str) -> None:
    """So that the comparison above could fail."""
    plan = Plan.objects.get(code="2020-2024")
    moment = Moment(Snapshot.objects.latest("taken_at").taken_at, plan.end)
    facts = live(plan, moment).values()
    assert {one.status for one in facts} >= {"completed", "ongoing", "not_started"}
    for name in ["planned", "committed", "paid"]:
        assert any(one.money[name] for one in facts)
    assert any(one.texts["obstacles"] for one in facts)
    assert any(milestone.reported for one in facts for milestone in one.milestones.values())
    assert any(len(one.reports) > 1 for one in facts)
