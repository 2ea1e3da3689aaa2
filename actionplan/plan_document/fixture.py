"""From a Django fixture of a plan, such as those in fixtures/, to its document. No row of it is saved: the document is imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from actionplan.amendments.shape import SCHEMA, Fault
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
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

from .faulty import Faulty, faulty

Item = dict[str, Any]

KNOWN_BY: dict[Any, list[str]] = {
    Minister: ["key"],
    PolicyArea: ["code"],
    Organisation: ["key"],
    Affiliation: [],
    Plan: ["code"],
    Objective: ["plan", "number"],
    Theme: ["objective", "order"],
    Action: ["plan", "code"],
    ActionTerms: [],
    MinisterInvolvement: [],
    Promotion: [],
    Lead: [],
    Phase: [],
    CrossReference: [],
    Milestone: ["action", "key"],
    MilestoneTerms: [],
    BudgetLine: ["action", "place"],
    BudgetTerms: ["line", "in_force_from"],
    Funding: [],
}
"""The models of a plan, each behind those that it refers to, with the columns of its natural key; empty: nothing refers to it."""
LABELS = {model._meta.label_lower: model for model in KNOWN_BY}
PLACES = ["number", "place", "order"]
"""The columns by which rows are sorted, as far as a model has them."""
DAYS = {"from": "in_force_from", "until": "in_force_until"}
PRINTED = {"precision", "recurrence"}
"""How the names of columns end whose empty text is null in the document."""


@dataclass(eq=False)
class FixtureRow:
    place: str
    model: Any
    values: Item
    """By column; what the fixture leaves out has its default."""
    links: dict[str, FixtureRow | None] = field(default_factory=dict)
    """By relation: the row of the fixture that it names."""

    def known_by(self) -> tuple[Any, ...]:
        """The natural key, flat, as other rows name it."""
        found: list[Any] = []
        for name in KNOWN_BY[self.model]:
            linked = self.links.get(name)
            found += linked.known_by() if linked else [self.values[name]]
        return tuple(found)

    def orders(self) -> list[Any]:
        return [self.values[name] for name in PLACES if name in self.values]

    def members(self, schema: Item, **renamed: str) -> Item:
        """What the schema's members say that are columns of the row; `renamed` gives the column of a member."""
        columns = {name: renamed.get(name, name) for name in schema["properties"]}
        return {name: self._said(column) for name, column in columns.items() if column in self.values}

    def _said(self, column: str) -> Any:
        value = self.values[column]
        return None if value == "" and column.endswith(tuple(PRINTED)) else value


def document_of_fixture(items: list[Any]) -> Item:
    """The document that says what the rows say; whether that can be a plan is looked at afterwards.

    Raises Faulty where rows are none of a plan as adopted, or name rows that are not in the file.
    """
    rows = list(_rows(items))
    faults = [one for one in rows if isinstance(one, Fault)]
    found = [one for one in rows if isinstance(one, FixtureRow)]
    faults = faults or list(_linked(found))
    if faults:
        raise Faulty(faults)
    if len([row for row in found if row.model is Plan]) != 1:
        raise faulty(_("A fixture holds one plan, with all that it names, in one file."))
    return _Fixture(found).document()


def _rows(items: list[Any]) -> Iterator[FixtureRow | Fault]:
    for position, item in enumerate(items, 1):
        label = item.get("model") if isinstance(item, dict) else None
        place = _("row %(number)s") % {"number": position}
        if not isinstance(label, str) or not isinstance(item.get("fields"), dict):
            yield Fault(place, _("a row of a fixture has a model and fields."))
        elif label.lower() not in LABELS:
            words = _("“%(model)s” is no model of a plan: take it out of the file.")
            yield Fault(place, words % {"model": label})
        else:
            yield from _row(f"{place}, {label}", LABELS[label.lower()], item)


def _row(place: str, model: Any, item: Item) -> Iterator[FixtureRow | Fault]:
    columns = {column.name: column for column in model._meta.concrete_fields if not column.primary_key}
    values = {name: column.get_default() for name, column in columns.items()} | item["fields"]
    for name in values.keys() - columns.keys():
        yield Fault(place, _("“%(member)s” is not known here.") % {"member": name})
    for name in values.keys() & set(PLACES):
        if type(values[name]) is not int:
            yield Fault(place, _("“%(member)s” must be a whole number.") % {"member": name})
    ended = [values.get(name) for name in [*DAYS.values(), "merged_into", "begun_by", "ended_by"]]
    if model not in (Minister, Organisation) and any(ended):
        yield Fault(place, _("this was amended. A fixture holds a plan as adopted: take the plan document."))
    yield FixtureRow(place, model, values | {"pk": item.get("pk")})


def _linked(rows: list[FixtureRow]) -> Iterator[Fault]:
    """Give each row the rows that it names."""
    known: dict[tuple[Any, str], FixtureRow] = {}
    for model, key in KNOWN_BY.items():
        of_model = [row for row in rows if row.model is model]
        to_itself = [column for column in _relations(model) if column.related_model is model]
        for row in of_model:
            yield from _links(row, [one for one in _relations(model) if one not in to_itself], known)
            if key and known.setdefault((model, repr(row.known_by())), row) is not row:
                yield Fault(row.place, _("this stands in the file twice."))
            if row.values["pk"] is not None:
                known[model, repr((row.values["pk"],))] = row
        for row in of_model:
            yield from _links(row, to_itself, known)


def _relations(model: Any) -> list[models.Field]:
    return [column for column in model._meta.concrete_fields if column.related_model in KNOWN_BY]


def _links(
    row: FixtureRow, relations: list[models.Field], known: dict[tuple[Any, str], FixtureRow]
) -> Iterator[Fault]:
    for column in relations:
        named = row.values[column.name]
        key = tuple(named) if isinstance(named, list) else (named,)
        linked = known.get((column.related_model, repr(key)))
        row.links[column.name] = linked
        if linked is None and not (named is None and column.null):
            words = _("“%(member)s” names %(row)s, which is not in the file.")
            yield Fault(row.place, words % {"member": column.name, "row": named})


class _Fixture:
    """Rows that name one another, put together as the document has them."""

    def __init__(self, rows: list[FixtureRow]) -> None:
        self.rows: dict[Any, list[FixtureRow]] = defaultdict(list)
        self.below: dict[tuple[Any, FixtureRow], list[FixtureRow]] = defaultdict(list)
        for row in sorted(rows, key=FixtureRow.orders):
            self.rows[row.model].append(row)
            for linked in row.links.values():
                if linked is not None:
                    self.below[row.model, linked].append(row)

    def document(self) -> Item:
        of = {name: schema.get("items", schema) for name, schema in SCHEMA["properties"].items()}
        [plan] = self.rows[Plan]
        return {
            "format": 1,
            "plan": plan.members(of["plan"]),
            "ministers": [
                row.members(of["ministers"], **DAYS) | {"succeeded_by": _key(row, "succeeded_by")}
                for row in self.rows[Minister]
            ],
            "policy_areas": [row.members(of["policy_areas"]) for row in self.rows[PolicyArea]],
            "organisations": [
                row.members(of["organisations"], **DAYS)
                | {"succeeded_by": _key(row, "succeeded_by"), "policy_area": self._area(row)}
                for row in self.rows[Organisation]
            ],
            "objectives": [
                row.members(of["objectives"])
                | {
                    "themes": [theme.values["title"] for theme in self.below[Theme, row]],
                    "themes_nl": [theme.values["title_nl"] for theme in self.below[Theme, row]],
                }
                for row in self.rows[Objective]
            ],
            "actions": [self._action(row, of["actions"]) for row in self.rows[Action]],
        }

    def _area(self, organisation: FixtureRow) -> Any:
        areas = [row.links["policy_area"] for row in self.below[Affiliation, organisation]]
        return areas[0].values["code"] if areas and areas[0] else None

    def _action(self, row: FixtureRow, schema: Item) -> Item:
        of = schema["properties"]
        timing, budget = of["timing"]["properties"], of["budget"]["properties"]
        objective, theme = row.links["objective"], row.links["theme"]
        return {
            **row.members(schema),
            **self._terms(ActionTerms, row, schema),
            "objective": objective and objective.values["number"],
            "theme": theme and theme.values["title"],
            "ministers": [
                one.members(of["ministers"]["items"]) | {"minister": _key(one, "minister")}
                for one in self.below[MinisterInvolvement, row]
            ],
            "promoters": [
                one.members(of["promoters"]["items"]) | {"organisation": _key(one, "organisation")}
                for one in self.below[Promotion, row]
            ],
            "timing": {
                "printed_as": row.values["timing_printed"],
                "phases": [one.members(timing["phases"]["items"]) for one in self.below[Phase, row]],
            },
            "budget": {
                "printed_as": row.values["budget_printed"],
                "lines": [self._line(one, budget["lines"]["items"]) for one in self.below[BudgetLine, row]],
            },
            "milestones": [
                {"key": one.values["key"]} | self._terms(MilestoneTerms, one, of["milestones"]["items"])
                for one in self.below[Milestone, row]
            ],
            "cross_references": [
                _code(one) for one in self.below[CrossReference, row] if one.links["action"] is row
            ],
            "lead": next((_key(one, "organisation") for one in self.below[Lead, row]), None),
        }

    def _terms(self, model: Any, row: FixtureRow, schema: Item) -> Item:
        """What the row says; nothing where the fixture has no terms of it, or several, which is then found missing."""
        terms = self.below[model, row]
        return terms[0].members(schema) if len(terms) == 1 else {}

    def _line(self, row: FixtureRow, schema: Item) -> Item:
        terms = self.below[BudgetTerms, row]
        shares = [share for one in terms[:1] for share in self.below[Funding, one]]
        said = terms[0].members(schema, phase="phase_place") if len(terms) == 1 else {}
        return said | {
            "funding": [
                {
                    "source": _key(share, "organisation") or share.values["source"],
                    "percent": share.values["percent"],
                }
                for share in shares
            ]
        }


def _key(row: FixtureRow, relation: str) -> Any:
    linked = row.links[relation]
    return linked.values["key"] if linked else None


def _code(row: FixtureRow) -> Any:
    """Of the action, or the number of the objective, that is referred to."""
    action, objective = row.links["to_action"], row.links["to_objective"]
    if action is not None:
        return action.values["code"]
    return str(objective.values["number"]) if objective else None
