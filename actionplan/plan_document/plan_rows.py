"""Writes a document to the plan's rows: each row is found by its identity, then added, changed or removed, many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from actionplan.base.refusals import Refused
from actionplan.base.row_writes import save
from actionplan.planned.comparing import Pairs
from actionplan.planned.document import DescribedObjective, PlanDocument, PlannedAction
from actionplan.planned.faults import ItemOf
from actionplan.planned.to_rows import ROW_KINDS, ActionRows, PlacedAction, action_values, values_of
from actions.models import Action, Indicator, Lead, Milestone
from budgets.models import BudgetLine
from objectives.models import Objective, Plan, Theme

ABOVE_ALL_ORDERS = 10_000


def write_plan(plan: Plan, document: PlanDocument, pairs: Pairs) -> Iterator[int]:
    """Make the rows of the plan those of the document, which has the state the plan is to have; `pairs` are those of
    `match_rows`.

    Yields the number of each objective once its actions are written. Rows that the document does not have are removed at the
    end, the last kind first. Raises Refused where something else refers to a row to be removed, and where a value does not
    fit its column.
    """
    save(plan, values_of(Plan, document.plan))
    rows = PlanRows(plan)
    rows.write_objectives(document.objectives)
    rows.write_actions(document.actions)
    rows.move_apart(Milestone, {action.code: action.milestones for action in document.actions})
    rows.move_apart(Indicator, {action.code: action.indicators for action in document.actions})
    rows.move_lines(document.actions, pairs)
    for objective in plan.objectives.all():
        actions = [action for action in document.actions if action.objective == objective.number]
        rows.write([rows.as_listed(action) for action in actions])
        rows.write_leads(actions)
        yield objective.number
    for model in reversed(ROW_KINDS):
        _remove(model, [row for left in rows.rows[model].values() for row in left])


class PlanRows(ActionRows):
    """All rows of a plan in preparation; those left after writing are not in its document."""

    def as_listed(self, action: PlannedAction) -> PlacedAction:
        parts: list[Sequence[Any]] = [action.ministers, action.promoters, action.milestones]
        parts += [action.indicators, action.lines]
        return PlacedAction(self.actions[action.code], action, *(range(1, len(part) + 1) for part in parts))

    def write_objectives(self, objectives: Collection[DescribedObjective]) -> None:
        wanted = {
            (self.plan.pk, objective.number): values_of(Objective, objective) for objective in objectives
        }
        rows = self.edit(Objective, wanted)
        self.objectives = {number: row for (_plan, number), row in rows.items()}
        themes = {}
        for objective in objectives:
            dutch = objective.themes_nl or [""] * len(objective.themes)
            for order, (title, title_nl) in enumerate(zip(objective.themes, dutch, strict=True), 1):
                key = (self.objectives[objective.number].pk, order)
                themes[key] = {"title": title, "title_nl": title_nl}
        edited = self.edit(Theme, themes)
        self.themes = {(objective, row.title): row for (objective, _order), row in edited.items()}

    def write_actions(self, actions: Collection[PlannedAction]) -> None:
        wanted = {
            (self.plan.pk, action.code): action_values(action, self.objectives[action.objective], self.themes)
            for action in actions
        }
        rows = self.edit(Action, wanted)
        self.actions = {code: row for (_plan, code), row in rows.items()}
        self.write_cross_references(actions)

    def write_leads(self, actions: Collection[PlannedAction]) -> None:
        leads = {
            (self.actions[action.code].pk,): {"organisation": self.organisations[action.led_by]}
            for action in actions
            if action.led_by
        }
        self.edit(Lead, leads)

    def move_apart(self, model: Any, wanted_parts: Mapping[str, Sequence[Any]]) -> None:
        """Move milestones or indicators that get another place, or are removed, out of the way of the others; those wanted
        are given by the code of their action."""
        wanted = {
            (self.actions[code].pk, part.key): order
            for code, parts in wanted_parts.items()
            for order, part in enumerate(parts, 1)
        }
        moved = [row for key, [row] in self.rows[model].items() if wanted.get(key) != row.order]
        for row in moved:
            row.order += ABOVE_ALL_ORDERS
        model.objects.bulk_update(moved, ["order"], batch_size=500)

    def move_lines(self, actions: Collection[PlannedAction], pairs: Pairs) -> None:
        """Move each line to its place in the document, and lines that are not in it out of the way."""
        wanted, places = set(), {}
        for action in actions:
            row = self.actions[action.code]
            wanted |= {(row.pk, place) for place in range(1, len(action.lines) + 1)}
            for place, was in enumerate(pairs.get((ItemOf("actions", action.code), "lines"), []), 1):
                places[row.pk, was] = place
        rows = [row for [row] in self.rows[BudgetLine].values()]
        rows.sort(key=lambda row: (row.action_id, row.place))
        moved = []
        for key, of_action in groupby(rows, key=lambda row: row.action_id):
            for was, row in enumerate(of_action, 1):
                in_the_way = ABOVE_ALL_ORDERS if (key, row.place) in wanted else 0
                place = places.get((key, was), row.place + in_the_way)
                if place != row.place:
                    row.place = place
                    moved.append(row)
        if moved:
            existing = BudgetLine.objects.filter(pk__in=[row.pk for row in moved])
            existing.update(place=F("place") + ABOVE_ALL_ORDERS)
            BudgetLine.objects.bulk_update(moved, ["place"])
            self.rows[BudgetLine] = {(row.action_id, row.place): [row] for row in rows}


def _remove(model: Any, rows: list[Any]) -> None:
    """Delete rows of a plan in preparation. Raises Refused where something refers to one of them."""
    try:
        model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    except ProtectedError as error:
        protected = {
            getattr(row, column.attname)
            for row in error.protected_objects
            for column in row._meta.concrete_fields
            if column.related_model is model
        }
        row = next((row for row in rows if row.pk in protected), rows[0])
        raise Refused(
            _("%(kind)s “%(row)s” cannot be removed: something that was entered refers to it.")
            % {"kind": model._meta.verbose_name, "row": row}
        ) from None
