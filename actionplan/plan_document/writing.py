"""From the plan to its document: as adopted, with what was amended since, as in force on a day."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

from actionplan.amendments.items import action_items, day_text, without_empty
from actionplan.amendments.shape import SCHEMA
from actionplan.base.inforce import InForceQuerySet
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actions.models import Action
from objectives.models import Objective, Plan

from .reading import plainest

Item = dict[str, Any]


def plan_document(plan: Plan, on: datetime.date) -> Item:
    """The plan's document as in force on the day, in its plainest form, with the bodies that it speaks of."""
    rows = Action.objects.of_plan(plan, on).with_terms(on).select_related("objective", "theme")
    actions = action_items(list(rows), on)
    document = {
        "format": 1,
        "plan": plan_item(plan),
        **bodies(*_bodies_named(actions), on),
        "objectives": [objective_item(row) for row in plan.objectives.prefetch_related("themes")],
        "actions": actions,
    }
    return plainest(document)


def plan_item(plan: Plan) -> Item:
    return {
        "code": plan.code,
        "title": plan.title,
        "title_nl": plan.title_nl,
        "start": day_text(plan.start),
        "end": day_text(plan.end),
        "state": plan.state,
    }


def as_text(document: Item) -> str:
    """The document as it is written: the same bytes each time."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def bodies(
    ministers: set[str], organisations: set[str], on: datetime.date, areas_besides: Iterable[str] = ()
) -> Item:
    """Ministers and organisations with these keys and those that succeed them, and their policy areas on the day."""
    minister_rows = _with_successors(Minister.objects.select_related("succeeded_by"), ministers)
    organisation_rows = _with_successors(Organisation.objects.select_related("succeeded_by"), organisations)
    areas = dict(Affiliation.objects.in_force(on).values_list("organisation__key", "policy_area__code"))
    used = {areas.get(row.key) for row in organisation_rows} | set(areas_besides)
    found = {
        "ministers": [_minister(row) for row in minister_rows],
        "policy_areas": [
            {"code": row.code, "name": row.name, "name_nl": row.name_nl}
            for row in PolicyArea.objects.filter(code__in=used - {None})
        ],
        "organisations": [_organisation(row, areas.get(row.key)) for row in organisation_rows],
    }
    return {name: without_empty(items, SCHEMA["properties"][name]) for name, items in found.items()}


def _bodies_named(actions: list[Item]) -> tuple[set[str], set[str]]:
    """The keys of the ministers and of the organisations in these actions; a source known by name is no key."""
    ministers = {each["minister"] for item in actions for each in item["ministers"]}
    organisations = {each["organisation"] for item in actions for each in item["promoters"]}
    organisations |= {item["lead"] for item in actions if item["lead"]}
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


def _minister(row: Minister) -> Item:
    return {"key": row.key, "title": row.title, "title_nl": row.title_nl, "holder": row.holder} | _days_of(
        row
    )


def _organisation(row: Organisation, area: str | None) -> Item:
    return {
        "key": row.key,
        "name": row.name,
        "name_nl": row.name_nl,
        "abbreviation": row.abbreviation,
        "policy_area": area,
    } | _days_of(row)


def _days_of(row: Minister | Organisation) -> Item:
    return {
        "from": day_text(row.in_force_from),
        "until": day_text(row.in_force_until),
        "succeeded_by": row.succeeded_by.key if row.succeeded_by else None,
    }


def objective_item(row: Objective) -> Item:
    themes = list(row.themes.all())
    return {
        "number": row.number,
        "title": row.title,
        "title_nl": row.title_nl,
        "summary": row.summary,
        "summary_nl": row.summary_nl,
        "themes": [theme.title for theme in themes],
        "themes_nl": [theme.title_nl for theme in themes],
    }
