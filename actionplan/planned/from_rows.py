"""Actions as typed values from the rows in force on a day."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, get_args, get_type_hints

from django.db import models
from django.db.models.enums import ChoicesType

from actions.models import (
    Action,
    ActionTerms,
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
    YearAmount,
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
    parts = PartsOfActions(actions, on)
    return [parts.action_on(action, action, on) for action in actions]


class PartsOfActions:
    """The rows of actions that are in force on a day, or all of them."""

    def __init__(self, actions: list[Action], on: datetime.date | None = None) -> None:
        def of_actions(rows: Any, path: str = "action") -> dict[int, list[Any]]:
            known = rows.filter(**{f"{path}__in": actions})
            return grouped(known if on is None else known.in_force(on), path.replace("__", ".") + "_id")

        self.terms: dict[int, list[Any]] = {}  # those of a day come with the actions
        if on is None:
            self.terms = of_actions(ActionTerms.objects.order_by("pk"))
        self.ministers = of_actions(
            MinisterInvolvement.objects.select_related("minister").order_by("order", "pk")
        )
        self.promotions = of_actions(Promotion.objects.select_related("organisation").order_by("order", "pk"))
        self.leads = of_actions(Lead.objects.select_related("organisation").order_by("pk"))
        self.phases = of_actions(Phase.objects.order_by("place"))
        milestones = MilestoneTerms.objects.select_related("milestone").order_by("milestone__order")
        self.milestones = of_actions(milestones, "milestone__action")
        indicators = IndicatorTerms.objects.select_related("indicator", "asked_of").order_by(
            "indicator__order"
        )
        self.indicators = of_actions(indicators, "indicator__action")
        self.lines = of_actions(
            BudgetTerms.objects.select_related("line").order_by("line__place"), "line__action"
        )
        lines = [row for rows in self.lines.values() for row in rows]
        self.shares = grouped(
            Funding.objects.filter(terms__in=lines).select_related("organisation"), "terms_id"
        )
        references = CrossReference.objects.filter(action__in=actions).select_related(
            "to_action", "to_objective"
        )
        self.references = grouped(references, "action_id")

    def days_of(self, action: Action) -> list[datetime.date | None]:
        """Every day from which a row of the action is in force or no longer is, behind None: as adopted."""
        kinds = [self.terms, self.ministers, self.promotions, self.leads, self.phases]
        kinds += [self.milestones, self.indicators, self.lines]
        rows = [action, *(row for kind in kinds for row in kind[action.pk])]
        days = {day for row in rows for day in (row.in_force_from, row.in_force_until) if day is not None}
        return [None, *sorted(days)]

    def version(self, action: Action, on: datetime.date) -> PlannedAction | None:
        """What the action says on the day; None outside the plan. Only of parts of all days."""
        terms = [row for row in self.terms[action.pk] if row.is_in_force(on)]
        return self.action_on(action, terms[0], on) if terms and action.is_in_force(on) else None

    def action_on(self, action: Action, terms: Any, on: datetime.date) -> PlannedAction:
        def in_force(rows: dict[int, list[Any]]) -> list[Any]:
            return [row for row in rows[action.pk] if row.is_in_force(on)]

        return planned_action(
            action,
            terms,
            ministers=in_force(self.ministers),
            promotions=in_force(self.promotions),
            phases=in_force(self.phases),
            lines=[planned_line(line, self.shares[line.pk]) for line in in_force(self.lines)],
            milestones=in_force(self.milestones),
            indicators=in_force(self.indicators),
            references=[reference.code for reference in self.references[action.pk]],
            leads=in_force(self.leads),
        )


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
        years=read_json(terms.years, tuple[YearAmount, ...]),
        funding=tuple(
            FundingShare(
                source=share.organisation.key if share.organisation else share.source, percent=share.percent
            )
            for share in shares
        ),
    )


def from_row(cls: Callable[..., T], row: models.Model, **others: Any) -> T:
    """A value of this class from the columns with the names of its members; `others` are the members without a column."""
    values = {name: getattr(row, name) for name in columns_of(cls, type(row)) if name not in others}
    return cls(**typed(cls, values), **others)


def columns_of(cls: Any, model: type[models.Model]) -> list[str]:
    """The members of this class that have a column of their name."""
    columns = {column.name for column in model._meta.concrete_fields}
    return [member.name for member in fields(cls) if member.name in columns]


def typed(cls: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of columns as the members of this class: a choice is one of its choices, or None where the column is empty."""
    choices = _choices(cls)
    return {
        name: (choices[name](value) if value else None) if name in choices else value
        for name, value in values.items()
    }


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
    """By what a path of attributes, such as `milestone.action_id`, leads to; of what has no rows, an empty list."""
    key_of, grouped = attrgetter(name), defaultdict(list)
    for row in rows:
        grouped[key_of(row)].append(row)
    return grouped
