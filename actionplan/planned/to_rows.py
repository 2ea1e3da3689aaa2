"""The one writer of actions: typed values to rows, with each kind of row read once and written once for all actions.

Imports (`plan_document/plan_rows.py`) and corrections edit rows in place; amendments (`rows_from_day.py`) end rows on a day
and begin others.
"""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from actionplan.base.days import InForce
from actionplan.base.row_writes import Values, changed_columns, save_all, save_changes
from actionplan.organisations.models import Minister, Organisation
from actions.codes import order_of
from actions.models import (
    Action,
    ActionTerms,
    CrossReference,
    Indicator,
    IndicatorTerms,
    Lead,
    Milestone,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from budgets.models import BudgetLine, BudgetTerms, Funding
from objectives.models import Objective, Plan, Theme

from .document import (
    FundingShare,
    PlannedAction,
    PlannedBudgetLine,
    PlannedIndicator,
    YearAmount,
    YearTarget,
)
from .from_rows import grouped
from .json_form import as_json

ROW_KINDS: dict[Any, tuple[str, list[str]]] = {
    Objective: ("plan", ["plan_id", "number"]),
    Theme: ("objective__plan", ["objective_id", "order"]),
    Action: ("plan", ["plan_id", "code"]),
    CrossReference: ("action__plan", ["action_id", "order"]),
    ActionTerms: ("action__plan", ["action_id"]),
    MinisterInvolvement: ("action__plan", ["action_id", "minister_id"]),
    Promotion: ("action__plan", ["action_id", "organisation_id"]),
    Lead: ("action__plan", ["action_id"]),
    Phase: ("action__plan", ["action_id", "place"]),
    Milestone: ("action__plan", ["action_id", "key"]),
    MilestoneTerms: ("milestone__action__plan", ["milestone_id"]),
    Indicator: ("action__plan", ["action_id", "key"]),
    IndicatorTerms: ("indicator__action__plan", ["indicator_id"]),
    BudgetLine: ("action__plan", ["action_id", "place"]),
    BudgetTerms: ("line__action__plan", ["line_id"]),
    Funding: ("terms__line__action__plan", ["terms_id", "order"]),
}
"""The kinds of rows, those that others refer to first: the lookup of the plan, and the columns that identify a row."""
OF_PLAN = [Objective, Theme, Action]
OF_ACTION = [model for model in ROW_KINDS if model not in OF_PLAN]

Rows = dict[tuple, list[Any]]
"""Rows of one kind by identity; of a row that is in force for a time there may be several."""


@dataclass(frozen=True)
class PlacedAction:
    """What to write of an action, with the orders of its roles, milestones and indicators and the places of its budget
    lines, as it lists them."""

    row: Action
    planned: PlannedAction
    ministers: Sequence[int]
    promoters: Sequence[int]
    milestones: Sequence[int]
    indicators: Sequence[int]
    lines: Sequence[int]


class ActionRows:
    """The rows of actions of a plan, to be edited in place: those in force on `day`, or all if it is None.

    Raises Refused where a value does not fit its column, and where the database refuses a row.
    """

    def __init__(
        self, plan: Plan, codes: Collection[str] | None = None, day: datetime.date | None = None
    ) -> None:
        """`codes` are those of the actions to write; None for all of the plan."""
        self.plan, self.day = plan, day
        self.ministers = {row.key: row for row in Minister.objects.all()}
        self.organisations = {row.key: row for row in Organisation.objects.all()}
        self.rows = {model: self.read(model) for model in OF_PLAN}
        self.rows |= {model: self.read(model, codes, day) for model in OF_ACTION}
        rows = {model: [row for [row] in self.rows[model].values()] for model in OF_PLAN}
        self.objectives = {row.number: row for row in rows[Objective]}
        self.themes = {(row.objective_id, row.title): row for row in rows[Theme]}
        self.actions = {row.code: row for row in rows[Action]}

    def read(
        self, model: Any, codes: Collection[str] | None = None, day: datetime.date | None = None
    ) -> Rows:
        path, identity = ROW_KINDS[model]
        rows = model.objects.filter(**{path: self.plan}).order_by("pk")
        if codes is not None:
            rows = rows.filter(**{f"{path.removesuffix('plan')}code__in": codes})
        if day is not None and issubclass(model, InForce):
            rows = rows.in_force(day)
        by_identity: Rows = defaultdict(list)
        for row in rows:
            by_identity[tuple(getattr(row, name) for name in identity)].append(row)
        return by_identity

    def placed(self, planned: PlannedAction, lines: Sequence[int]) -> PlacedAction:
        """The action with the orders of its rows on the day; `lines` are the places of its budget lines, in their order.

        Roles that stay keep their order if the ones before leave room; new milestones and indicators come last.
        """
        row = self.actions[planned.code]
        ministers = [self.ministers[part.minister].pk for part in planned.ministers]
        organisations = [self.organisations[part.organisation].pk for part in planned.promoters]
        return PlacedAction(
            row,
            planned,
            ministers=self._orders(MinisterInvolvement, row, ministers),
            promoters=self._orders(Promotion, row, organisations),
            milestones=self._orders_by_key(Milestone, row, planned.milestones),
            indicators=self._orders_by_key(Indicator, row, planned.indicators),
            lines=lines,
        )

    def _orders_by_key(self, model: Any, action: Action, parts: Iterable[Any]) -> list[int]:
        orders = {key[1]: rows[-1].order for key, rows in self.rows[model].items() if key[0] == action.pk}
        next_orders = itertools.count(max(orders.values(), default=0) + 1)
        return [orders.get(part.key) or next(next_orders) for part in parts]

    def _orders(self, model: Any, action: Action, bodies: Iterable[int]) -> list[int]:
        orders: list[int] = []
        for body in bodies:
            rows = self.rows[model].get((action.pk, body), [])
            order = next((row.order for row in rows if self.day is None or row.is_in_force(self.day)), 0)
            orders.append(max(order, orders[-1] + 1 if orders else 1))
        return orders

    def write(self, placed: Sequence[PlacedAction]) -> None:
        """Write terms, roles, phases, milestones, indicators and budget lines."""
        terms = {(action.row.pk,): terms_values(action.row, action.planned) for action in placed}
        self.put(ActionTerms, terms)
        self._write_parts(placed)
        phases = {
            (action.row.pk, place): values_of(Phase, phase)
            for action in placed
            for place, phase in enumerate(action.planned.phases, 1)
        }
        self.put(Phase, phases)
        self._write_milestones(placed)
        self._write_indicators(placed)
        self._write_lines(placed)

    def write_cross_references(self, actions: Iterable[PlannedAction]) -> None:
        """Write their cross-references, once all actions exist."""
        wanted = {
            (self.actions[action.code].pk, order): self._reference_values(code)
            for action in actions
            for order, code in enumerate(action.cross_references, 1)
        }
        self.edit(CrossReference, wanted)
        self._remove_what_is_left(CrossReference, {self.actions[action.code].pk for action in actions})

    def _reference_values(self, code: str) -> Values:
        """A reference to an action by its code, or to an objective by its number."""
        to_objective = None if "." in code else self.objectives[int(code)]
        return {"to_action": self.actions.get(code), "to_objective": to_objective}

    def put(
        self, model: Any, wanted: Mapping[tuple, Values], stays: Callable[[Any], bool] = lambda row: True
    ) -> dict[tuple, Any]:
        """Write rows that are in force for a time; returns them by identity.

        `stays` says of a row that has these values already whether nothing else about it changes.
        """
        return self.edit(model, wanted)

    def edit(self, model: Any, wanted: Mapping[tuple, Values]) -> dict[tuple, Any]:
        """Give the rows with these identities these values, in place; returns them by identity."""
        identity = ROW_KINDS[model][1]
        edited, new, known = {}, [], []
        for key, values in wanted.items():
            if rows := self.rows[model].pop(key, None):
                edited[key] = rows[-1]
                known.append((edited[key], values))
            else:
                edited[key] = model(**dict(zip(identity, key, strict=True)) | values)
                new.append(edited[key])
        save_changes(model, known)
        save_all(model, new)
        return edited

    def _remove_what_is_left(self, model: Any, owners: Collection[int]) -> None:
        """Delete the rows of these owners that `edit` was not given; the first column of the identity is the owner."""
        left = [key for key in self.rows[model] if key[0] in owners]
        keys = [row.pk for key in left for row in self.rows[model].pop(key)]
        if keys:
            model._default_manager.filter(pk__in=keys).delete()

    def _write_parts(self, placed: Sequence[PlacedAction]) -> None:
        ministers = {
            (action.row.pk, self.ministers[part.minister].pk): values_of(MinisterInvolvement, part)
            | {"order": order}
            for action in placed
            for order, part in zip(action.ministers, action.planned.ministers, strict=True)
        }
        organisations = {
            (action.row.pk, self.organisations[part.organisation].pk): values_of(Promotion, part)
            | {"order": order}
            for action in placed
            for order, part in zip(action.promoters, action.planned.promoters, strict=True)
        }
        self.put(MinisterInvolvement, ministers)
        self.put(Promotion, organisations)

    def _write_milestones(self, placed: Sequence[PlacedAction]) -> None:
        milestones = {
            (action.row.pk, milestone.key): (order, milestone)
            for action in placed
            for order, milestone in zip(action.milestones, action.planned.milestones, strict=True)
        }
        rows = self.edit(
            Milestone, {key: {"order": order} for key, (order, _milestone) in milestones.items()}
        )
        terms = {
            (rows[key].pk,): values_of(MilestoneTerms, milestone)
            for key, (_order, milestone) in milestones.items()
        }
        self.put(MilestoneTerms, terms)

    def _write_indicators(self, placed: Sequence[PlacedAction]) -> None:
        indicators = {
            (action.row.pk, indicator.key): (order, indicator)
            for action in placed
            for order, indicator in zip(action.indicators, action.planned.indicators, strict=True)
        }
        rows = self.edit(Indicator, {key: {"order": order} for key, (order, _planned) in indicators.items()})
        terms = {
            (rows[key].pk,): self._indicator_values(indicator)
            for key, (_order, indicator) in indicators.items()
        }
        self.put(IndicatorTerms, terms)

    def _indicator_values(self, indicator: PlannedIndicator) -> Values:
        return values_of(IndicatorTerms, indicator) | {
            "targets": as_json(indicator.targets, tuple[YearTarget, ...]),
            "asked_of": self.organisations[indicator.asked_of] if indicator.asked_of else None,
        }

    def _write_lines(self, placed: Sequence[PlacedAction]) -> None:
        lines = {
            (action.row.pk, place): line
            for action in placed
            for place, line in zip(action.lines, action.planned.lines, strict=True)
        }
        rows = self.edit(BudgetLine, {key: {} for key in lines})
        values = {(rows[key].pk,): self._terms_values(rows[key], line) for key, line in lines.items()}
        shares = {
            (rows[key].pk,): [self._share_values(share) for share in line.funding]
            for key, line in lines.items()
        }
        known = grouped((row for rows in self.rows[Funding].values() for row in rows), "terms_id")
        terms = self.put(BudgetTerms, values, lambda row: _match(known[row.pk], shares[row.line_id,]))
        funding = {
            (terms[line].pk, order): each
            for line, of_line in shares.items()
            for order, each in enumerate(of_line, 1)
        }
        self.edit(Funding, funding)
        self._remove_what_is_left(Funding, {row.pk for row in terms.values()})

    def _terms_values(self, row: BudgetLine, line: PlannedBudgetLine) -> Values:
        """With the spread of the lead, as long as the plan does not state other amounts per year."""
        years = as_json(line.years, tuple[YearAmount, ...])
        known = self.rows[BudgetTerms].get((row.pk,), [])
        spread: dict[str, Any] = next((terms.spread for terms in reversed(known) if terms.years == years), {})
        return values_of(BudgetTerms, line) | {"years": years, "spread": spread}

    def _share_values(self, share: FundingShare) -> Values:
        """A source that is not an organisation is stored by name."""
        organisation = self.organisations.get(share.source)
        source = "" if organisation else share.source
        return {"organisation": organisation, "source": source, "percent": share.percent}


def values_of(model: Any, part: Any) -> Values:
    """Values of the columns that have the names of its members; the defaults of the columns for None."""
    columns = {column.name: column for column in model._meta.concrete_fields if not column.is_relation}
    values = {member.name: getattr(part, member.name) for member in fields(part) if member.name in columns}
    return {name: columns[name].get_default() if value is None else value for name, value in values.items()}


def action_values(
    planned: PlannedAction, objective: Objective, themes: Mapping[tuple[int, str], Theme]
) -> Values:
    """`themes` by the key of the objective and the title."""
    return {
        "objective": objective,
        "theme": themes[objective.pk, planned.theme] if planned.theme else None,
        "order": order_of(planned.code),
        "timing_printed": planned.timing.printed_as,
        "budget_printed": planned.budget.printed_as,
        "limited": planned.limited,
    }


def terms_values(action: Action, planned: PlannedAction) -> Values:
    values = values_of(ActionTerms, planned)
    return values | {"folded": ActionTerms(action=action, **values).folded_words()}


def _match(rows: Sequence[Any], wanted: Sequence[Values]) -> bool:
    return len(rows) == len(wanted) and not any(map(changed_columns, rows, wanted))
