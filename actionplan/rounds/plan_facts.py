"""The plan as it was in force on the day of a closing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import F

from actionplan.base.inforce import in_force_q
from actionplan.organisations.models import Affiliation
from actionplan.picture.frozen import Document
from actionplan.reports.spreads import with_spreads
from actions.models import CrossReference, Lead, MilestoneTerms, MinisterInvolvement, Phase, Promotion
from budgets.models import BudgetTerms, Funding
from budgets.planned import PlannedLine, planned_by_year
from budgets.planned_rows import lines_of
from objectives.models import Objective, Theme

from .freezing import Freezing

IN_FORCE = ["in_force_from", "in_force_until"]


def facts_of(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def plan_documents(freezing: Freezing) -> Iterator[Document]:
    """The plan with its objectives and themes, and the bodies that carry it out: three queries."""
    plan = freezing.plan
    yield freezing.of_plan("plan", facts_of(plan, "code", "title", "title_nl", "start", "end", "state"))
    objectives = Objective.objects.of_plan(plan)
    yield freezing.of_plan(
        "objectives", list(objectives.values("number", "title", "title_nl", "summary", "summary_nl"))
    )
    themes = Theme.objects.filter(objective__plan=plan).order_by("objective__number", "order")
    yield freezing.of_plan(
        "themes", list(themes.values("order", "title", "title_nl", number=F("objective__number")))
    )
    yield from _bodies(freezing)


def _bodies(freezing: Freezing) -> Iterator[Document]:
    ministers, areas = freezing.ministers, freezing.policy_areas
    organisations = freezing.organisations
    yield freezing.of_plan(
        "ministers",
        [
            facts_of(row, "key", "title", "title_nl", "holder", "order", *IN_FORCE)
            | {"succeeded_by": ministers[row.succeeded_by_id].key if row.succeeded_by_id else None}
            for row in ministers.values()
        ],
    )
    yield freezing.of_plan(
        "policy_areas",
        [facts_of(row, "code", "name", "name_nl", "order", *IN_FORCE) for row in areas.values()],
    )
    yield freezing.of_plan(
        "organisations",
        [
            facts_of(row, "key", "name", "name_nl", "abbreviation", "order", *IN_FORCE)
            | {"succeeded_by": freezing.organisation(row.succeeded_by_id)}
            for row in organisations.values()
        ],
    )
    affiliations = Affiliation.objects.in_force(freezing.day).order_by("organisation__order", "pk")
    yield freezing.of_plan(
        "affiliations",
        list(affiliations.values(*IN_FORCE, key=F("organisation__key"), area=F("policy_area__code"))),
    )


ACTION = [
    "code",
    "order",
    "title",
    "title_nl",
    "summary",
    "summary_nl",
    "folded",
    "timing_printed",
    "budget_printed",
    "kind",
    "limited",
    "in_plan",
    *IN_FORCE,
]


def action_documents(freezing: Freezing) -> Iterator[Document]:
    """What the plan says of each action: nine queries."""
    for action in freezing.actions.values():
        content = facts_of(action, *ACTION) | {
            "action": action.pk,
            "objective": action.objective_number,
            "theme": action.theme_order,
            "merged_into": action.merged_into_code,
        }
        yield Document("action", action.code, content, action.pk)
    yield from freezing.by_action("involvements", _involvements(freezing))
    yield from freezing.by_action("promotions", _promotions(freezing))
    yield from freezing.by_action("leads", _leads(freezing))
    yield from freezing.by_action("phases", _phases(freezing))
    yield from freezing.by_action("milestones", _milestones(freezing))
    yield from freezing.by_action("budget_lines", _budget_lines(freezing))
    yield from freezing.by_action("references", _references(freezing))


def _apart(rows: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows read as plain values, each beside the key of its action."""
    for row in rows:
        yield row.pop("of_action"), row


def _involvements(freezing: Freezing) -> Iterator[tuple[int, Any]]:
    rows = MinisterInvolvement.objects.in_force(freezing.day).filter(action__plan=freezing.plan)
    return _apart(
        rows.order_by("order", "pk").values(
            "role",
            "inferred",
            "printed_as",
            *IN_FORCE,
            place=F("order"),
            key=F("minister__key"),
            of_action=F("action"),
        )
    )


def _promotions(freezing: Freezing) -> Iterator[tuple[int, Any]]:
    rows = Promotion.objects.in_force(freezing.day).filter(action__plan=freezing.plan)
    return _apart(
        rows.order_by("order", "pk").values(
            "role",
            "inferred",
            "printed_as",
            *IN_FORCE,
            place=F("order"),
            key=F("organisation__key"),
            of_action=F("action"),
        )
    )


def _leads(freezing: Freezing) -> Iterator[tuple[int, Any]]:
    rows = Lead.objects.in_force(freezing.day).filter(action__plan=freezing.plan)
    return _apart(rows.order_by("pk").values(*IN_FORCE, key=F("organisation__key"), of_action=F("action")))


def _phases(freezing: Freezing) -> Iterator[tuple[int, Any]]:
    """Those in force, and those as adopted, which slip is reckoned from."""
    rows = Phase.objects.filter(action__plan=freezing.plan)
    rows = rows.filter(in_force_q(freezing.day)) | rows.as_adopted()
    texts = ["place", "label", "label_nl", "printed_as", "continuous"]
    days = ["start", "start_precision", "end", "end_precision"]
    return _apart(rows.order_by("place", "pk").values(*texts, *days, *IN_FORCE, of_action=F("action")))


def _milestones(freezing: Freezing) -> Iterator[tuple[int, Any]]:
    rows = MilestoneTerms.objects.in_force(freezing.day).filter(milestone__action__plan=freezing.plan)
    return _apart(
        rows.order_by("milestone__order").values(
            "title",
            "title_nl",
            "due",
            "due_precision",
            "recurrence",
            "target_from",
            "target_to",
            "unit",
            "printed_as",
            *IN_FORCE,
            key=F("milestone__key"),
            place=F("milestone__order"),
            origin=F("milestone__origin"),
            of_action=F("milestone__action"),
        )
    )


def _budget_lines(freezing: Freezing) -> Iterator[tuple[int, Any]]:
    """What the lines say, who pays them, and what is planned per year, in euro, with whose spread it is: four queries."""
    terms = list(
        BudgetTerms.objects.in_force(freezing.day)
        .filter(line__action__plan=freezing.plan)
        .select_related("line")
        .order_by("line__place")
    )
    planned = _planned(freezing, [row for row in terms if row.amount is not None])
    shares = _shares(freezing)
    names = ["label", "label_nl", "kind", "amount", "per_year", "phase_place", "start", "end", "printed_as"]
    for row in terms:
        yield (
            row.line.action_id,
            facts_of(row, *names, "article", *IN_FORCE)
            | {"place": row.line.place, "funding": shares[row.pk]}
            | _years(planned.get(row.line_id)),
        )


def _planned(freezing: Freezing, terms: list[BudgetTerms]) -> dict[int, PlannedLine]:
    """By line."""
    lines = with_spreads(lines_of(terms, plan=freezing.plan, on=freezing.day), freezing.day)
    return {line.line: line for line in lines}


def _years(line: PlannedLine | None) -> dict[str, Any]:
    """What is planned by calendar year, and whether that is derived from the printed line or as the lead spread it."""
    if line is None:
        return {"planned": {}, "is_derived": True}
    planned: dict[str, Decimal] = {str(year): amount for year, amount in planned_by_year(line).items()}
    return {"planned": planned, "is_derived": line.is_derived}


def _shares(freezing: Freezing) -> dict[int, list[dict[str, Any]]]:
    """Who pays how much, by the key of the terms."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Funding.objects.filter(terms__line__action__plan=freezing.plan).order_by("order")
    for row in rows.values_list("terms", "organisation__key", "source", "percent"):
        found[row[0]].append({"key": row[1], "source": row[2], "percent": row[3]})
    return found


def _references(freezing: Freezing) -> Iterator[tuple[int, Any]]:
    rows = CrossReference.objects.filter(action__plan=freezing.plan).order_by("order")
    return _apart(
        rows.values(to_code=F("to_action__code"), to_number=F("to_objective__number"), of_action=F("action"))
    )
