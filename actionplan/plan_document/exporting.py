"""From the plan to its document: as adopted, with what was amended since, as in force on a day."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable
from typing import Any

from actionplan.base.days import InForceQuerySet
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.planned.from_rows import action_items, said_once, without_empty
from actionplan.planned.json_form import SCHEMA, Item
from actionplan.planned.members import said_by
from actions.codes import order_of
from actions.models import Action
from objectives.models import Objective, Plan, Theme

SCHEMA_OF = {name: schema.get("items", schema) for name, schema in SCHEMA["properties"].items()}
"""The schema of the plan, and that of one item of each list."""


def plan_document(plan: Plan, on: datetime.date) -> Item:
    """The plan's document as in force on the day, in its plainest form, with the bodies that it speaks of."""
    rows = Action.objects.of_plan(plan, on).with_terms(on).select_related("objective", "theme")
    actions = action_items(list(rows), on)
    document = {
        "format": 1,
        "plan": said_by(plan, SCHEMA_OF["plan"]),
        **described_bodies(*bodies_named(actions), on),
        "objectives": [
            objective_item(row, row.themes.all()) for row in plan.objectives.prefetch_related("themes")
        ],
        "actions": actions,
    }
    return plainest(document)


def plainest(document: Item) -> Item:
    """The same document in the one form in which it is written: nothing said twice, and nothing empty said at all."""
    document = without_empty(document, SCHEMA)
    document["objectives"].sort(key=lambda item: item["number"])
    document["actions"] = [said_once(item) for item in document["actions"]]
    document["actions"].sort(key=lambda item: order_of(item["code"]))
    return document


def as_text(document: Item) -> str:
    """The document as it is written: the same bytes each time."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def described_bodies(
    ministers: set[str], organisations: set[str], on: datetime.date, areas_besides: Iterable[str] = ()
) -> Item:
    """Ministers and organisations with these keys and those that succeed them, and their policy areas on the day."""
    minister_rows = _with_successors(Minister.objects.select_related("succeeded_by"), ministers)
    organisation_rows = _with_successors(Organisation.objects.select_related("succeeded_by"), organisations)
    areas = dict(Affiliation.objects.in_force(on).values_list("organisation__key", "policy_area__code"))
    used = {areas.get(row.key) for row in organisation_rows} | set(areas_besides)
    found = {
        "ministers": [minister_item(row) for row in minister_rows],
        "policy_areas": [
            said_by(row, SCHEMA_OF["policy_areas"])
            for row in PolicyArea.objects.filter(code__in=used - {None})
        ],
        "organisations": [organisation_item(row, areas.get(row.key)) for row in organisation_rows],
    }
    return {name: without_empty(items, SCHEMA["properties"][name]) for name, items in found.items()}


def bodies_named(actions: list[Item]) -> tuple[set[str], set[str]]:
    """The keys of the ministers and of the organisations in these actions; a source known by name is no key."""
    ministers = {each["minister"] for item in actions for each in item["ministers"]}
    organisations = {each["organisation"] for item in actions for each in item["promoters"]}
    organisations |= {item["lead"] for item in actions if item.get("lead")}
    shares = [share for item in actions for line in item["budget"]["lines"] for share in line["funding"]]
    return ministers, organisations | {share["source"] for share in shares}


def _with_successors(rows: InForceQuerySet, keys: set[str]) -> list[Any]:
    """The rows with these keys and whatever succeeds them, in order."""
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


def minister_item(row: Minister) -> Item:
    return said_by(row, SCHEMA_OF["ministers"]) | _successor(row)


def organisation_item(row: Organisation, area: str | None) -> Item:
    return said_by(row, SCHEMA_OF["organisations"]) | _successor(row) | {"policy_area": area}


def _successor(row: Minister | Organisation) -> Item:
    return {"succeeded_by": row.succeeded_by.key if row.succeeded_by else None}


def objective_item(row: Objective, themes: Collection[Theme]) -> Item:
    return said_by(row, SCHEMA_OF["objectives"]) | {
        "themes": [theme.title for theme in themes],
        "themes_nl": [theme.title_nl for theme in themes],
    }
