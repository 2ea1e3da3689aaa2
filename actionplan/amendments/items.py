"""An action as an item of the plan document: from the rows in force on a day, and in its plainest form."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
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

from .shape import SCHEMA

Item = dict[str, Any]


def items_in_force(plan: Plan, on: datetime.date, codes: Iterable[str] | None = None) -> dict[str, Item]:
    """By code, in the plan's order and in their plainest form: the actions of the plan on the day, or those of them with these codes."""
    rows = Action.objects.of_plan(plan, on).with_terms(on).select_related("objective", "theme")
    if codes is not None:
        rows = rows.filter(code__in=codes)
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
        milestones[row.milestone.action_id].append(row)
    lines = _lines(actions, on)
    references = grouped(
        CrossReference.objects.filter(action__in=actions).select_related("to_action", "to_objective"),
        "action_id",
    )
    return [
        _action(row)
        | {
            "ministers": [minister_item(each) for each in ministers[row.pk]],
            "promoters": [promoter_item(each) for each in promotions[row.pk]],
            "timing": {
                "printed_as": row.timing_printed,
                "phases": [phase_item(each) for each in phases[row.pk]],
            },
            "budget": {"printed_as": row.budget_printed, "lines": lines[row.pk]},
            "milestones": [milestone_item(each) for each in milestones[row.pk]],
            "cross_references": [each.code for each in references[row.pk]],
            "lead": leads[row.pk][0].organisation.key if leads[row.pk] else None,
        }
        for row in actions
    ]


def _action(row: Action) -> Item:
    return {
        "code": row.code,
        "objective": row.objective.number,
        "theme": row.theme.title if row.theme else None,
        "title": row.title,
        "title_nl": row.title_nl,
        "summary": row.summary,
        "summary_nl": row.summary_nl,
        "kind": row.kind,
        "limited": row.limited,
    }


def minister_item(row: MinisterInvolvement) -> Item:
    return {
        "minister": row.minister.key,
        "role": row.role,
        "printed_as": row.printed_as,
        "inferred": row.inferred,
    }


def promoter_item(row: Promotion) -> Item:
    return {
        "organisation": row.organisation.key,
        "role": row.role,
        "printed_as": row.printed_as,
        "inferred": row.inferred,
    }


def phase_item(row: Phase) -> Item:
    return {
        "label": row.label,
        "label_nl": row.label_nl,
        "start": day_text(row.start),
        "start_precision": row.start_precision or None,
        "end": day_text(row.end),
        "end_precision": row.end_precision or None,
        "continuous": row.continuous,
        "printed_as": row.printed_as,
    }


def _lines(actions: list[Action], on: datetime.date) -> dict[int, list[Item]]:
    rows = list(BudgetTerms.objects.of_actions(actions, on).select_related("line"))
    shares = grouped(Funding.objects.filter(terms__in=rows).select_related("organisation"), "terms_id")
    lines = defaultdict(list)
    for row in rows:
        lines[row.line.action_id].append(line_item(row, shares[row.pk]))
    return lines


def line_item(row: BudgetTerms, shares: list[Funding]) -> Item:
    return {
        "label": row.label,
        "label_nl": row.label_nl,
        "kind": row.kind,
        "amount": None if row.amount is None else f"{row.amount:.2f}",
        "per_year": row.per_year,
        "start": day_text(row.start),
        "end": day_text(row.end),
        "phase": row.phase_place,
        "printed_as": row.printed_as,
        "article": row.article,
        "funding": [
            {
                "source": share.organisation.key if share.organisation else share.source,
                "percent": plain_number(share.percent),
            }
            for share in shares
        ],
    }


def milestone_item(row: MilestoneTerms) -> Item:
    return {
        "key": row.milestone.key,
        "title": row.title,
        "title_nl": row.title_nl,
        "due": day_text(row.due),
        "due_precision": row.due_precision or None,
        "recurrence": row.recurrence or None,
        "target_from": None if row.target_from is None else plain_number(row.target_from),
        "target_to": None if row.target_to is None else plain_number(row.target_to),
        "unit": row.unit,
        "printed_as": row.printed_as,
    }


def day_text(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def grouped(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped


def plainest_action(item: Item) -> Item:
    """The same action in the one form in which it is written: nothing said twice, and nothing empty said at all."""
    return said_once(without_empty(item, SCHEMA["properties"]["actions"]["items"]))


def said_once(item: Item) -> Item:
    """The same action, changed in place: without a lead who follows from the promoters, numbers without needless zeros."""
    if item.get("lead") == first_promoter(item):
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
    return action.get("lead") or first_promoter(action)


def takes_part(action: Item) -> list[str]:
    """The keys of its promoters and partners, and of its lead."""
    lead = lead_of(action)
    return [*(each["organisation"] for each in action["promoters"]), *([lead] if lead else [])]


def first_promoter(action: Item) -> str | None:
    """The key of the organisation that leads an action whose lead is not named."""
    promoters = [each["organisation"] for each in action["promoters"] if each["role"] == "promoter"]
    return promoters[0] if promoters else None


def plain_number(value: Decimal | str) -> str:
    """A number without zeros that say nothing: 90 and not 90.00."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def without_empty(value: Any, schema: Item) -> Any:
    """The value with its members in the schema's order and without optional members that are empty."""
    schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema
    if isinstance(value, list):
        return [without_empty(item, schema["items"]) for item in value]
    if not isinstance(value, dict) or "properties" not in schema:
        return value
    required = schema["required"]
    return {
        name: without_empty(value[name], inner)
        for name, inner in schema["properties"].items()
        if name in value and (name in required or not _is_empty(value[name]))
    }


def _is_empty(value: Any) -> bool:
    return value in (None, "", False) or (isinstance(value, list) and not any(value))
