"""From a document to the plan's rows: each row is found by what it is known by, and added, changed or removed, many at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from actionplan.base.refusals import Refused
from actionplan.base.row_writes import save
from actionplan.planned.from_rows import lead_of
from actionplan.planned.json_form import SCHEMA, Item
from actionplan.planned.members import values_of
from actionplan.planned.row_values import action_values
from actionplan.planned.to_rows import KINDS, ActionRows, PlacedItem
from actions.models import Action, Lead, Milestone
from budgets.models import BudgetLine
from objectives.models import Objective, Plan, Theme

from .matching import WAS

ABOVE_ALL_ORDERS = 10_000


def write_plan(plan: Plan, document: Item) -> Iterator[int]:
    """Make the rows of the plan those of a document in the state that the plan shall have.

    Answers with the number of each objective of which the actions are written. Rows that the document does not have are
    removed at the end, the last kind first. Raises Refused where something else refers to a row that should go, and where
    a value does not fit its column.
    """
    save(plan, values_of(Plan, document["plan"], SCHEMA["properties"]["plan"]))
    rows = PlanRows(plan)
    rows.write_objectives(document["objectives"])
    rows.write_actions(document["actions"])
    rows.move_milestones(document["actions"])
    rows.move_lines(document["actions"])
    by_objective = {number: list(items) for number, items in groupby(document["actions"], _objective)}
    for objective in plan.objectives.all():
        items = by_objective.get(objective.number, [])
        rows.write([rows.as_listed(item) for item in items])
        rows.write_leads(items)
        yield objective.number
    for model in reversed(KINDS):
        _remove(model, [row for left in rows.rows[model].values() for row in left])


class PlanRows(ActionRows):
    """All rows of a plan in preparation; those that its document does not have are what is left once it is written."""

    def as_listed(self, item: Item) -> PlacedItem:
        parts = [item["ministers"], item["promoters"], item["milestones"], item["budget"]["lines"]]
        return PlacedItem(self.actions[item["code"]], item, *(range(1, len(part) + 1) for part in parts))

    def write_objectives(self, items: list[Item]) -> None:
        names = ["title", "title_nl", "summary", "summary_nl"]
        wanted = {
            (self.plan.pk, item["number"]): {name: item.get(name, "") for name in names} for item in items
        }
        rows = self.edit(Objective, wanted)
        self.objectives = {number: row for (_plan, number), row in rows.items()}
        themes = {}
        for item in items:
            dutch = item.get("themes_nl") or [""] * len(item["themes"])
            for order, (title, title_nl) in enumerate(zip(item["themes"], dutch, strict=True), 1):
                themes[self.objectives[item["number"]].pk, order] = {"title": title, "title_nl": title_nl}
        found = self.edit(Theme, themes)
        self.themes = {(objective, row.title): row for (objective, _order), row in found.items()}

    def write_actions(self, items: list[Item]) -> None:
        wanted = {
            (self.plan.pk, item["code"]): action_values(item, self.objectives[item["objective"]], self.themes)
            for item in items
        }
        rows = self.edit(Action, wanted)
        self.actions = {code: row for (_plan, code), row in rows.items()}
        self.refer(items)

    def write_leads(self, items: list[Item]) -> None:
        leads = {
            (self.actions[item["code"]].pk,): {"organisation": self.organisations[lead]}
            for item in items
            if (lead := lead_of(item))
        }
        self.edit(Lead, leads)

    def move_milestones(self, items: list[Item]) -> None:
        """Those that get another place, or go, out of the way of the others."""
        wanted = {
            (self.actions[item["code"]].pk, milestone["key"]): order
            for item in items
            for order, milestone in enumerate(item["milestones"], 1)
        }
        moved = [row for key, [row] in self.rows[Milestone].items() if wanted.get(key) != row.order]
        for row in moved:
            row.order += ABOVE_ALL_ORDERS
        Milestone.objects.bulk_update(moved, ["order"], batch_size=500)

    def move_lines(self, items: list[Item]) -> None:
        """Each line to the place that it has in the document, and what the document does not have out of its way."""
        wanted = {
            (self.actions[item["code"]].pk, place): line
            for item in items
            for place, line in enumerate(item["budget"]["lines"], 1)
        }
        places = {(action, line[WAS]): place for (action, place), line in wanted.items() if WAS in line}
        rows = [row for [row] in self.rows[BudgetLine].values()]
        rows.sort(key=lambda row: (row.action_id, row.place))
        moved = []
        for action, of_action in groupby(rows, key=lambda row: row.action_id):
            for was, row in enumerate(of_action, 1):
                in_the_way = ABOVE_ALL_ORDERS if (action, row.place) in wanted else 0
                place = places.get((action, was), row.place + in_the_way)
                if place != row.place:
                    row.place = place
                    moved.append(row)
        if moved:
            existing = BudgetLine.objects.filter(pk__in=[row.pk for row in moved])
            existing.update(place=F("place") + ABOVE_ALL_ORDERS)
            BudgetLine.objects.bulk_update(moved, ["place"])
            self.rows[BudgetLine] = {(row.action_id, row.place): [row] for row in rows}


def _objective(item: Item) -> int:
    return item["objective"]


def _remove(model: Any, rows: list[Any]) -> None:
    """Take away rows of a plan in preparation. Raises Refused where something refers to one of them."""
    try:
        model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    except ProtectedError as error:
        protected = {
            getattr(one, column.attname)
            for one in error.protected_objects
            for column in one._meta.concrete_fields
            if column.related_model is model
        }
        row = next((row for row in rows if row.pk in protected), rows[0])
        raise Refused(
            _("%(kind)s “%(row)s” cannot be removed: something that was entered refers to it.")
            % {"kind": model._meta.verbose_name, "row": row}
        ) from None
