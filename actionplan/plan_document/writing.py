"""From the plan to its document: as adopted, with what was amended since, as in force on a day."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from actionplan.base.inforce import InForceQuerySet
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
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
from objectives.models import Objective, Plan

from .reading import plain_number, plainest, without_empty
from .shape import SCHEMA

Item = dict[str, Any]


def plan_document(plan: Plan, on: datetime.date) -> Item:
    """The plan's document as in force on the day, in its plainest form, with the bodies that it speaks of."""
    rows = Action.objects.of_plan(plan, on).with_terms(on).select_related("objective", "theme")
    actions = _actions(list(rows), on)
    document = {
        "format": 1,
        "plan": {
            "code": plan.code,
            "title": plan.title,
            "title_nl": plan.title_nl,
            "start": _day(plan.start),
            "end": _day(plan.end),
            "state": plan.state,
        },
        **bodies(*_bodies_named(actions), on),
        "objectives": [_objective(row) for row in plan.objectives.prefetch_related("themes")],
        "actions": actions,
    }
    return plainest(document)


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
        "from": _day(row.in_force_from),
        "until": _day(row.in_force_until),
        "succeeded_by": row.succeeded_by.key if row.succeeded_by else None,
    }


def _objective(row: Objective) -> Item:
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


def _actions(actions: list[Action], on: datetime.date) -> list[Item]:
    """The actions with all that hangs on them, in one query for each kind of row."""

    def by_action(rows: Any) -> dict[int, list[Any]]:
        return _grouped(rows.in_force(on).filter(action__in=actions), "action_id")

    ministers = by_action(MinisterInvolvement.objects.select_related("minister").order_by("order", "pk"))
    promotions = by_action(Promotion.objects.select_related("organisation").order_by("order", "pk"))
    leads = by_action(Lead.objects.select_related("organisation"))
    phases = by_action(Phase.objects.order_by("place"))
    milestones = defaultdict(list)
    terms = MilestoneTerms.objects.in_force(on).select_related("milestone")
    for row in terms.filter(milestone__action__in=actions).order_by("milestone__order"):
        milestones[row.milestone.action_id].append(row)
    lines = _lines(actions, on)
    references = _grouped(
        CrossReference.objects.filter(action__in=actions).select_related("to_action", "to_objective"),
        "action_id",
    )
    return [
        _action(row)
        | {
            "ministers": [_minister_of_action(each) for each in ministers[row.pk]],
            "promoters": [_promoter(each) for each in promotions[row.pk]],
            "timing": {
                "printed_as": row.timing_printed,
                "phases": [_phase(each) for each in phases[row.pk]],
            },
            "budget": {"printed_as": row.budget_printed, "lines": lines[row.pk]},
            "milestones": [_milestone(each) for each in milestones[row.pk]],
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


def _minister_of_action(row: MinisterInvolvement) -> Item:
    return {
        "minister": row.minister.key,
        "role": row.role,
        "printed_as": row.printed_as,
        "inferred": row.inferred,
    }


def _promoter(row: Promotion) -> Item:
    return {
        "organisation": row.organisation.key,
        "role": row.role,
        "printed_as": row.printed_as,
        "inferred": row.inferred,
    }


def _phase(row: Phase) -> Item:
    return {
        "label": row.label,
        "label_nl": row.label_nl,
        "start": _day(row.start),
        "start_precision": row.start_precision or None,
        "end": _day(row.end),
        "end_precision": row.end_precision or None,
        "continuous": row.continuous,
        "printed_as": row.printed_as,
    }


def _lines(actions: list[Action], on: datetime.date) -> dict[int, list[Item]]:
    rows = list(BudgetTerms.objects.of_actions(actions, on).select_related("line"))
    shares = _grouped(Funding.objects.filter(terms__in=rows).select_related("organisation"), "terms_id")
    lines = defaultdict(list)
    for row in rows:
        lines[row.line.action_id].append(_line(row, shares[row.pk]))
    return lines


def _line(row: BudgetTerms, shares: list[Funding]) -> Item:
    return {
        "label": row.label,
        "label_nl": row.label_nl,
        "kind": row.kind,
        "amount": None if row.amount is None else f"{row.amount:.2f}",
        "per_year": row.per_year,
        "start": _day(row.start),
        "end": _day(row.end),
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


def _milestone(row: MilestoneTerms) -> Item:
    return {
        "key": row.milestone.key,
        "title": row.title,
        "title_nl": row.title_nl,
        "due": _day(row.due),
        "due_precision": row.due_precision or None,
        "recurrence": row.recurrence or None,
        "target_from": None if row.target_from is None else plain_number(row.target_from),
        "target_to": None if row.target_to is None else plain_number(row.target_to),
        "unit": row.unit,
        "printed_as": row.printed_as,
    }


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _grouped(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped
