"""Actions as typed values from the rows in force on a day."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from django.db import models
from django.db.models.enums import ChoicesType

from actions.models import (
    Action,
    CrossReference,
    IndicatorTerms,
    Lead,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from actions.states import Kind
from budgets.models import BudgetTerms, Funding
from objectives.models import Plan

from .document import (
    FundingShare,
    MinisterPart,
    OrganisationPart,
    PlannedAction,
    PlannedBudget,
    PlannedBudgetLine,
    PlannedIndicator,
    PlannedMilestone,
    PlannedPhase,
    PlannedTiming,
    YearTarget,
)
from .json_form import as_json, read_json

T = TypeVar("T")


def actions_in_force(plan: Plan, on: datetime.date, codes: Iterable[str]) -> dict[str, PlannedAction]:
    """Of these actions those that are in the plan on the day, by code, in the plan's order."""
    rows = Action.objects.of_plan(plan, on).filter(code__in=codes)
    return {action.code: action for action in planned_actions(rows, on)}


def action_in_force(action: Action | str, plan: Plan, on: datetime.date) -> PlannedAction | None:
    """The action, or the one with this code, as in force on the day; None if it is not in the plan then."""
    code = action if isinstance(action, str) else action.code
    return actions_in_force(plan, on, [code]).get(code)


def places_in_force(plan: Plan, codes: Iterable[str], on: datetime.date) -> dict[str, list[int]]:
    """The places of the budget lines of these actions on the day, in order, by code of the action."""
    places = defaultdict(list)
    rows = BudgetTerms.objects.in_force(on).filter(line__action__plan=plan, line__action__code__in=codes)
    for code, place in rows.order_by("line__place").values_list("line__action__code", "line__place"):
        places[code].append(place)
    return places


def version_of(action: PlannedAction | None) -> str:
    """A hash that a form carries to say which version it showed; empty for no action."""
    return hash_of(as_json(action)) if action else ""


def hash_of(values: Any) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def planned_actions(rows: Any, on: datetime.date) -> list[PlannedAction]:
    """The actions of a query with all their parts: one query for each kind of row."""
    actions = list(rows.with_terms(on).select_related("objective", "theme"))

    def by_action(rows: Any) -> dict[int, list[Any]]:
        return grouped(rows.in_force(on).filter(action__in=actions), "action_id")

    ministers = by_action(MinisterInvolvement.objects.select_related("minister").order_by("order", "pk"))
    promotions = by_action(Promotion.objects.select_related("organisation").order_by("order", "pk"))
    leads = by_action(Lead.objects.select_related("organisation"))
    phases = by_action(Phase.objects.order_by("place"))
    terms = MilestoneTerms.objects.in_force(on).select_related("milestone")
    milestones = defaultdict(list)
    for term in terms.filter(milestone__action__in=actions).order_by("milestone__order"):
        milestones[term.milestone.action_id].append(term)
    measured = IndicatorTerms.objects.in_force(on).select_related("indicator", "asked_of")
    indicators = defaultdict(list)
    for row in measured.filter(indicator__action__in=actions).order_by("indicator__order"):
        indicators[row.indicator.action_id].append(row)
    lines = list(BudgetTerms.objects.of_actions(actions, on).select_related("line"))
    shares = grouped(Funding.objects.filter(terms__in=lines).select_related("organisation"), "terms_id")
    of_action = defaultdict(list)
    for line in lines:
        of_action[line.line.action_id].append(planned_line(line, shares[line.pk]))
    references = CrossReference.objects.filter(action__in=actions).select_related("to_action", "to_objective")
    by_code = grouped(references, "action_id")
    return [
        planned_action(
            action,
            action,
            ministers=ministers[action.pk],
            promotions=promotions[action.pk],
            phases=phases[action.pk],
            lines=of_action[action.pk],
            milestones=milestones[action.pk],
            indicators=indicators[action.pk],
            references=[reference.code for reference in by_code[action.pk]],
            leads=leads[action.pk],
        )
        for action in actions
    ]


def planned_action(
    row: Action,
    terms: Any,
    *,
    ministers: Sequence[MinisterInvolvement],
    promotions: Sequence[Promotion],
    phases: Sequence[Phase],
    lines: Sequence[PlannedBudgetLine],
    milestones: Sequence[MilestoneTerms],
    indicators: Sequence[IndicatorTerms],
    references: Sequence[str],
    leads: Sequence[Lead],
) -> PlannedAction:
    """`terms` has the columns of `ActionTerms`: the action itself if it was read with them."""
    action = from_row(
        PlannedAction,
        row,
        **{name: getattr(terms, name) for name in ["title", "title_nl", "summary", "summary_nl"]},
        kind=Kind(terms.kind),
        objective=row.objective.number,
        theme=row.theme.title if row.theme else None,
        ministers=tuple(from_row(MinisterPart, part, minister=part.minister.key) for part in ministers),
        promoters=tuple(
            from_row(OrganisationPart, part, organisation=part.organisation.key) for part in promotions
        ),
        timing=PlannedTiming(
            printed_as=row.timing_printed, phases=tuple(from_row(PlannedPhase, phase) for phase in phases)
        ),
        budget=PlannedBudget(printed_as=row.budget_printed, lines=tuple(lines)),
        milestones=tuple(from_row(PlannedMilestone, each, key=each.milestone.key) for each in milestones),
        indicators=tuple(planned_indicator(terms) for terms in indicators),
        cross_references=tuple(references),
    )
    return action.with_lead(leads[0].organisation.key if leads else None)


def planned_indicator(terms: IndicatorTerms) -> PlannedIndicator:
    return from_row(
        PlannedIndicator,
        terms,
        key=terms.indicator.key,
        targets=read_json(terms.targets, tuple[YearTarget, ...]),
        asked_of=terms.asked_of.key if terms.asked_of else None,
    )


def planned_line(terms: BudgetTerms, shares: Iterable[Funding]) -> PlannedBudgetLine:
    return from_row(
        PlannedBudgetLine,
        terms,
        funding=tuple(
            FundingShare(
                source=share.organisation.key if share.organisation else share.source, percent=share.percent
            )
            for share in shares
        ),
    )


def from_row(cls: Callable[..., T], row: models.Model, **others: Any) -> T:
    """A value of this class from the columns with the names of its members; `others` are the members without a column."""
    columns = {column.name for column in row._meta.concrete_fields}
    choices = _choices(cls)
    for name in {member.name for member in fields(cls)} & columns - others.keys():  # type: ignore[arg-type]
        value = getattr(row, name)
        others[name] = (choices[name](value) if value else None) if name in choices else value
    return cls(**others)


@cache
def _choices(cls: Any) -> dict[str, Any]:
    """The choices of each member that has choices."""
    choices = {}
    for name, hint in get_type_hints(cls).items():
        for kind in (hint, *get_args(hint)):
            if isinstance(kind, ChoicesType):
                choices[name] = kind
    return choices


def grouped(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped
