"""The places of a plan by which actions are grouped and filtered: objectives, themes, policy areas, ministers, bodies.

Read once for a page, in one query, so that lists and dashboards name things without asking again.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from actionplan.base.prepared import one_of, prepared
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from objectives.models import Objective, Plan, Theme

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
        return Organisation.objects.of_policy_area(one_of(area), on)


def places_of(plan: Plan) -> Places:
    """Everything that the plan's actions can be under, by key and names; bodies and ministers are those of all plans."""
    places = Places()
    for of, pk, key, name, name_nl, place in _rows(plan):
        if of == "theme":
            theme = Theme(title=name, title_nl=name_nl)
            places.themes[int(key), place] = theme.local_title
        elif of == "objective":
            places.objectives[pk] = _row(Objective, pk, number=int(key), title=name, title_nl=name_nl)
        elif of == "policy_area":
            places.policy_areas[pk] = _row(PolicyArea, pk, code=key, name=name, name_nl=name_nl)
        elif of == "minister":
            places.ministers[pk] = _row(Minister, pk, key=key, title=name, title_nl=name_nl)
        else:
            places.organisations[pk] = _row(Organisation, pk, key=key, name=name, name_nl=name_nl)
    places.themes = dict(sorted(places.themes.items()))
    return places


@prepared
def _rows(plan: Plan) -> QuerySet:
    rows = _named("objective", Objective.objects.filter(plan=plan), "number", "title", "number").union(
        _named("theme", Theme.objects.filter(objective__plan=plan), "objective__number", "title", "order"),
        _named("policy_area", PolicyArea.objects.all(), "code", "name", "order"),
        _named("minister", Minister.objects.all(), "key", "title", "order"),
        _named("organisation", Organisation.objects.all(), "key", "name", "order"),
        all=True,
    )
    return rows.order_by("place", "called")


def _named(of: str, rows: QuerySet, key: str, name: str, place: str) -> QuerySet:
    """What it is, its key in the database and in an address, its names, its place in the order."""
    return (
        rows.order_by()
        .annotate(
            of=Value(of),
            called=Cast(key, CharField()),
            named=F(name),
            named_nl=F(f"{name}_nl"),
            place=F(place),
        )
        .values_list("of", "pk", "called", "named", "named_nl", "place")
    )


def _row(model: Any, pk: int, **fields: Any) -> Any:
    """The row with these fields; any other is read when it is asked for."""
    return model.from_db("default", ["id", *fields], [pk, *fields.values()])
