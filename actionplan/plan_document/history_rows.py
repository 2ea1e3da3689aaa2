"""A document of format 2 read: what is in force of it on a day, what cannot be true in it, and its rows written."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from actionplan.amendments.faults import twice, unknown
from actionplan.amendments.items import without_empty
from actionplan.amendments.members import Values, values_of
from actionplan.amendments.places import inside, item_place
from actionplan.amendments.shape import FIRST_YEAR, LAST_YEAR, SCHEMA, Fault, Item, faults_of_shape
from actionplan.amendments.values import reference_values, save, share_values, terms_values
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actions.codes import order_of
from actions.models import (
    Action,
    ActionTerms,
    AmendedAction,
    Amendment,
    CrossReference,
    Milestone,
    MilestoneTerms,
)
from budgets.models import BudgetLine, BudgetTerms, Funding
from objectives.models import Objective, Plan, Theme

from . import history_shape as shape
from .consistency import faults_of_consistency
from .history import PARTS_OF_ACTIONS
from .writing import SCHEMA_OF

LAST_OF_ALL = datetime.date(9998, 12, 31)


def is_history(document: Any) -> bool:
    return isinstance(document, dict) and document.get("format") == shape.HISTORY_FORMAT


def document_in_force(history: Item, on: datetime.date) -> Item:
    """The document of format 1 that the history makes on the day, without policy areas: those have days too."""
    text = on.isoformat()
    document = history | {
        "format": 1,
        "organisations": [item | {"policy_area": None} for item in history["organisations"]],
        "actions": [_action_in_force(item, text) for item in _in_force(history["actions"], text)],
    }
    return without_empty(document, SCHEMA)


def _in_force(rows: list[Item], on: str) -> list[Item]:
    return [row for row in rows if (row.get("from") or "") <= on and not (row.get("until") or "9999") <= on]


def _action_in_force(item: Item, on: str) -> Item:
    """With members that format 1 does not have."""
    leads = _in_force(item["leads"], on)
    phases = sorted(_in_force(item["phases"], on), key=lambda phase: phase["place"])
    return {
        **item,
        **_in_force(item["terms"], on)[0],
        "ministers": _roles(item["ministers"], on),
        "promoters": _roles(item["promoters"], on),
        "timing": {"printed_as": item["timing"], "phases": phases},
        "budget": {
            "printed_as": item["budget"],
            "lines": [said for line in item["lines"] for said in _in_force(line["terms"], on)],
        },
        "milestones": [one | said for one in item["milestones"] for said in _in_force(one["terms"], on)],
        "lead": leads[0]["organisation"] if leads else None,
    }


def _roles(rows: list[Item], on: str) -> list[Item]:
    return sorted(_in_force(rows, on), key=lambda row: row["order"])


def faults_of_history(history: Item) -> list[Fault]:
    """What is wrong with a document of format 2: its shape, what leads nowhere, and what cannot be true of the plan as it ends."""
    return (
        list(faults_of_shape(history, shape.HISTORY))
        or list(_faults_of_references(history))
        or list(faults_of_consistency(document_in_force(history, LAST_OF_ALL)))
    )


def _faults_of_references(history: Item) -> Iterator[Fault]:
    areas = {item["code"] for item in history["policy_areas"]}
    for item in history["organisations"]:
        for one in item["affiliations"]:
            yield from unknown(one["policy_area"], areas, item_place("", "organisations", item, 1))
    yield from twice("amendments", history["amendments"])
    numbers = {item["number"] for item in history["amendments"]}
    ministers = {item["key"] for item in history["ministers"]}
    organisations = {item["key"] for item in history["organisations"]}
    yield from twice("actions", history["actions"])
    codes = {item["code"] for item in history["actions"]}
    themes = {item["number"]: item["themes"] for item in history["objectives"]}
    for item in history["actions"]:
        place = item_place("", "actions", item, 1)
        yield from unknown(item.get("merged_into"), codes, inside(place, "merged_into"))
        yield from unknown(item["objective"], themes, inside(place, "objective"))
        yield from unknown(item["theme"], themes.get(item["objective"], []), inside(place, "theme"))
        for code in item["cross_references"]:
            yield from unknown(code, {*codes, *map(str, themes)}, inside(place, "cross_references"))
        for row in [item, *_rows_of(item)]:
            for name in ("begun_by", "ended_by"):
                yield from unknown(row.get(name), numbers, inside(place, name))
        for row in item["ministers"]:
            yield from unknown(row["minister"], ministers, inside(place, "ministers"))
        for row in [*item["promoters"], *item["leads"]]:
            yield from unknown(row["organisation"], organisations, inside(place, "promoters"))
        if not _has_terms_always(item):
            yield Fault(inside(place, "terms"), _("at least one is needed on each day."))
    for item in history["corrections"]:
        yield from unknown(item["action"], codes, "corrections")
    for place, text in _instants(history):
        try:
            at = datetime.datetime.fromisoformat(text)
            is_instant = at.utcoffset() is not None and FIRST_YEAR <= at.year <= LAST_YEAR
        except ValueError:
            is_instant = False
        if not is_instant:
            yield Fault(
                place, _("“%(value)s” is no instant, such as 2021-12-31T12:00:00+00:00.") % {"value": text}
            )


def _has_terms_always(item: Item) -> bool:
    """Whether an action says something from its first day on, and wherever something that it says ends before itself."""
    days = [item.get("from") or "", *(one.get("until") or "" for one in item["terms"])]
    said = (_in_force(item["terms"], each) for each in days if _in_force([item], each))
    return bool(item["terms"]) and all(said)


def _rows_of(item: Item) -> Iterator[Item]:
    for name in ["terms", "ministers", "promoters", "leads", "phases"]:
        yield from item[name]
    for name in ["milestones", "lines"]:
        for one in item[name]:
            yield from one["terms"]


def _instants(history: Item) -> Iterator[tuple[str, str]]:
    for item in history["amendments"]:
        place = item_place("", "amendments", item, 1)
        yield from (
            (inside(place, f"{act}_at"), item[f"{act}_at"]) for act in shape.ACTS if item.get(f"{act}_at")
        )
    yield from (("corrections", item["at"]) for item in history["corrections"])


class HistoryRows:
    """The rows of a plan that is not there yet, written from a document of format 2. Bodies are there already."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.amendments: dict[int, Amendment] = {}
        self.actions: dict[str, Action] = {}
        self.bodies: dict[str, dict[str, Any]] = {
            "minister": {row.key: row for row in Minister.objects.all()},
            "organisation": {row.key: row for row in Organisation.objects.all()},
        }

    def write(self, history: Item) -> Iterator[int]:
        """Answers with the number of each objective as its actions are written."""
        _write_affiliations(history["organisations"], self.bodies["organisation"])
        save(self.plan, values_of(Plan, history["plan"], shape.HISTORY_PLAN))
        for item in history["amendments"]:
            self._write_amendment(item)
        for item in history["objectives"]:
            self._write_objective(item)
        objectives = {row.number: row for row in self.plan.objectives.all()}
        themes = {
            (row.objective_id, row.title): row for row in Theme.objects.filter(objective__plan=self.plan)
        }
        written = 0
        for item in history["actions"]:
            self._write_action(item, objectives[item["objective"]], themes)
            if item["objective"] != written:
                written = item["objective"]
                yield written
        for item in history["actions"]:
            action = self.actions[item["code"]]
            merged, continued = self.actions.get(item.get("merged_into")), _continued(item)
            save(action, {"merged_into": merged, "continues": continued})
            for order, code in enumerate(item["cross_references"], 1):
                values = reference_values(code, self.actions, objectives)
                save(CrossReference(action=action, order=order), values)
        for item in history["corrections"]:
            self._record(item)

    def _write_amendment(self, item: Item) -> None:
        names = {f"{act}_by_name": item.get(f"{act}_by", "") for act in shape.ACTS}
        row = self.amendments[item["number"]] = Amendment(plan=self.plan)
        save(row, values_of(Amendment, item, shape.AMENDMENT) | names)
        for each in item["actions"]:
            values = values_of(AmendedAction, each, shape.AMENDED_ACTION)
            save(AmendedAction(amendment=row), values | {"order": order_of(each["code"])})

    def _write_objective(self, item: Item) -> None:
        row = Objective(plan=self.plan)
        save(row, values_of(Objective, item, SCHEMA_OF["objectives"]))
        dutch = item.get("themes_nl") or [""] * len(item["themes"])
        for order, (title, title_nl) in enumerate(zip(item["themes"], dutch, strict=True), 1):
            save(Theme(objective=row, order=order), {"title": title, "title_nl": title_nl})

    def _write_action(self, item: Item, objective: Objective, themes: dict[tuple[int, str], Theme]) -> None:
        action = self.actions[item["code"]] = Action(plan=self.plan)
        values = values_of(Action, item, shape.HISTORY_ACTION) | {
            "objective": objective,
            "theme": themes[objective.pk, item["theme"]] if item["theme"] else None,
            "order": order_of(item["code"]),
            "timing_printed": item["timing"],
            "budget_printed": item["budget"],
        }
        save(action, values | self._amendments_of(item))
        for name, (model, body, schema) in PARTS_OF_ACTIONS.items():
            for one in item[name]:
                about = {body: self.bodies[body][one[body]]} if body else {}
                about |= terms_values(action, one) if model is ActionTerms else {}
                self._save(model(action=action), one, schema, about)
        for each in item["milestones"]:
            milestone = Milestone(action=action)
            save(milestone, values_of(Milestone, each, shape.HISTORY_MILESTONE))
            for one in each["terms"]:
                self._save(MilestoneTerms(milestone=milestone), one, shape.DATED_MILESTONE)
        for each in item["lines"]:
            line = BudgetLine(action=action)
            save(line, {"place": each["place"]})
            for one in each["terms"]:
                terms = BudgetTerms(line=line)
                self._save(terms, one, shape.DATED_LINE)
                for order, share in enumerate(one["funding"], 1):
                    save(Funding(terms=terms, order=order), share_values(share, self.bodies["organisation"]))

    def _save(self, row: models.Model, item: Item, schema: Item, more: Values | None = None) -> None:
        """`more` is what no member of the item says as it is."""
        save(row, values_of(type(row), item, schema) | (more or {}) | self._amendments_of(item))

    def _amendments_of(self, item: Item) -> Values:
        return {
            "begun_by": self.amendments.get(item.get("begun_by") or 0),
            "ended_by": self.amendments.get(item.get("ended_by") or 0),
        }

    def _record(self, item: Item) -> None:
        """What was corrected stands in the trail; the person is known by name alone."""
        action = self.actions[item["action"]]
        record(
            Verb.CORRECTED,
            by=item.get("by") or None,
            at=datetime.datetime.fromisoformat(item["at"]),
            subject=action,
            plan=self.plan.pk,
            action=action.pk,
            before=item["before"],
            after=item["after"],
            reason=item["reason"],
        )


def _continued(item: Item) -> Action | None:
    """The action of another plan that this one continues. Raises Refused where the portal does not have it."""
    named = item.get("continues")
    if named is None:
        return None
    row = Action.objects.filter(plan__code=named["plan"], code=named["action"]).first()
    if row is None:
        raise Refused(
            _(
                "Action %(code)s continues %(named)s of the plan %(plan)s, which is not here: import that plan first."
            )
            % {"code": item["code"], "named": named["action"], "plan": named["plan"]}
        )
    return row


def _write_affiliations(items: list[Item], organisations: dict[str, Organisation]) -> None:
    """Of organisations that have none yet."""
    areas = {row.code: row for row in PolicyArea.objects.all()}
    known = set(Affiliation.objects.values_list("organisation__key", flat=True))
    for item in items:
        if item["key"] not in known:
            for one in item["affiliations"]:
                bodies = {
                    "organisation": organisations[item["key"]],
                    "policy_area": areas[one["policy_area"]],
                }
                save(Affiliation(), bodies | values_of(Affiliation, one, shape.AFFILIATION))
