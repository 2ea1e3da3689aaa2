"""A plan with all its history as a document of format 2: every row with its days, and the amendments that began and ended it.

Format 1 says what is in force on one day; this says what was in force on every day, and who amended and corrected it. What was
reported, and spreads, are no part of it. Days are ISO 8601; `from` is inclusive, `until` exclusive, absent means as adopted and
still. Amendments are named by their numbers, persons by their names.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from django.db.models import F

from actionplan.amendments.items import grouped, line_item, without_empty
from actionplan.amendments.members import said_by
from actionplan.amendments.shape import Item
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Affiliation
from actions.models import (
    Action,
    ActionTerms,
    Amendment,
    CrossReference,
    Lead,
    Milestone,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from budgets.models import BudgetLine, BudgetTerms, Funding
from objectives.models import Plan

from . import history_shape as shape
from .writing import described_bodies, objective_item

PARTS_OF_ACTIONS: dict[str, tuple[Any, str, Item]] = {
    "terms": (ActionTerms, "", shape.DATED_TERMS),
    "ministers": (MinisterInvolvement, "minister", shape.DATED_MINISTER),
    "promoters": (Promotion, "organisation", shape.DATED_PROMOTER),
    "leads": (Lead, "organisation", shape.DATED_LEAD),
    "phases": (Phase, "", shape.DATED_PHASE),
}
"""By the member of an action: the model, its body if it has one, and what a row says."""


def plan_history(plan: Plan, on: datetime.date) -> Item:
    """The history of the plan; bodies are called as they are on the day."""
    actions = _actions(plan)
    document = {
        "format": shape.HISTORY_FORMAT,
        "plan": said_by(plan, shape.HISTORY_PLAN),
        **_bodies(actions, on),
        "objectives": [
            objective_item(row, row.themes.all()) for row in plan.objectives.prefetch_related("themes")
        ],
        "amendments": [_amendment(row) for row in plan.amendments.prefetch_related("actions")],
        "corrections": _corrections(plan),
        "actions": actions,
    }
    return without_empty(document, shape.HISTORY)


def _bodies(actions: list[Item], on: datetime.date) -> Item:
    """Those that had a part in an action at any time, with all their affiliations."""
    ministers = {each["minister"] for item in actions for each in item["ministers"]}
    organisations = {
        each["organisation"] for item in actions for name in ("promoters", "leads") for each in item[name]
    }
    terms = [one for item in actions for line in item["lines"] for one in line["terms"]]
    sources = {share["source"] for one in terms for share in one["funding"]}
    found = described_bodies(ministers, organisations | sources, on)
    keys = {item["key"] for item in found["organisations"]}
    rows = Affiliation.objects.filter(organisation__key__in=keys).select_related(
        "policy_area", "organisation"
    )
    affiliations = defaultdict(list)
    for row in rows.order_by(F("in_force_from").asc(nulls_first=True), "pk"):
        affiliations[row.organisation.key].append(
            {"policy_area": row.policy_area.code} | said_by(row, shape.AFFILIATION)
        )
    areas = {one["policy_area"] for each in affiliations.values() for one in each}
    found["policy_areas"] = described_bodies(set(), set(), on, areas)["policy_areas"]
    for item in found["organisations"]:
        item.pop("policy_area")
        item["affiliations"] = affiliations[item["key"]]
    return found


def _actions(plan: Plan) -> list[Item]:
    rows = Action.objects.filter(plan=plan).order_by("order")
    rows = rows.select_related("objective", "theme", "merged_into", "begun_by", "ended_by", "continues__plan")
    parts = {
        name: _parts(plan, model, body, schema) for name, (model, body, schema) in PARTS_OF_ACTIONS.items()
    }
    references = grouped(
        CrossReference.objects.filter(action__plan=plan).select_related("to_action", "to_objective"),
        "action_id",
    )
    milestones, lines = _milestones(plan), _lines(plan)
    return [
        {
            **_dated_item(row, shape.HISTORY_ACTION),
            "objective": row.objective.number,
            "theme": row.theme.title if row.theme else None,
            "timing": row.timing_printed,
            "budget": row.budget_printed,
            "merged_into": row.merged_into.code if row.merged_into else None,
            "continues": (
                {"plan": row.continues.plan.code, "action": row.continues.code} if row.continues else None
            ),
            **{name: found[row.pk] for name, found in parts.items()},
            "milestones": milestones[row.pk],
            "lines": lines[row.pk],
            "cross_references": [each.code for each in references[row.pk]],
        }
        for row in rows
    ]


def _parts(plan: Plan, model: Any, body: str, schema: Item) -> dict[int, list[Item]]:
    rows = _dated(model, action__plan=plan)
    found = defaultdict(list)
    for row in rows.select_related(body) if body else rows:
        about = {body: getattr(row, body).key} if body else {}
        found[row.action_id].append(about | _dated_item(row, schema))
    return found


def _milestones(plan: Plan) -> dict[int, list[Item]]:
    terms = grouped(_dated(MilestoneTerms, milestone__action__plan=plan), "milestone_id")
    found = defaultdict(list)
    for row in Milestone.objects.filter(action__plan=plan).order_by("order"):
        said = [_dated_item(each, shape.DATED_MILESTONE) for each in terms[row.pk]]
        found[row.action_id].append(said_by(row, shape.HISTORY_MILESTONE) | {"terms": said})
    return found


def _lines(plan: Plan) -> dict[int, list[Item]]:
    shares = grouped(
        Funding.objects.filter(terms__line__action__plan=plan).select_related("organisation"), "terms_id"
    )
    terms = grouped(_dated(BudgetTerms, line__action__plan=plan), "line_id")
    found = defaultdict(list)
    for row in BudgetLine.objects.filter(action__plan=plan).order_by("place"):
        said = [
            line_item(each, shares[each.pk], shape.DATED_LINE) | _amendments_of(each)
            for each in terms[row.pk]
        ]
        found[row.action_id].append({"place": row.place, "terms": said})
    return found


def _dated(model: Any, **of_plan: Any) -> Any:
    return model.objects.filter(**of_plan).select_related("begun_by", "ended_by").order_by("pk")


def _dated_item(row: Any, schema: Item) -> Item:
    return said_by(row, schema) | _amendments_of(row)


def _amendments_of(row: Any) -> Item:
    return {
        "begun_by": row.begun_by.number if row.begun_by else None,
        "ended_by": row.ended_by.number if row.ended_by else None,
    }


def _amendment(row: Amendment) -> Item:
    return {
        **said_by(row, shape.AMENDMENT),
        **{f"{act}_by": getattr(row, f"{act}_by_name") for act in shape.ACTS},
        **{f"{act}_at": _instant(getattr(row, f"{act}_at")) for act in shape.ACTS},
        "actions": [said_by(each, shape.AMENDED_ACTION) for each in row.actions.all()],
    }


def _corrections(plan: Plan) -> list[Item]:
    codes = dict(Action.objects.filter(plan=plan).values_list("pk", "code"))
    return [
        {
            "action": codes[event.action or 0],
            "at": _instant(event.at),
            "by": event.actor,
            "reason": event.names.get("reason", ""),
            "before": event.before,
            "after": event.after,
        }
        for event in Event.objects.filter(plan=plan.pk, verb=Verb.CORRECTED).order_by("at", "pk")
    ]


def _instant(at: datetime.datetime | None) -> str | None:
    return at.astimezone(datetime.UTC).isoformat() if at else None
