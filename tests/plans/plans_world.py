"""A plan in preparation, one in force and a file with a plan, in the world of `tests.world`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from actionplan.plan_document.parsing import read_plan_file
from actionplan.plan_document.plan_files import keep_file
from objectives.models import Plan
from objectives.states import PlanState
from tests.factories import ObjectiveFactory, PlanFactory

if TYPE_CHECKING:
    from tests.world import World

NEXT, RUNNING = "next-plan", "running-plan"
OBJECTIVE: dict[str, Any] = {"title": "Sample objective", "summary": "", "themes": []}
DOCUMENT: dict[str, Any] = {
    "format": 1,
    "plan": {"code": NEXT, "title": f"Sample {NEXT}", "start": "2020-01-01", "end": "2024-12-31"},
    "ministers": [],
    "policy_areas": [],
    "organisations": [],
    "objectives": [
        {"number": number, "title_nl": f"Doelstelling nummer {number}", **OBJECTIVE} for number in [1, 2]
    ],
    "actions": [],
}


def add_plans(world: World) -> None:
    for code, state in [(NEXT, PlanState.IN_PREPARATION), (RUNNING, PlanState.IN_FORCE)]:
        plan: Plan = PlanFactory(code=code, title=f"Sample {code}", state=state)
        ObjectiveFactory(plan=plan, number=1, title="Sample objective")
    keep_file(
        name="plan.json",
        read=read_plan_file(json.dumps(DOCUMENT)),
        by=world.people["administrator"],
        at=timezone.now(),
    )
