"""The places of a plan by which actions are grouped and filtered: objectives, themes, policy areas, ministers, bodies.

Read once for a page, in four queries, so that lists and dashboards name things without asking again.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from actionplan.base.twins import local_value
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from objectives.models import Objective, Plan

NONE = "none"
"""In an address: under no policy area, under no minister."""


@dataclass
class Places:
    """What a plan's actions can be under, by key of the row and in the plan's order."""

    objectives: dict[int, Objective] = field(default_factory=dict)
    themes: dict[tuple[int, int], str] = field(default_factory=dict)
    """Titles by the objective's number and the theme's order."""
    policy_areas: dict[int, PolicyArea] = field(default_factory=dict)
    ministers: dict[int, Minister] = field(default_factory=dict)
    organisations: dict[int, Organisation] = field(default_factory=dict)

    def key_of(self, name: str, value: str) -> int | None:
        """The key of the row that an address names so; None for what is under none."""
        found = {
            "objective": ((str(row.number), pk) for pk, row in self.objectives.items()),
            "policy_area": ((row.code, pk) for pk, row in self.policy_areas.items()),
            "minister": ((row.key, pk) for pk, row in self.ministers.items()),
            "organisation": ((row.key, pk) for pk, row in self.organisations.items()),
        }
        return dict(found[name]).get(value)

    @staticmethod
    def organisations_of_area(area: int, on: datetime.date) -> QuerySet:
        """Organisations affiliated to the policy area on the day."""
        return Organisation.objects.of_policy_area([area], on)


def places_of(plan: Plan, *, organisations: bool = True) -> Places:
    """Everything that the plan's actions can be under; bodies and ministers are those of all plans.

    Organisations can be left out, one query less, where none is named.
    """
    places = Places(
        policy_areas={row.pk: row for row in PolicyArea.objects.all()},
        ministers={row.pk: row for row in Minister.objects.all()},
        organisations={row.pk: row for row in Organisation.objects.all()} if organisations else {},
    )
    rows = (
        Objective.objects.of_plan(plan)
        .annotate(theme_order=F("themes__order"), theme_title=local_value("themes__title"))
        .order_by("number", "themes__order")
    )
    for row in rows:
        places.objectives.setdefault(row.pk, row)
        if row.theme_order is not None:
            places.themes[row.number, row.theme_order] = row.theme_title
    return places
