"""Recommendations in the world of `tests.world`: one about an action, one not followed about an objective."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from actionplan.accounts.models import User
from actionplan.reporting.models import Recommendation
from actionplan.reports.recommendations import RecommendationFacts, write_recommendation
from objectives.models import Plan
from tests.reporting_factories import noon

if TYPE_CHECKING:
    from tests.world import World

FORM = {
    "opened_on": 1,
    "source": "parliament",
    "document": "Sample 12 (2022-2023)",
    "published_on": "2022-10-04",
    "text": "Sample: say more.",
    "state": "under_way",
}
"""What a valid form says, opened on the first version."""


def written(plan: Plan, by: User, at: datetime.datetime | None = None, **facts: Any) -> Recommendation:
    """The next version of recommendation `number`, or a new one."""
    place = {name: facts.pop(name) for name in ["number", "opened_on"] if name in facts}
    known = {
        "source": "court_of_audit",
        "document": "Sample report",
        "published_on": datetime.date(2022, 9, 1),
        "text": "Sample: say what money was for.",
        "text_nl": "Voorbeeld: zeg waarvoor geld diende.",
    }
    return write_recommendation(
        plan=plan, facts=RecommendationFacts(**known | facts), **place, by=by, at=at or noon(2022, 9, 20)
    )


def add_recommendations(world: World) -> None:
    coordinator = world.people["coordinator"]
    about = frozenset([world.actions["accepted", "open"]])
    written(world.plan, coordinator, actions=about, followed_up_by=world.lead)
    about_objective = frozenset([world.small.objectives[1]])
    written(world.plan, coordinator, objectives=about_objective, state="not_followed", why="Sample reason.")
