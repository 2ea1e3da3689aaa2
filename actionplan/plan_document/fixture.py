"""Turns a Django fixture of a plan, such as those in fixtures/, into its document. No row is saved: the document is
imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.planned.document import (
    DescribedPlan,
    DescribedPolicyArea,
    PlanDocument,
    PlannedAction,
    PlannedBudgetLine,
)
from actionplan.planned.faults import Fault, Faulty, faulty
from actionplan.planned.from_rows import from_row, planned_action, planned_line
from actionplan.planned.json_form import as_json, read_document
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

from .exporting import described_minister, described_objective, described_organisation

NATURAL_KEYS: dict[Any, list[str]] = {
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
    Indicator: ["action", "key"],
    IndicatorTerms: [],
    BudgetLine: ["action", "place"],
    BudgetTerms: ["line", "in_force_from"],
    Funding: [],
}
"""The models of a plan, each after those it refers to, with the columns of its natural key; empty if nothing refers to it."""
MODELS_BY_LABEL = {model._meta.label_lower: model for model in NATURAL_KEYS}
PLACES = ["number", "place", "order"]
"""The columns that rows are sorted by, if the model has them."""


@dataclass(eq=False)
class FixtureRow:
    place: str
    row: Any
    """An instance that is never saved; what the fixture leaves out has its default."""
    fields: dict[str, Any]
    """The fields as in the fixture."""
    pk: Any
    links: dict[str, FixtureRow | None] = field(default_factory=dict)
    """The rows of the fixture that it refers to, by relation."""

    def known_by(self) -> tuple[Any, ...]:
        """The natural key, flattened, as other rows refer to it."""
        key: list[Any] = []
        for name in NATURAL_KEYS[type(self.row)]:
            linked = self.links.get(name)
            key += linked.known_by() if linked else [self.fields.get(name)]
        return tuple(key)

    def orders(self) -> list[Any]:
        return [getattr(self.row, name) for name in PLACES if hasattr(self.row, name)]


def document_of_fixture(items: list[Any]) -> PlanDocument:
    """The document with the contents of the rows, not yet checked for consistency.

    Raises Faulty where rows do not belong to a plan as adopted, or refer to rows that are not in the file.
    """
    rows = list(_rows(items))
    faults = [entry for entry in rows if isinstance(entry, Fault)]
    fixture_rows = [row for row in rows if isinstance(row, FixtureRow)]
    faults = faults or list(_linked(fixture_rows))
    if faults:
        raise Faulty(faults)
    if len([row for row in fixture_rows if isinstance(row.row, Plan)]) != 1:
        raise faulty(_("A fixture holds one plan, with all that it names, in one file."))
    return read_document(as_json(_Fixture(fixture_rows).document()))


def _rows(items: list[Any]) -> Iterator[FixtureRow | Fault]:
    for position, item in enumerate(items, 1):
        label = item.get("model") if isinstance(item, dict) else None
        place = _("row %(number)s") % {"number": position}
        if not isinstance(label, str) or not isinstance(item.get("fields"), dict):
            yield Fault((place,), _("a row of a fixture has a model and fields."))
        elif label.lower() not in MODELS_BY_LABEL:
            words = _("“%(model)s” is no model of a plan: take it out of the file.")
            yield Fault((place,), words % {"model": label})
        else:
            yield from _row(f"{place}, {label}", MODELS_BY_LABEL[label.lower()], item)


def _row(place: str, model: Any, item: dict[str, Any]) -> Iterator[FixtureRow | Fault]:
    columns = {column.name: column for column in model._meta.concrete_fields if not column.primary_key}
    fields = item["fields"]
    for name in fields.keys() - columns.keys():
        yield Fault((place,), _("“%(member)s” is not known here.") % {"member": name})
    own = {name for name, column in columns.items() if not column.is_relation}
    row = model(**{name: fields[name] for name in fields.keys() & own})
    for name in sorted(own):
        value = getattr(row, name)
        try:
            setattr(row, name, columns[name].clean(value, row))
        except ValidationError as error:
            yield Fault((place, name), " ".join(error.messages))
        except TypeError:
            words = _("“%(value)s” is not written as it must be.")
            yield Fault((place, name), words % {"value": value})
    ended = ["in_force_from", "in_force_until", "merged_into", "begun_by", "ended_by"]
    if model not in (Minister, Organisation) and any(fields.get(name) for name in ended):
        yield Fault(
            (place,), _("this was amended. A fixture holds a plan as adopted: take the plan document.")
        )
    yield FixtureRow(place, row, fields, item.get("pk"))


def _linked(rows: list[FixtureRow]) -> Iterator[Fault]:
    """Link each row to the rows that it refers to."""
    known: dict[tuple[Any, str], FixtureRow] = {}
    for model, key in NATURAL_KEYS.items():
        of_model = [row for row in rows if type(row.row) is model]
        relations = [column for column in model._meta.concrete_fields if column.related_model in NATURAL_KEYS]
        to_itself = [column for column in relations if column.related_model is model]
        for row in of_model:
            yield from _links(row, [relation for relation in relations if relation not in to_itself], known)
            if key and known.setdefault((model, repr(row.known_by())), row) is not row:
                yield Fault((row.place,), _("this stands in the file twice."))
            if row.pk is not None:
                known[model, repr((row.pk,))] = row
            if model is CrossReference and not (row.links["to_action"] or row.links["to_objective"]):
                yield Fault((row.place,), _("“%(member)s” is missing.") % {"member": "to_action"})
        for row in of_model:
            yield from _links(row, to_itself, known)


def _links(
    row: FixtureRow, relations: list[models.Field], known: dict[tuple[Any, str], FixtureRow]
) -> Iterator[Fault]:
    for column in relations:
        named = row.fields.get(column.name)
        key = tuple(named) if isinstance(named, list) else (named,)
        linked = row.links[column.name] = known.get((column.related_model, repr(key)))
        if linked is not None:
            setattr(row.row, column.name, linked.row)
        elif named is not None or not column.null:
            words = _("“%(member)s” names %(row)s, which is not in the file.")
            yield Fault((row.place,), words % {"member": column.name, "row": named})


class _Fixture:
    """Assembles linked rows into a document."""

    def __init__(self, rows: list[FixtureRow]) -> None:
        self.rows: dict[Any, list[FixtureRow]] = defaultdict(list)
        self.below: dict[tuple[Any, FixtureRow, str], list[FixtureRow]] = defaultdict(list)
        for row in sorted(rows, key=FixtureRow.orders):
            self.rows[type(row.row)].append(row)
            for name, linked in row.links.items():
                if linked is not None:
                    self.below[type(row.row), linked, name].append(row)

    def _of(self, above: FixtureRow, model: Any, name: str = "action") -> list[Any]:
        """The rows of the model that refer to this one in the relation."""
        return [child.row for child in self.below[model, above, name]]

    def document(self) -> PlanDocument:
        [plan] = self.rows[Plan]
        organisations = self.rows[Organisation]
        return PlanDocument(
            format=1,
            plan=from_row(DescribedPlan, plan.row),
            ministers=tuple(described_minister(row.row) for row in self.rows[Minister]),
            policy_areas=tuple(from_row(DescribedPolicyArea, row.row) for row in self.rows[PolicyArea]),
            organisations=tuple(described_organisation(row.row, self._area(row)) for row in organisations),
            objectives=tuple(
                described_objective(row.row, self._of(row, Theme, "objective"))
                for row in self.rows[Objective]
            ),
            actions=tuple(self._action(row) for row in self.rows[Action]),
        )

    def _area(self, organisation: FixtureRow) -> Any:
        areas = self._of(organisation, Affiliation, "organisation")
        return areas[0].policy_area.code if areas else None

    def _action(self, row: FixtureRow) -> PlannedAction:
        return planned_action(
            row.row,
            self._terms(row, ActionTerms, "action"),
            ministers=self._of(row, MinisterInvolvement),
            promotions=self._of(row, Promotion),
            phases=self._of(row, Phase),
            lines=[self._line(line) for line in self.below[BudgetLine, row, "action"]],
            milestones=[
                self._terms(milestone, MilestoneTerms, "milestone")
                for milestone in self.below[Milestone, row, "action"]
            ],
            indicators=[
                self._terms(indicator, IndicatorTerms, "indicator")
                for indicator in self.below[Indicator, row, "action"]
            ],
            references=[reference.code for reference in self._of(row, CrossReference)],
            leads=self._of(row, Lead),
        )

    def _line(self, row: FixtureRow) -> PlannedBudgetLine:
        terms = self.below[BudgetTerms, row, "line"]
        shares = [share for entry in terms for share in self._of(entry, Funding, "terms")]
        return planned_line(self._terms(row, BudgetTerms, "line"), shares)

    def _terms(self, row: FixtureRow, model: Any, name: str) -> Any:
        """The terms of this row. Raises Faulty unless there is exactly one row of them."""
        terms = self._of(row, model, name)
        if len(terms) != 1:
            words = _("one row of %(model)s is needed that names it in “%(member)s”.")
            raise Faulty([Fault((row.place,), words % {"model": model._meta.label_lower, "member": name})])
        return terms[0]
