"""The places of a plan by which actions are grouped and filtered: objectives, themes, policy areas, ministers, bodies.

Read once for a page, in one query, so that lists and dashboards name things without asking again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from actionplan.base.prepared import prepared_plain
from actionplan.base.twins import Twin, in_dutch
from actionplan.organisations.models import Minister, Organisation, PolicyArea, shortened
from objectives.models import Objective, Plan, Theme

NONE = "none"
"""In an address: under no policy area, under no minister."""


class ObjectiveNamed(NamedTuple):
    """An objective by its key, its number and its titles; so are the next ones, by what their addresses name."""

    pk: int
    number: int
    title: str
    title_nl: str

    local_title = Twin("title")

    def __str__(self) -> str:
        return f"{self.number}. {self.local_title}"


class AreaNamed(NamedTuple):
    pk: int
    code: str
    name: str
    name_nl: str

    local_name = Twin("name")

    def __str__(self) -> str:
        return f"{self.code} – {self.local_name}"


class MinisterNamed(NamedTuple):
    pk: int
    key: str
    title: str
    title_nl: str

    local_title = Twin("title")

    def __str__(self) -> str:
        return self.local_title

    @property
    def short_title(self) -> str:
        return shortened(self.local_title)


class OrganisationNamed(NamedTuple):
    pk: int
    key: str
    name: str
    name_nl: str

    local_name = Twin("name")

    def __str__(self) -> str:
        return self.local_name


@dataclass
class Places:
    """What a plan's actions can be under, by key of the row and in the plan's order."""

    objectives: dict[int, ObjectiveNamed] = field(default_factory=dict)
    themes: dict[tuple[int, int], str] = field(default_factory=dict)
    """Titles by the objective's number and the theme's order."""
    policy_areas: dict[int, AreaNamed] = field(default_factory=dict)
    ministers: dict[int, MinisterNamed] = field(default_factory=dict)
    organisations: dict[int, OrganisationNamed] = field(default_factory=dict)

    def in_addresses(self, name: str) -> dict[int | None, str]:
        """What an address calls each objective, policy area, minister or organisation, by its key; none but an objective too."""
        if name == "objective":
            return {pk: str(row.number) for pk, row in self.objectives.items()}
        if name == "policy_area":
            return {**{pk: row.code for pk, row in self.policy_areas.items()}, None: NONE}
        rows = self.ministers if name == "minister" else self.organisations
        return {**{pk: row.key for pk, row in rows.items()}, None: NONE}

    def key_of(self, name: str, value: str) -> int | None:
        """The key of the row that an address names so; None for what is under none."""
        return next((pk for pk, one in self.in_addresses(name).items() if one == value), None)


def places_of(plan: Plan) -> Places:
    """Everything that the plan's actions can be under, by key and names; bodies and ministers are those of all plans."""
    places, dutch = Places(), in_dutch()
    for of, pk, key, name, name_nl, place in _rows(plan):
        if of == "theme":
            places.themes[int(key), place] = (dutch and name_nl) or name
        elif of == "objective":
            places.objectives[pk] = ObjectiveNamed(pk, int(key), name, name_nl)
        elif of == "policy_area":
            places.policy_areas[pk] = AreaNamed(pk, key, name, name_nl)
        elif of == "minister":
            places.ministers[pk] = MinisterNamed(pk, key, name, name_nl)
        else:
            places.organisations[pk] = OrganisationNamed(pk, key, name, name_nl)
    places.themes = dict(sorted(places.themes.items()))
    return places


@prepared_plain
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
