"""An action as an item of the plan document: from the rows in force on a day, and in its plainest form."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from actions.models import (
    Action,
    CrossReference,
    Lead,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from budgets.models import BudgetTerms, Funding
from objectives.models import Plan

from .json_form import ACTION, LINE, MILESTONE, MINISTER, PHASE, PROMOTER, SCHEMA, SHARE, Item
from .members import plain_number, said_by

TERMS = ["title", "title_nl", "summary", "summary_nl", "kind"]
"""What an action says as a whole."""


def items_in_force(plan: Plan, on: datetime.date, codes: Iterable[str]) -> dict[str, Item]:
    """By code, in the plan's order and in their plainest form: of these actions those that the plan has on the day."""
    rows = Action.objects.of_plan(plan, on).filter(code__in=codes).with_terms(on)
    rows = rows.select_related("objective", "theme")
    return {item["code"]: plainest_action(item) for item in action_items(list(rows), on)}


def item_in_force(action: Action | str, plan: Plan, on: datetime.date) -> Item | None:
    """The action, or that with this code, as in force on the day; None where it is not in the plan then."""
    code = action if isinstance(action, str) else action.code
    return items_in_force(plan, on, [code]).get(code)


def version_of(item: Item | None) -> str:
    """What a form carries to say which item it showed: another for any other item, empty for none."""
    if item is None:
        return ""
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()


def action_items(actions: list[Action], on: datetime.date) -> list[Item]:
    """The actions with all that hangs on them, in one query for each kind of row."""

    def by_action(rows: Any) -> dict[int, list[Any]]:
        return grouped(rows.in_force(on).filter(action__in=actions), "action_id")

    ministers = by_action(MinisterInvolvement.objects.select_related("minister").order_by("order", "pk"))
    promotions = by_action(Promotion.objects.select_related("organisation").order_by("order", "pk"))
    leads = by_action(Lead.objects.select_related("organisation"))
    phases = by_action(Phase.objects.order_by("place"))
    milestones = defaultdict(list)
    terms = MilestoneTerms.objects.in_force(on).select_related("milestone")
    for row in terms.filter(milestone__action__in=actions).order_by("milestone__order"):
        item = {"key": row.milestone.key} | said_by(row, MILESTONE)
        milestones[row.milestone.action_id].append(item)
    lines = _lines(actions, on)
    references = grouped(
        CrossReference.objects.filter(action__in=actions).select_related("to_action", "to_objective"),
        "action_id",
    )
    return [
        {name: getattr(row, name) for name in TERMS}
        | action_item(
            row,
            ministers=ministers[row.pk],
            promotions=promotions[row.pk],
            phases=phases[row.pk],
            lines=lines[row.pk],
            references=[each.code for each in references[row.pk]],
            leads=leads[row.pk],
        )
        | {"milestones": milestones[row.pk]}
        for row in actions
    ]


def action_item(
    row: Action,
    *,
    ministers: Iterable[MinisterInvolvement],
    promotions: Iterable[Promotion],
    phases: Iterable[Phase],
    lines: list[Item],
    references: list[str],
    leads: list[Lead],
) -> Item:
    """All but what the terms of the action and its milestones say."""
    return {
        **said_by(row, ACTION),
        "objective": row.objective.number,
        "theme": row.theme.title if row.theme else None,
        "ministers": [{"minister": each.minister.key} | said_by(each, MINISTER) for each in ministers],
        "promoters": [
            {"organisation": each.organisation.key} | said_by(each, PROMOTER) for each in promotions
        ],
        "timing": {
            "printed_as": row.timing_printed,
            "phases": [said_by(each, PHASE) for each in phases],
        },
        "budget": {"printed_as": row.budget_printed, "lines": lines},
        "cross_references": references,
        "lead": leads[0].organisation.key if leads else None,
    }


def _lines(actions: list[Action], on: datetime.date) -> dict[int, list[Item]]:
    rows = list(BudgetTerms.objects.of_actions(actions, on).select_related("line"))
    shares = grouped(Funding.objects.filter(terms__in=rows).select_related("organisation"), "terms_id")
    lines = defaultdict(list)
    for row in rows:
        lines[row.line.action_id].append(line_item(row, shares[row.pk]))
    return lines


def line_item(row: BudgetTerms, shares: list[Funding], schema: Item = LINE) -> Item:
    return said_by(row, schema) | {"funding": [share_item(share) for share in shares]}


def share_item(row: Funding) -> Item:
    return said_by(row, SHARE) | ({"source": row.organisation.key} if row.organisation else {})


def grouped(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped


def plainest_action(item: Item) -> Item:
    """The same action in the one form in which it is written: nothing said twice, and nothing empty said at all."""
    return said_once(without_empty(item, ACTION))


def said_once(item: Item) -> Item:
    """The same action, changed in place: without a lead who follows from the promoters, numbers without needless zeros."""
    if item.get("lead") == _first_promoter(item):
        item.pop("lead", None)
    for line in item["budget"]["lines"]:
        for share in line["funding"]:
            share["percent"] = plain_number(share["percent"])
    for milestone in item["milestones"]:
        for name in {"target_from", "target_to"} & milestone.keys():
            milestone[name] = plain_number(milestone[name])
    return item


def lead_of(action: Item) -> str | None:
    """The key of the organisation that leads the action: the one that is named, else the first promoter."""
    return action.get("lead") or _first_promoter(action)


def takes_part(action: Item) -> list[str]:
    """The keys of its promoters and partners, and of its lead."""
    lead = lead_of(action)
    return [*(each["organisation"] for each in action["promoters"]), *([lead] if lead else [])]


def _first_promoter(action: Item) -> str | None:
    """The key of the organisation that leads an action whose lead is not named."""
    promoters = [each["organisation"] for each in action["promoters"] if each["role"] == "promoter"]
    return promoters[0] if promoters else None


def without_empty(value: Any, schema: Item) -> Any:
    """The value with its members in the schema's order and without optional members that are empty."""
    schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema
    if isinstance(value, list):
        return [without_empty(item, schema["items"]) for item in value]
    if not isinstance(value, dict) or "properties" not in schema:
        return value
    required = schema["required"]
    return {
        name: without_empty(value[name], inner) if isinstance(value[name], (dict, list)) else value[name]
        for name, inner in schema["properties"].items()
        if name in value and (name in required or not _is_empty(value[name]))
    }


def _is_empty(value: Any) -> bool:
    return value in (None, "", False) or (isinstance(value, list) and not any(value))
