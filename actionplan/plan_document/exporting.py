"""Writes the document of a plan as in force on a day, with all amendments until then."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable
from typing import Any

from actionplan.base.days import InForceQuerySet
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.planned.document import (
    DescribedMinister,
    DescribedObjective,
    DescribedOrganisation,
    DescribedPlan,
    DescribedPolicyArea,
    PlanDocument,
    PlannedAction,
)
from actionplan.planned.from_rows import from_row, planned_actions
from actionplan.planned.json_form import as_json, in_order
from actions.models import Action
from objectives.models import Objective, Plan, Theme


def plan_document(plan: Plan, on: datetime.date) -> PlanDocument:
    """The plan's document as in force on the day, with the bodies that it names."""
    actions = planned_actions(Action.objects.of_plan(plan, on), on)
    ministers, areas, organisations = described_bodies(*bodies_named(actions), on)
    document = PlanDocument(
        format=1,
        plan=from_row(DescribedPlan, plan),
        ministers=ministers,
        policy_areas=areas,
        organisations=organisations,
        objectives=tuple(
            described_objective(row, row.themes.all()) for row in plan.objectives.prefetch_related("themes")
        ),
        actions=tuple(actions),
    )
    return in_order(document)


def as_text(document: PlanDocument) -> str:
    """The document as text: the same bytes each time."""
    return json.dumps(as_json(document), ensure_ascii=False, indent=1) + "\n"


DescribedBodies = tuple[
    tuple[DescribedMinister, ...], tuple[DescribedPolicyArea, ...], tuple[DescribedOrganisation, ...]
]


def described_bodies(
    ministers: set[str], organisations: set[str], on: datetime.date, areas_besides: Iterable[str] = ()
) -> DescribedBodies:
    """Ministers and organisations with these keys and their successors, and their policy areas on the day."""
    minister_rows = _with_successors(Minister.objects.select_related("succeeded_by"), ministers)
    organisation_rows = _with_successors(Organisation.objects.select_related("succeeded_by"), organisations)
    areas = dict(Affiliation.objects.in_force(on).values_list("organisation__key", "policy_area__code"))
    used = {areas.get(row.key) for row in organisation_rows} | set(areas_besides)
    return (
        tuple(map(described_minister, minister_rows)),
        tuple(
            from_row(DescribedPolicyArea, row) for row in PolicyArea.objects.filter(code__in=used - {None})
        ),
        tuple(described_organisation(row, areas.get(row.key)) for row in organisation_rows),
    )


def bodies_named(actions: Iterable[PlannedAction]) -> tuple[set[str], set[str]]:
    """The keys of the ministers and organisations in these actions; a source known by name has no key."""
    ministers = {part.minister for action in actions for part in action.ministers}
    organisations = {key for action in actions for key in action.taking_part}
    organisations |= {row.asked_of for action in actions for row in action.indicators if row.asked_of}
    shares = [share for action in actions for line in action.lines for share in line.funding]
    return ministers, organisations | {share.source for share in shares}


def _with_successors(rows: InForceQuerySet, keys: set[str]) -> list[Any]:
    """The rows with these keys and their successors, in order."""
    known = {row.key: row for row in rows}
    wanted: set[str] = set()
    to_see = set(keys)
    while to_see:
        key = to_see.pop()
        wanted.add(key)
        successor = known[key].succeeded_by if key in known else None
        if successor and successor.key not in wanted:
            to_see.add(successor.key)
    return [row for key, row in known.items() if key in wanted]


def described_minister(row: Minister) -> DescribedMinister:
    return from_row(DescribedMinister, row, succeeded_by=_key_of(row.succeeded_by))


def described_organisation(row: Organisation, area: str | None) -> DescribedOrganisation:
    return from_row(DescribedOrganisation, row, succeeded_by=_key_of(row.succeeded_by), policy_area=area)


def _key_of(row: Minister | Organisation | None) -> str | None:
    return row.key if row else None


def described_objective(row: Objective, themes: Collection[Theme]) -> DescribedObjective:
    dutch = tuple(theme.title_nl for theme in themes)
    return from_row(
        DescribedObjective,
        row,
        themes=tuple(theme.title for theme in themes),
        themes_nl=dutch if any(dutch) else (),
    )
