"""From a document to the plan's rows: each row is found by what it is known by, and added, changed or removed, many at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from actionplan.amendments.items import lead_of
from actionplan.amendments.members import values_of
from actionplan.amendments.shape import LINE, MILESTONE, PHASE, SCHEMA, Item
from actionplan.amendments.values import (
    action_values,
    reference_values,
    role_values,
    share_values,
    terms_values,
)
from actionplan.base.refusals import Refused
from actionplan.base.row_writes import Values, save, save_all, save_changes
from actionplan.organisations.models import Minister, Organisation
from actions.models import (
    Action,
    ActionTerms,
    CrossReference,
    Lead,
    Milestone,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from budgets.models import BudgetLine, BudgetTerms, Funding
from objectives.models import Objective, Plan, Theme

from .matching import WAS

ABOVE_ALL_ORDERS = 10_000
KINDS: dict[Any, tuple[str, list[str]]] = {
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
    BudgetLine: ("action__plan", ["action_id", "place"]),
    BudgetTerms: ("line__action__plan", ["line_id"]),
    Funding: ("terms__line__action__plan", ["terms_id", "order"]),
}
"""The kinds of rows, those that others refer to first: the way to the plan, and the columns by which a row is known."""


class PlanRows:
    """The rows of one plan, written from a document in the state that the plan shall have.

    Rows that the document does not have are removed at the end, the last kind first. Raises Refused where
    something else refers to a row that should go, and where a value does not fit its column.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.ministers = {row.key: row for row in Minister.objects.all()}
        self.organisations = {row.key: row for row in Organisation.objects.all()}

    def write(self, document: Item) -> Iterator[int]:
        """Answers with the number of each objective of which the actions are written."""
        save(self.plan, values_of(Plan, document["plan"], SCHEMA["properties"]["plan"]))
        self.rows = {model: self._rows_by_identity(model) for model in KINDS}
        self._write_objectives(document["objectives"])
        self._write_actions(document["actions"])
        self._move_milestones(document["actions"])
        self._move_lines(document["actions"])
        by_objective = {number: list(items) for number, items in groupby(document["actions"], _objective)}
        for objective in self.plan.objectives.all():
            items = by_objective.get(objective.number, [])
            self._write_terms(items)
            self._write_roles(items)
            self._write_timing(items)
            self._write_milestones(items)
            self._write_budget(items)
            yield objective.number
        for model in reversed(KINDS):
            _remove(model, list(self.rows[model].values()))

    def _rows_by_identity(self, model: Any) -> dict[tuple, Any]:
        path, identity = KINDS[model]
        rows = model.objects.filter(**{path: self.plan}).order_by("pk")
        return {tuple(getattr(row, name) for name in identity): row for row in rows}

    def _match(self, model: Any, wanted: dict[tuple, Values]) -> dict[tuple, Any]:
        """The rows with these identities, made to have these values."""
        existing, (_path, identity) = self.rows[model], KINDS[model]
        found, new, known = {}, [], []
        for key, values in wanted.items():
            if key in existing:
                found[key] = existing.pop(key)
                known.append((found[key], values))
            else:
                found[key] = model(**dict(zip(identity, key, strict=True)), **values)
                new.append(found[key])
        save_changes(model, known)
        save_all(model, new)
        return found

    def _write_objectives(self, items: list[Item]) -> None:
        names = ["title", "title_nl", "summary", "summary_nl"]
        wanted = {
            (self.plan.pk, item["number"]): {name: item.get(name, "") for name in names} for item in items
        }
        rows = self._match(Objective, wanted)
        self.objectives = {number: row for (_plan, number), row in rows.items()}
        themes = {}
        for item in items:
            dutch = item.get("themes_nl") or [""] * len(item["themes"])
            for order, (title, title_nl) in enumerate(zip(item["themes"], dutch, strict=True), 1):
                themes[self.objectives[item["number"]].pk, order] = {"title": title, "title_nl": title_nl}
        found = self._match(Theme, themes)
        self.themes = {(objective, row.title): row for (objective, _order), row in found.items()}

    def _write_actions(self, items: list[Item]) -> None:
        wanted = {
            (self.plan.pk, item["code"]): action_values(item, self.objectives[item["objective"]], self.themes)
            for item in items
        }
        rows = self._match(Action, wanted)
        self.actions = {code: row for (_plan, code), row in rows.items()}
        references = {}
        for item in items:
            for order, code in enumerate(item["cross_references"], 1):
                values = reference_values(code, self.actions, self.objectives)
                references[self.actions[item["code"]].pk, order] = values
        self._match(CrossReference, references)

    def _write_terms(self, items: list[Item]) -> None:
        actions = [(self.actions[item["code"]], item) for item in items]
        wanted = {(row.pk,): terms_values(row, item) for row, item in actions}
        self._match(ActionTerms, wanted)

    def _write_roles(self, items: list[Item]) -> None:
        ministers, promotions, leads = {}, {}, {}
        for item in items:
            action = self.actions[item["code"]].pk
            for order, each in enumerate(item["ministers"], 1):
                ministers[action, self.ministers[each["minister"]].pk] = role_values(each, order)
            for order, each in enumerate(item["promoters"], 1):
                promotions[action, self.organisations[each["organisation"]].pk] = role_values(each, order)
            if lead := lead_of(item):
                leads[action,] = {"organisation": self.organisations[lead]}
        self._match(MinisterInvolvement, ministers)
        self._match(Promotion, promotions)
        self._match(Lead, leads)

    def _write_timing(self, items: list[Item]) -> None:
        phases = {
            (self.actions[item["code"]].pk, place): values_of(Phase, phase, PHASE)
            for item in items
            for place, phase in enumerate(item["timing"]["phases"], 1)
        }
        self._match(Phase, phases)

    def _write_milestones(self, items: list[Item]) -> None:
        rows = self._match(Milestone, self._orders_of_milestones(items))
        terms = {
            (rows[self.actions[item["code"]].pk, milestone["key"]].pk,): values_of(
                MilestoneTerms, milestone, MILESTONE
            )
            for item in items
            for milestone in item["milestones"]
        }
        self._match(MilestoneTerms, terms)

    def _orders_of_milestones(self, items: list[Item]) -> dict[tuple, Values]:
        return {
            (self.actions[item["code"]].pk, milestone["key"]): {"order": order}
            for item in items
            for order, milestone in enumerate(item["milestones"], 1)
        }

    def _move_milestones(self, items: list[Item]) -> None:
        """Those that get another place, or go, out of the way of the others."""
        wanted = self._orders_of_milestones(items)
        rows = self.rows[Milestone].items()
        moved = [row for key, row in rows if wanted.get(key) != {"order": row.order}]
        for row in moved:
            row.order += ABOVE_ALL_ORDERS
        Milestone.objects.bulk_update(moved, ["order"], batch_size=500)

    def _write_budget(self, items: list[Item]) -> None:
        wanted = self._places_of_lines(items)
        lines = self._match(BudgetLine, {key: {} for key in wanted})
        values = {(lines[key].pk,): values_of(BudgetTerms, line, LINE) for key, line in wanted.items()}
        terms = self._match(BudgetTerms, values)
        shares = {
            (terms[lines[key].pk,].pk, order): share_values(share, self.organisations)
            for key, line in wanted.items()
            for order, share in enumerate(line["funding"], 1)
        }
        self._match(Funding, shares)

    def _places_of_lines(self, items: list[Item]) -> dict[tuple, Item]:
        return {
            (self.actions[item["code"]].pk, place): line
            for item in items
            for place, line in enumerate(item["budget"]["lines"], 1)
        }

    def _move_lines(self, items: list[Item]) -> None:
        """Each line to the place that it has in the document, and what the document does not have out of its way."""
        wanted = self._places_of_lines(items)
        places = {(action, line[WAS]): place for (action, place), line in wanted.items() if WAS in line}
        rows = sorted(self.rows[BudgetLine].values(), key=lambda row: (row.action_id, row.place))
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
            self.rows[BudgetLine] = {(row.action_id, row.place): row for row in rows}


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
